import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from agent.disk.base import Denied, Missing, NameTaken, NoTrash, Trashed
from tests.disk.conftest import MARKER, Place


def notes(place: Place) -> list[Path]:
    return list((place.top.parent / "data" / "Trash" / "info").iterdir())


def test_a_trashed_file_is_where_the_desktop_looks_for_it_with_a_note_of_its_place(place: Place) -> None:
    name = "été 100 %.txt"
    (place.top / "seen" / name).write_text("été")
    place.disk.trash(str(place.top / "seen" / name))
    (note,) = notes(place)
    heading, path, date = note.read_text().splitlines()
    assert heading == "[Trash Info]"
    assert unquote(path) == f"Path={place.top}/seen/{name}"
    assert date.startswith("DeletionDate=20")
    assert (note.parent.parent / "files" / note.stem).read_text() == "été"


def test_restoring_brings_the_very_same_thing_back(place: Place) -> None:
    note = place.top / "note.txt"
    before = note.stat()
    trashed = place.disk.trash(str(note))
    assert not note.exists()
    assert place.disk.restore(trashed) == "note.txt"
    assert note.stat() == before or note.stat().st_ino == before.st_ino
    assert notes(place) == []
    with pytest.raises(Missing):
        place.disk.restore(trashed)


def test_restoring_never_replaces(place: Place) -> None:
    trashed = place.disk.trash(str(place.top / "seen" / "letter.txt"))
    (place.top / "seen" / "letter.txt").write_text("another")
    with pytest.raises(NameTaken):
        place.disk.restore(trashed)
    assert (place.top / "seen" / "letter.txt").read_text() == "another"


def test_nothing_hidden_is_trashed_and_nothing_above_it(place: Place) -> None:
    with pytest.raises(Missing):
        place.disk.trash(str(place.hidden))
    with pytest.raises(Denied):
        place.disk.trash(str(place.top))


def test_the_notes_of_the_trash_stay_closed_and_a_hidden_folder_in_it_stays_hidden(place: Place) -> None:
    trash = place.top.parent / "data" / "Trash"
    place.disk.trash(str(place.top / "note.txt"))
    place.hidden.rename(trash / "files" / MARKER)
    (trash / "info" / f"{MARKER}.trashinfo").write_text(f"Path={MARKER}")
    place.disk.hide([])
    place.disk.hide([trash / "files" / MARKER])
    assert {entry.name for entry in place.disk.list(str(trash))} == {"files"}
    assert not any(MARKER in entry.name for entry in place.disk.list(str(trash / "files")))


def test_a_number_that_was_never_given_restores_nothing(place: Place) -> None:
    with pytest.raises(Missing):
        place.disk.restore(Trashed(99))


def test_a_trash_that_is_a_link_is_not_used(place: Place) -> None:
    (place.top.parent / "data" / "Trash").symlink_to(place.top / "seen")
    with pytest.raises(NoTrash):
        place.disk.trash(str(place.top / "note.txt"))
    assert os.listdir(place.top / "seen") == ["letter.txt"]
