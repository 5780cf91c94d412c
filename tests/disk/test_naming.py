import os
from pathlib import Path

import pytest

from agent.disk.base import Denied, NameTaken
from agent.disk.naming import with_ending
from tests.disk.conftest import MARKER, Place, write


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("letter.txt", "letter ", ".txt"),
        ("folder", "folder ", ""),
        (".hidden", ".hidden ", ""),
        ("a.tar.gz", "a.tar ", ".gz"),
    ],
)
def test_an_ending_goes_before_the_kind_of_file(name: str, before: str, after: str) -> None:
    made = with_ending(name)
    assert made.startswith(before)
    assert made.endswith(after)
    assert len(made) == len(name) + 7
    assert with_ending(name) != made


def test_a_trace_cannot_be_written_by_its_name(place: Place) -> None:
    data = place.top.parent / "data"
    with pytest.raises(Denied):
        place.disk.make_folder(str(data / "recently-used.xbel"))
    assert os.listdir(data) == []


def test_two_disks_names_are_not_mixed_up(place: Place, tmp_path: Path) -> None:
    assert place.disk.make_folder(str(tmp_path / "plain")) == "plain"


def test_free_names_beside_a_hidden_folder_cannot_be_tried_out(place: Place) -> None:
    for name in (MARKER, "harmless"):
        made = place.disk.make_folder(str(place.top / name))
        assert made.startswith(f"{name} ")
        assert write(place.disk, place.top / name).startswith(f"{name} ")
        assert place.disk.rename(str(place.top / made), name).startswith(f"{name} ")
    with pytest.raises(NameTaken):
        place.disk.make_folder(str(place.top / "seen"))


def test_elsewhere_a_new_thing_gets_the_name_that_was_asked_for(place: Place) -> None:
    seen = place.top / "seen"
    assert write(place.disk, seen / MARKER) == MARKER
    assert place.disk.make_folder(str(seen / "folder")) == "folder"
    with pytest.raises(NameTaken):
        write(place.disk, seen / MARKER)
    assert sorted(os.listdir(seen)) == ["folder", "letter.txt", MARKER]
