import unicodedata
from pathlib import Path

import pytest

from agent.disk.named import find_folders
from agent.disk.wander import Bounds

WIDE = Bounds(depth=8, folders=1000, seconds=5)


def test_folders_of_a_name_are_found_wherever_they_lie(tmp_path: Path) -> None:
    for place in ("Banque", "Documents/2024/banque", "Documents/Banques", "Photos"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "Photos" / "Banque").write_text("a file")
    assert set(find_folders("BANQUE ", tmp_path)) == {tmp_path / "Banque", tmp_path / "Documents/2024/banque"}


def test_accents_are_the_same_composed_or_not(tmp_path: Path) -> None:
    folder = tmp_path / unicodedata.normalize("NFD", "Été à Évian")
    folder.mkdir()
    assert find_folders("été à évian", tmp_path) == (folder,)


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "outside" / "Banque").mkdir(parents=True)
    home = tmp_path / "home"
    home.mkdir()
    (home / "link").symlink_to(tmp_path / "outside")
    (home / "Banque").symlink_to(tmp_path / "outside" / "Banque")
    (home / "round").symlink_to(home)
    assert find_folders("Banque", home) == ()


@pytest.mark.parametrize("name", ["", " ", "/", "..", ".", "a/b", "\0", "../home"])
def test_what_is_no_name_finds_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_folders(name, tmp_path) == ()


def test_the_search_is_bounded_in_depth_number_and_time(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "x").mkdir(parents=True)
    assert find_folders("x", tmp_path, WIDE) == (tmp_path / "a" / "b" / "x",)
    assert find_folders("x", tmp_path, Bounds(depth=2, folders=1000, seconds=5)) == ()
    assert find_folders("x", tmp_path, Bounds(depth=8, folders=2, seconds=5)) == ()
    assert find_folders("x", tmp_path, Bounds(depth=8, folders=1000, seconds=0)) == ()


def test_a_folder_that_cannot_be_read_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "Banque").mkdir()
    assert find_folders("Banque", tmp_path / "missing") == ()
    assert len(find_folders("banque", tmp_path)) == 1
