"""An edit is taken back by the very file that was there before; a folder goes only while it is empty."""

import os
from pathlib import Path

import pytest

from agent.disk.base import FileChanged, Missing, NotEmpty
from tests.disk.conftest import Place


def overwrite(place: Place, path: Path, data: bytes) -> str:
    writing = place.disk.overwrite(str(path))
    writing.write(data)
    writing.commit()
    assert writing.backup
    return writing.backup


def test_the_old_file_is_back_as_it_was_and_nothing_is_beside_it(place: Place) -> None:
    note = place.top / "note.txt"
    before = note.stat()
    backup = overwrite(place, note, b"neu")
    place.disk.put_back(str(note), backup, place.disk.mark(str(note)))
    assert (note.stat().st_ino, note.stat().st_mtime_ns, note.read_text()) == (
        before.st_ino,
        before.st_mtime_ns,
        "note",
    )
    assert not (place.top / backup).exists()


def test_what_was_written_since_stays_and_so_does_the_old_file(place: Place) -> None:
    note = place.top / "note.txt"
    backup = overwrite(place, note, b"neu")
    mark = place.disk.mark(str(note))
    note.write_bytes(b"by somebody else")
    with pytest.raises(FileChanged):
        place.disk.put_back(str(note), backup, mark)
    assert (note.read_bytes(), (place.top / backup).read_bytes()) == (b"by somebody else", b"note")


def test_a_backup_that_is_gone_is_told_so(place: Place) -> None:
    note = place.top / "note.txt"
    (place.top / overwrite(place, note, b"neu")).unlink()
    with pytest.raises(Missing):
        place.disk.put_back(str(note), "note.txt.backup", place.disk.mark(str(note)))
    assert note.read_bytes() == b"neu"


def test_a_folder_is_removed_only_while_it_is_empty(place: Place) -> None:
    folder = place.top / place.disk.make_folder(str(place.top / "made"))
    (folder / "letter").touch()
    with pytest.raises(NotEmpty):
        place.disk.remove_folder(str(folder))
    (folder / "letter").unlink()
    place.disk.remove_folder(str(folder))
    assert not folder.exists()


def test_a_hidden_folder_cannot_be_removed_or_marked(place: Place) -> None:
    for verb in (place.disk.remove_folder, place.disk.mark):
        with pytest.raises(Missing):
            verb(str(place.hidden))


def test_a_mark_tells_that_a_file_was_written_or_replaced(place: Place) -> None:
    note = place.top / "note.txt"
    mark = place.disk.mark(str(note))
    assert place.disk.mark(str(note)) == mark
    os.utime(note, (1, 1))
    assert place.disk.mark(str(note)) != mark


def test_home_is_told_by_what_is_there(place: Place, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "hosts").touch()
    (place.top / "way").symlink_to(tmp_path / "etc")
    (tmp_path / "back").symlink_to(place.top)
    assert place.disk.lies_in_home(str(place.top / "note.txt"))
    assert place.disk.lies_in_home(str(tmp_path / "back" / "note.txt"))
    assert not place.disk.lies_in_home(str(place.top / "way" / "hosts"))
    assert not place.disk.lies_in_home(str(tmp_path / "etc" / "hosts"))
