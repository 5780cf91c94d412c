"""Paths of the wire on Windows: what is one plain name after another, and what would be read as something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.disk.base import DiskError, Missing, NameNotAllowed, NameTooLong
from agent.disk.windows.names import checked_name, checked_path, is_plain, windows_path, wire_path


def test_a_path_is_a_disk_and_names() -> None:
    assert checked_path("/c:/Users/Ana Lopes/é.txt") == ("C:", "Users", "Ana Lopes", "é.txt")
    assert checked_path("//C://Users/") == ("C:", "Users")
    assert checked_path("/") == ()


@pytest.mark.parametrize("path", ["", "C:/Users", "Users", "/Users", "/CC:/", "/C", "/1:/", "/??/C:/", "/./C:/"])
def test_a_path_on_no_disk_is_missing(path: str) -> None:
    with pytest.raises(Missing):
        checked_path(path)


@pytest.mark.parametrize(
    "name",
    [
        *("a:b", "a::$DATA", "a\\b", "a*", "a?", "a<", "a>", 'a"', "a|", "a\0", "a\n", "\ud800", "a\udfff"),
        *("a.", "a ", "a. .", ".", "..", " ", "..."),
        *("nul", "CON", "Aux.txt", "com1", "LPT9.a.b", "COM¹", "CONIN$", "PRN .x", "clock$"),
    ],
)
def test_what_windows_reads_otherwise_is_no_name(name: str) -> None:
    with pytest.raises(NameNotAllowed):
        checked_name(name)


@pytest.mark.parametrize("name", ["a", "été.txt", ".profil", "a b", "nulle", "COM10", "console", "é" * 255, "😀" * 127])
def test_what_windows_takes_as_it_is_is_a_name(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize("name", ["a" * 256, "😀" * 128])
def test_names_are_as_long_as_disks_have_them(name: str) -> None:
    with pytest.raises(NameTooLong):
        checked_name(name)


def test_a_path_is_as_long_as_windows_takes_it() -> None:
    with pytest.raises(NameTooLong):
        checked_path("/C:" + "/a" * 20_000)


def test_windows_is_asked_with_nothing_to_interpret() -> None:
    assert windows_path(("C:",)) == "\\\\?\\C:\\"
    assert windows_path(("C:", "Users", "a b")) == "\\\\?\\C:\\Users\\a b"


def test_windows_paths_are_written_for_the_wire() -> None:
    assert wire_path("C:\\Users\\Ana") == wire_path("\\\\?\\c:\\Users\\Ana") == "/C:/Users/Ana"
    for elsewhere in ("\\\\server\\share\\a", "\\\\?\\UNC\\server\\share", "\\\\?\\Volume{1}\\a", "a\\b", ""):
        with pytest.raises(Missing):
            wire_path(elsewhere)


@given(st.text(max_size=40))
def test_whatever_is_asked_for_is_plain_names_or_refused(text: str) -> None:
    try:
        _, *names = checked_path(f"/C:/{text}")
    except DiskError:
        return
    assert all(is_plain(name) for name in names)
    assert windows_path(("C:", *names)).count("\\") == 3 + max(1, len(names))
