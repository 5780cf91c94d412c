import os
from pathlib import Path

import pytest

from agent.disk.base import Denied
from agent.disk.naming import with_ending
from tests.disk.conftest import Place


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
