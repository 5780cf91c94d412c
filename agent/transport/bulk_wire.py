"""The frames of a bulk connection (docs/protocol.md, "Bulk"): a piece of a chunk, an acknowledgement, a call to abort.

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

WRAP = 1 << 32
"""Times are in microseconds of the sender's own clock, and begin again at this (as in uTP, BEP 29)."""

_PIECE = struct.Struct(">BBxxI")
_ACK = struct.Struct(">BxxxIQQ")
_CALL = struct.Struct(">Bxxx")


class Kind(IntEnum):
    """The first byte."""

    PIECE = 1
    ACK = 2
    ABORT = 3
    ABORTED = 4


@dataclass(frozen=True)
class Piece:
    """A piece of a chunk; `last`: the chunk is whole with it."""

    time: int
    last: bool
    data: bytes


@dataclass(frozen=True)
class Ack:
    """How many bytes of pieces arrived in all, and of how many the chunk was taken by whom it is for.

    `delay`: the least difference, modulo WRAP, from a piece's time to its arrival by the receiver's clock, of the
    pieces that came since the last acknowledgement; means nothing when none did.
    """

    delay: int
    arrived: int
    taken: int


@dataclass(frozen=True)
class Abort:
    """What was sent before counts no more, in both directions; answer with `Aborted`, drop what waits to be sent."""


@dataclass(frozen=True)
class Aborted:
    """The answer to `Abort`: what follows is new."""


Frame = Piece | Ack | Abort | Aborted


def pack(frame: Frame) -> bytes:
    """Write one frame."""
    match frame:
        case Piece():
            return _PIECE.pack(Kind.PIECE, frame.last, frame.time) + frame.data
        case Ack():
            return _ACK.pack(Kind.ACK, frame.delay, frame.arrived, frame.taken)
        case Abort():
            return _CALL.pack(Kind.ABORT)
        case Aborted():
            return _CALL.pack(Kind.ABORTED)
        case _:
            assert_never(frame)


def parse(data: bytes) -> Frame:
    """Read one frame. Raise WireError on anything else."""
    if len(data) > MOST_PIECE + _PIECE.size:
        raise WireError("a frame of a bulk connection is too long")
    try:
        match data[0] if data else None:
            case Kind.PIECE if len(data) > _PIECE.size and data[1] < 2:
                _, last, time = _PIECE.unpack_from(data)
                return Piece(time, bool(last), data[_PIECE.size :])
            case Kind.ACK:
                return Ack(*_ACK.unpack(data)[1:])
            case Kind.ABORT if len(data) == _CALL.size:
                return Abort()
            case Kind.ABORTED if len(data) == _CALL.size:
                return Aborted()
            case _:
                raise WireError("not a frame of a bulk connection")
    except struct.error:
        raise WireError("a frame of a bulk connection has another length") from None
