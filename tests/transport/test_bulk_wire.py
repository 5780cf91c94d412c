import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.protocol.errors import WireError
from agent.transport.bulk_wire import MOST_PIECE, WRAP, Abort, Aborted, Ack, Frame, Piece, pack, parse

times = st.integers(0, WRAP - 1)
counts = st.integers(0, 2**64 - 1)
frames = st.one_of(
    st.builds(Piece, times, st.booleans(), st.binary(min_size=1, max_size=100)),
    st.builds(Ack, times, counts, counts),
    st.sampled_from([Abort(), Aborted()]),
)


@given(frames)
def test_what_is_packed_is_parsed(frame: Frame) -> None:
    assert parse(pack(frame)) == frame


@given(st.binary(max_size=64))
def test_anything_else_is_an_error_of_the_wire(data: bytes) -> None:
    try:
        frame = parse(data)
    except WireError:
        return
    assert parse(pack(frame)) == frame


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 8,
        b"\x01\x00\x00\x00\x00\x00\x00\x00",
        b"\x01\x02\x00\x00\x00\x00\x00\x00data",
        b"\x02" + bytes(22),
        b"\x02" + bytes(24),
        b"\x03",
        b"\x04" + bytes(4),
        b"\x05" + bytes(3),
        pack(Piece(0, True, bytes(MOST_PIECE))) + b"x",
    ],
)
def test_what_is_short_long_or_unknown_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parse(data)


def test_the_bytes_are_those_of_the_page() -> None:
    assert pack(Piece(0x01020304, True, b"ab")).hex() == "010100000102030461" + "62"
    assert pack(Ack(5, 6, 7)).hex() == "02000000" + "00000005" + "0000000000000006" + "0000000000000007"
    assert (pack(Abort()).hex(), pack(Aborted()).hex()) == ("03000000", "04000000")
