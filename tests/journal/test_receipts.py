"""The agent's half of the receipts: what it signs, what it keeps, and what it passes over."""

import json
from pathlib import Path

import pytest

from agent.journal import JournalError
from agent.journal.evidence import from_folder
from agent.journal.verify import judge
from agent.protocol.messages import SignedHead
from agent.protocol.receipt import read_receipts
from scripts.rigs.journals import Console, Scene


def live(folder: Path) -> Scene:
    scene = Scene(folder)
    scene.begin()
    return scene


def test_nothing_new_is_not_signed_again(tmp_path: Path) -> None:
    scene = live(tmp_path)
    assert scene.receipts.checkpoint() is not None
    assert scene.receipts.checkpoint() is None
    scene.record("hand.taken", {})
    assert scene.receipts.checkpoint() is not None


def test_nobody_is_asked_to_countersign_before_a_key_is_agreed(tmp_path: Path) -> None:
    scene = Scene(tmp_path, countersigning=False)
    scene.begin()
    assert scene.receipts.checkpoint() is None


def test_the_first_key_of_the_console_stays(tmp_path: Path) -> None:
    scene = live(tmp_path)
    scene.receipts.agree(Console().key)
    head = scene.receipts.checkpoint()
    assert head is not None
    assert scene.receipts.countersigned(scene.console.sign(head))


def test_a_wrong_countersignature_is_passed_over(tmp_path: Path) -> None:
    scene = live(tmp_path)
    head = scene.receipts.checkpoint()
    assert head is not None
    right = scene.console.sign(head)
    assert not scene.receipts.countersigned(right.model_copy(update={"signature": "0" * 128}))
    assert not scene.receipts.countersigned(right.model_copy(update={"count": right.count + 1}))
    assert not scene.receipts.countersigned(right.model_copy(update={"final": True}))
    assert not scene.receipts.countersigned(SignedHead(count=1, final=False, signature=head.signature))
    assert scene.receipts.countersigned(right)


def test_a_late_countersignature_does_not_replace_a_newer_one(tmp_path: Path) -> None:
    scene = live(tmp_path)
    first = scene.receipts.checkpoint()
    scene.record("hand.taken", {})
    second = scene.receipts.checkpoint()
    assert first is not None
    assert second is not None
    assert scene.receipts.countersigned(scene.console.sign(second))
    assert scene.receipts.countersigned(scene.console.sign(first))
    kept = read_receipts((tmp_path / "receipt.json").read_bytes())
    assert [receipt.count for receipt in kept if receipt.console_signature] == [second.count]


def test_the_newest_and_the_newest_countersigned_are_both_kept(tmp_path: Path) -> None:
    scene = live(tmp_path)
    scene.checkpoint()
    scene.record("hand.taken", {})
    scene.receipts.checkpoint()
    kept = read_receipts((tmp_path / "receipt.json").read_bytes())
    assert [bool(receipt.console_signature) for receipt in kept] == [False, True]
    assert judge(from_folder(tmp_path)).faults == []


def test_a_receipt_that_cannot_be_written_leaves_the_one_before_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = live(tmp_path)
    scene.checkpoint()
    before = (tmp_path / "receipt.json").read_bytes()
    scene.record("hand.taken", {})

    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(JournalError):
        scene.receipts.checkpoint()
    assert (tmp_path / "receipt.json").read_bytes() == before


def test_before_a_session_there_is_no_end_to_sign(tmp_path: Path) -> None:
    assert Scene(tmp_path).receipts.final() is None


def test_the_signing_key_is_in_no_file(tmp_path: Path) -> None:
    scene = live(tmp_path)
    scene.end()
    secret = scene.receipts._key.private_bytes_raw()
    for path in tmp_path.iterdir():
        assert secret not in path.read_bytes()
        assert secret.hex() not in path.read_text()


def test_two_sessions_share_no_key_and_no_salt(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    one, other = (live(folder) for folder in folders)
    assert one.receipts.key != other.receipts.key
    salts = [json.loads(line)["salt"] for folder in folders for line in (folder / "payloads.jsonl").open()]
    assert len(set(salts)) == len(salts)
