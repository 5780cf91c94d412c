import os

import pytest

from agent.disk.base import FileChanged, Kind, Withheld, WrongKind
from tests.disk.conftest import MARKER, Place


def test_a_file_moved_into_a_hidden_folder_is_closed_while_it_is_read(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    (place.top / "seen" / "letter.txt").rename(place.hidden / "letter.txt")
    with pytest.raises(FileChanged):
        letter.read(10, 0)
    letter.close()


def test_a_hard_link_stays_closed_and_tells_no_size(place: Place) -> None:
    twin = place.top / "seen" / "twin"
    twin.hardlink_to(place.hidden / f"{MARKER}.txt")
    entry = place.disk.stat(str(twin))
    assert (entry.kind, entry.size, entry.modified) == (Kind.WITHHELD, None, None)
    assert entry in list(place.disk.list(str(twin.parent)))
    for verb in (place.disk.open, place.disk.overwrite):
        with pytest.raises(Withheld):
            verb(str(twin))
    with pytest.raises(Withheld):
        place.disk.copy(str(twin), str(place.top))
    with pytest.raises(Withheld):
        place.disk.copy(str(twin.parent), str(place.top.parent))
    assert sorted(os.listdir(place.top.parent)) == ["cache", "data", "top"]


def test_a_hard_link_made_while_a_file_is_open_closes_it(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    (place.hidden / "twin").hardlink_to(place.top / "seen" / "letter.txt")
    with pytest.raises(Withheld):
        letter.read(10, 0)
    letter.close()


def test_a_file_is_under_its_name_only_when_it_is_complete(place: Place) -> None:
    seen = place.top / "seen"
    file = place.disk.create(str(seen / "big"))
    file.write(b"half")
    assert not (seen / "big").exists()
    file.discard()
    assert os.listdir(seen) == ["letter.txt"]


def test_overwriting_keeps_the_old_file_itself(place: Place) -> None:
    letter = place.top / "seen" / "letter.txt"
    letter.chmod(0o640)
    before = letter.stat()
    file = place.disk.overwrite(str(letter))
    file.write(b"Bonsoir")
    assert letter.read_text() == "Bonjour"
    assert file.commit() == "letter.txt"
    assert letter.read_text() == "Bonsoir"
    assert letter.stat().st_mode == before.st_mode
    assert file.backup is not None
    kept = letter.with_name(file.backup)
    assert (kept.read_text(), kept.stat().st_ino, kept.stat().st_mtime) == ("Bonjour", before.st_ino, before.st_mtime)


def test_overwriting_a_file_that_was_replaced_meanwhile_changes_nothing(place: Place) -> None:
    letter = place.top / "seen" / "letter.txt"
    file = place.disk.overwrite(str(letter))
    (place.top / "other").write_text("other")
    (place.top / "other").rename(letter)
    with pytest.raises(FileChanged):
        file.commit()
    assert letter.read_text() == "other"
    assert os.listdir(letter.parent) == ["letter.txt"]


def test_pipes_and_devices_are_never_opened(place: Place) -> None:
    os.mkfifo(place.top / "pipe")
    assert place.disk.stat(str(place.top / "pipe")).kind is Kind.OTHER
    with pytest.raises(WrongKind):
        place.disk.open(str(place.top / "pipe"))
    with pytest.raises(WrongKind):
        place.disk.open(str(place.top / "seen"))
