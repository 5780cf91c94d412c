"""The frames of a bulk connection (docs/protocol.md, "Bulk"): a piece of what is sent, an acknowledgement.

All numbers are big-endian. Twin of rendezvous/console/src/link/bulk_wire.ts.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from agent.protocol.errors import WireError

MOST_CHUNK = 64 * 1024
"""Bytes of a chunk, the unit in which tools send and receive."""
MOST_PIECE = 16 * 1024
"""Bytes of one frame's piece of a chunk."""
MOST_RANGES = 64
"""Ranges of one acknowledgement."""

WRAP = 1 << 32
"""Times are in microseconds of the sender's own clock, and begin again at this (as in uTP, BEP 29)."""

_PIECE = struct.Struct(">BBxxIQ")
_ACK = struct.Struct(">BBxxIQQ")
_RANGE = struct.Struct(">II")

Range = tuple[int, int]


class Kind(IntEnum):
    """The first byte."""

    PIECE = 1
    ACK = 2


@dataclass(frozen=True)
class Piece:
    """A piece of all that is sent, from byte `at` on; `last`: the chunk is whole with it."""

    time: int
    last: bool
    at: int
    data: bytes


@dataclass(frozen=True)
class Ack:
    """What arrived: every byte before `arrived`, and beyond it the `ranges`, each from and to how far beyond.

    `taken`: of how many bytes the chunk was taken by whom it is for. `delay`: the least difference, modulo WRAP, from
    a piece's time to its arrival by the receiver's clock, of the pieces that came since the last acknowledgement;
    None when none did.
    """

    delay: int | None
    arrived: int
    taken: int
    ranges: tuple[Range, ...] = ()


Frame = Piece | Ack


def pack(frame: Frame) -> bytes:
    """Write one frame."""
    match frame:
        case Piece():
            return _PIECE.pack(Kind.PIECE, frame.last, frame.time, frame.at) + frame.data
        case Ack():
            head = _ACK.pack(Kind.ACK, frame.delay is not None, frame.delay or 0, frame.arrived, frame.taken)
            return head + b"".join(_RANGE.pack(*one) for one in frame.ranges)
        case _:
            assert_never(frame)


def parse(data: bytes) -> Frame:
    """Read one frame. Raise WireError on anything else."""
    if len(data) > MOST_PIECE + _PIECE.size:
        raise WireError("a frame of a bulk connection is too long")
    try:
        match data[0] if data else None:
            case Kind.PIECE if len(data) > _PIECE.size and data[1] < 2:
                _, last, time, at = _PIECE.unpack_from(data)
                return Piece(time, bool(last), at, data[_PIECE.size :])
            case Kind.ACK if len(data) >= _ACK.size and data[1] < 2:
                _, known, delay, arrived, taken = _ACK.unpack_from(data)
                if delay and not known:
                    raise WireError("an acknowledgement has a delay that is none")
                return Ack(delay if known else None, arrived, taken, _ranges(data[_ACK.size :]))
            case _:
                raise WireError("not a frame of a bulk connection")
    except struct.error:
        raise WireError("a frame of a bulk connection has another length") from None


def _ranges(data: bytes) -> tuple[Range, ...]:
    """Read ranges, which follow one another. Raise WireError, struct.error."""
    ranges = tuple((start, end) for start, end in _RANGE.iter_unpack(data))
    before = 0
    for start, end in ranges:
        if not before < start < end:
            raise WireError("an acknowledgement's ranges are in no order")
        before = end
    if len(ranges) > MOST_RANGES:
        raise WireError("an acknowledgement has too many ranges")
    return ranges
