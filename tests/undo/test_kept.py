"""What is kept: for its owner alone, signed with the report's key, and gone when it is used up or deleted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.protocol.receipt import public_hex, verify
from agent.undo.kept import KEPT_DAYS, Kept, KeptChange, KeptError, folder_of, keep

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
CHANGES = [KeptChange(kind="files.made", what=f"folder {n}", way="{}") for n in range(3)]


def sign(text: bytes) -> str:
    return KEY.sign(text).hex()


def signed(signature: str, text: bytes) -> bool:
    return verify(public_hex(KEY), signature, text)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "Exemple 2026-11-23 10h00.html"
    keep(path, CHANGES, NOW, sign)
    return path


def why(report: Path) -> str:
    with pytest.raises(KeptError) as error:
        Kept(report, signed)
    return error.value.why


def test_it_lies_beside_the_report_for_its_owner_alone(report: Path) -> None:
    folder = folder_of(report)
    assert folder.parent == report.parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_what_was_kept_is_read_again(report: Path) -> None:
    assert [one for _, one in Kept(report, signed).left] == CHANGES


def test_its_time_is_over_after_so_many_days(report: Path) -> None:
    kept = Kept(report, signed)
    assert not kept.over(NOW + timedelta(days=KEPT_DAYS, seconds=-1))
    assert kept.over(NOW + timedelta(days=KEPT_DAYS))


def test_what_was_undone_is_not_offered_again_and_the_last_one_takes_all_away(report: Path) -> None:
    Kept(report, signed).note_undone(1)
    again = Kept(report, signed)
    assert [number for number, _ in again.left] == [0, 2]
    again.note_undone(0)
    assert Kept(report, signed).undone == [1, 0]
    again.note_undone(2)
    assert not folder_of(report).exists()
    assert why(report) == "nothing_kept"


@pytest.mark.parametrize("name", ["changes.json", "signature"])
def test_a_list_that_was_written_into_is_not_used(report: Path, name: str) -> None:
    path = folder_of(report) / name
    data = path.read_bytes()
    path.write_bytes(data[:20] + bytes([data[20] ^ 1]) + data[21:])
    assert why(report) == "altered"


def test_a_list_that_another_key_signed_is_not_used(report: Path) -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(KeptError):
        Kept(report, lambda signature, text: verify(public_hex(other), signature, text))


def test_a_folder_that_others_may_use_or_that_is_a_link_is_not_used(report: Path) -> None:
    folder = folder_of(report)
    folder.chmod(0o750)
    assert why(report) == "not_private"
    folder.chmod(0o700)
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")
    assert why(report) == "not_private"


def test_nothing_is_written_into_a_folder_that_is_there(report: Path) -> None:
    with pytest.raises(KeptError, match="File exists"):
        keep(report, CHANGES[:1], NOW, sign)
    assert len(Kept(report, signed).left) == 3


def test_a_note_that_is_none_hides_nothing(report: Path) -> None:
    (folder_of(report) / "undone").write_bytes(b"1 x -1 99999999999999 \xff")
    assert [number for number, _ in Kept(report, signed).left] == [0, 2]
