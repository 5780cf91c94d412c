"""The records of a transfer: written and read back, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.protocol.errors import WireError
from agent.protocol.file_messages import FileFault
from agent.tools.transfers.records import Data, End, File, Folder, Last, Record, Settled, Skipped, pack, records

EVERY: list[Record] = [
    Folder(1, 0, "Photos"),
    File(1, 1, 0, 5, "Photos/%FFété 😀.jpg"),
    Data(1, b"abcde"),
    End(1, bytes(32)),
    Skipped(1, 2, FileFault.CHANGED),
    Last(1),
    Settled(1, 1, None, "été.jpg"),
    Settled(1, 2, FileFault.NAME_TAKEN, ""),
]


def test_every_record_is_read_back_as_it_was_written() -> None:
    assert list(records(b"".join(map(pack, EVERY)))) == EVERY


@pytest.mark.parametrize("path", ["", "/etc/passwd", "a//b", "a/", "a\0b", "%zz", "100%"])
def test_what_is_no_path_is_not_read(path: str) -> None:
    with pytest.raises(WireError):
        list(records(pack(Folder(1, 0, path))))


@given(st.binary(max_size=200))
def test_anything_is_read_or_refused(chunk: bytes) -> None:
    try:
        found = list(records(chunk))
    except WireError:
        return
    assert list(records(b"".join(map(pack, found)))) == found
