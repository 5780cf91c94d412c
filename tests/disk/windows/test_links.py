"""Where Windows' links lead: their data as Windows keeps it, made here by the book, and hostile data."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.disk.base import Missing
from agent.disk.windows.links import JUNCTION, SYMBOLIC, steps, target_of

FOLDER = ("C:", "Users", "ana")


def data(tag: int, target: str, shown: str = "") -> bytes:
    names = target.encode("utf-16-le"), shown.encode("utf-16-le")
    flags = struct.pack("<I", 0) if tag == SYMBOLIC else b""
    lengths = struct.pack("<HHHH", 0, len(names[0]), len(names[0]), len(names[1]))
    body = lengths + flags + names[0] + names[1]
    return struct.pack("<IHH", tag, len(body), 0) + body


@pytest.mark.parametrize("tag", [SYMBOLIC, JUNCTION])
def test_a_links_data_name_its_target(tag: int) -> None:
    assert target_of(data(tag, "\\??\\C:\\Données", "C:\\Données")) == "C:\\Données"
    assert target_of(data(tag, "..\\a", "..\\a")) == "..\\a"


def test_what_is_no_link_leads_nowhere() -> None:
    for bad in (
        b"",
        b"\x0c",
        data(0x80000013, "\\??\\C:\\a"),
        data(SYMBOLIC, "C:\\abc")[:-2],
        data(SYMBOLIC, "C:\\a")[:9],
    ):
        with pytest.raises(Missing):
            target_of(bad)


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("D:\\a\\b", ("D:", "a", "b")),
        ("d:", ("D:",)),
        ("b", ("C:", "Users", "ana", "b")),
        ("..\\bo", ("C:", "Users", "bo")),
        ("..\\..\\..\\..\\x", ("C:", "x")),
        (".\\a\\.\\b\\", ("C:", "Users", "ana", "a", "b")),
        ("\\Windows", ("C:", "Windows")),
    ],
)
def test_a_target_is_steps_from_its_folder_or_from_a_disk(target: str, found: tuple[str, ...]) -> None:
    assert steps(target, FOLDER) == found


@pytest.mark.parametrize(
    "target", ["\\\\server\\share", "C:\\a:b", "C:\\NUL", "C:\\a.", "CC:\\a", "C:a:b", "C:a", "\\??\\C:\\a", "a\\b*"]
)
def test_a_target_that_is_no_plain_names_is_missing(target: str) -> None:
    with pytest.raises(Missing):
        steps(target, FOLDER)


@pytest.mark.parametrize("target", ["UNC\\server\\share", "Volume{1}\\a", "GLOBALROOT\\Device\\x", "pipe\\x", ""])
def test_a_target_that_is_no_disks_is_missing(target: str) -> None:
    with pytest.raises(Missing):
        target_of(data(JUNCTION, f"\\??\\{target}"))


@given(st.binary(max_size=64))
def test_hostile_data_lead_nowhere_or_to_a_text(hostile: bytes) -> None:
    try:
        assert isinstance(target_of(struct.pack("<I", SYMBOLIC) + hostile), str)
    except Missing:
        return
