import random

import pytest

from agent.protocol.errors import WireError
from agent.transport.bulk_arrival import Arrival
from agent.transport.bulk_wire import MOST_CHUNK, MOST_RANGES, Piece

ROOM = 1 << 20


def pieces(chunks: list[bytes], size: int) -> list[Piece]:
    """Cut chunks as a sender does."""
    found: list[Piece] = []
    at = 0
    for chunk in chunks:
        for start in range(0, len(chunk), size):
            data = chunk[start : start + size]
            found.append(Piece(0, start + size >= len(chunk), at, data))
            at += len(data)
    return found


def test_pieces_in_any_order_and_twice_become_the_same_chunks() -> None:
    chunks = [bytes([number]) * (number * 700 + 1) for number in range(12)]
    shuffled = pieces(chunks, 500) * 2
    random.Random(1).shuffle(shuffled)
    arrival = Arrival(ROOM)
    assert [chunk for piece in shuffled for chunk in arrival.take(piece)] == chunks
    assert arrival.arrived == sum(map(len, chunks))
    assert arrival.ranges() == ()


def test_what_came_beyond_a_gap_is_told() -> None:
    arrival = Arrival(ROOM)
    for piece in pieces([bytes(1000)], 100):
        if piece.at not in (100, 400, 900):
            arrival.take(piece)
    assert (arrival.arrived, arrival.ranges()) == (100, ((100, 300), (400, 800)))


def test_more_ranges_than_fit_are_cut_off() -> None:
    arrival = Arrival(ROOM)
    for at in range(1, 4 * MOST_RANGES, 2):
        arrival.take(Piece(0, False, at, b"x"))
    assert len(arrival.ranges()) == MOST_RANGES


def test_more_than_there_is_room_for_is_an_error() -> None:
    with pytest.raises(WireError):
        Arrival(1000).take(Piece(0, True, 990, bytes(11)))
    endless = Arrival(ROOM)
    endless.take(Piece(0, False, 0, bytes(MOST_CHUNK)))
    with pytest.raises(WireError):
        endless.take(Piece(0, False, MOST_CHUNK, b"x"))
