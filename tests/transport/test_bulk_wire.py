from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.protocol.errors import WireError
from agent.transport.bulk_wire import MOST_PIECE, MOST_RANGES, WRAP, Ack, Frame, Piece, pack, parse

times = st.integers(0, WRAP - 1)
counts = st.integers(0, 2**64 - 1)
steps = st.lists(st.integers(1, 1 << 20), max_size=MOST_RANGES // 2).map(lambda steps: list(accumulate(steps)))
ranges = steps.map(lambda ends: tuple(zip(ends[::2], ends[1::2], strict=False)))
frames = st.one_of(
    st.builds(Piece, times, st.booleans(), counts, st.binary(min_size=1, max_size=100)),
    st.builds(Ack, times | st.none(), counts, counts, ranges),
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
        b"\x01" + bytes(15),
        b"\x01\x02" + bytes(14) + b"data",
        b"\x02" + bytes(22),
        b"\x02" + bytes(24),
        b"\x02\x02" + bytes(22),
        b"\x02" + bytes(3) + b"\x01" + bytes(19),
        b"\x02" + bytes(23) + bytes(8),
        b"\x03",
        pack(Ack(0, 0, 0, tuple((2 * at, 2 * at + 1) for at in range(1, MOST_RANGES + 2)))),
        pack(Piece(0, True, 0, bytes(MOST_PIECE))) + b"x",
    ],
)
def test_what_is_short_long_or_unknown_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parse(data)


def test_the_bytes_are_those_of_the_page() -> None:
    assert pack(Piece(0x01020304, True, 5, b"ab")).hex() == "01010000" + "01020304" + "0000000000000005" + "6162"
    head = "02010000" + "00000005" + "0000000000000006" + "0000000000000007"
    assert pack(Ack(5, 6, 7, ((1, 2),))).hex() == head + "00000001" + "00000002"
    assert pack(Ack(None, 6, 7)).hex() == head.replace("0201", "0200", 1).replace("00000005", "00000000", 1)
