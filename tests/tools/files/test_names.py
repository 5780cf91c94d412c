"""Names go over the wire and back unchanged, whatever bytes they are, and are shown without their tricks."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.protocol.file_messages import MakeFolder
from agent.tools.files.names import decoded, encoded, joined, shown, split

NAMES = st.binary(min_size=1, max_size=255).filter(lambda name: b"\0" not in name and b"/" not in name)


@given(NAMES)
def test_any_name_comes_back_as_it_was_and_the_wire_takes_it(name: bytes) -> None:
    written = encoded(os.fsdecode(name))
    message = MakeFolder(act=1, folder="/home", name=written)
    assert os.fsencode(decoded(MakeFolder.model_validate_json(message.model_dump_json()).name)) == name


@pytest.mark.parametrize(
    ("name", "wire"), [(b"100 %.txt", "100 %25.txt"), (b"caf\xe9", "caf%E9"), ("été".encode(), "été")]
)
def test_only_what_must_be_is_written_in_digits(name: bytes, wire: str) -> None:
    assert encoded(os.fsdecode(name)) == wire


def test_a_name_is_shown_from_home_on_and_without_control_or_direction() -> None:
    assert shown("/home/anne/Documents/a.txt", "/home/anne") == "Documents/a.txt"
    assert shown("/etc/hosts", "/home/anne") == "/etc/hosts"
    tricky = shown("/home/anne/\u202egpj.exe\x1b[2J", "/home/anne")
    assert not {"\u202e", "\x1b"} & set(tricky)
    assert "gpj.exe" in tricky


def test_of_a_long_path_the_end_is_shown() -> None:
    text = shown("/a" * 500 + "/letter.txt", "/home/anne")
    assert len(text) == 200
    assert (text[0], text[-11:]) == ("…", "/letter.txt")


def test_paths_are_taken_apart_and_put_together() -> None:
    assert split("/home/anne") == ("/home", "anne")
    assert split("/etc") == ("/", "etc")
    assert joined("/", "etc") == "/etc"
