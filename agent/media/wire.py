"""The bytes of the data channel `picture`: frames of self-describing parts, cut into messages that SCTP carries well.

docs/protocol.md, "The picture", is the specification; the console reads it in src/picture/wire.ts. Big-endian.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from agent.areas import Rect
from agent.protocol.errors import WireError
from agent.protocol.messages import VideoCodec

VERSION = 1
MESSAGE_BYTES = 16 * 1024
"""Most bytes of one message: aiortc and the browsers interleave nothing smaller, and SCTP cuts this into packets."""

MAX_FRAME = 16 * 1024 * 1024
"""Most bytes of one frame."""

_MESSAGE = struct.Struct(">BBHI")  # version, flags, chunk, frame
_FRAME = struct.Struct(">HHBBH")  # width, height, flags, view, parts
_PART = struct.Struct(">BBHHHH")  # kind, codec, x, y, width, height
_COPY = struct.Struct(">HH")  # source x, source y
_DATA = struct.Struct(">I")  # length
_VIDEO = struct.Struct(">BBHHHH")  # flags, reserved, coded width, coded height, source x, source y

LAST = 1
"""Message flag: the frame ends with this message."""
WHOLE = 1
"""Frame flag: begins anew; everything before is forgotten, and every pixel follows in this frame or the next ones."""
KEY = 1
"""Video flag: the decoder needs nothing from before."""


class Kind(IntEnum):
    """What a part is."""

    COPY = 1
    TILE = 2
    VIDEO = 3


CODEC_NUMBERS = {VideoCodec.H264: 1, VideoCodec.VP8: 2}


@dataclass(frozen=True)
class Copy:
    """What the canvas shows at (x, y) when this part's turn comes is copied to `area` (same size; they may overlap)."""

    area: Rect
    x: int
    y: int

    def pack(self) -> bytes:
        """Return the part's bytes."""
        return _PART.pack(Kind.COPY, 0, *self.area) + _COPY.pack(self.x, self.y)


@dataclass(frozen=True)
class Tile:
    """`area`, lossless, as one WebP image."""

    area: Rect
    webp: bytes

    def pack(self) -> bytes:
        """Return the part's bytes."""
        return _PART.pack(Kind.TILE, 0, *self.area) + _DATA.pack(len(self.webp)) + self.webp


@dataclass(frozen=True)
class Video:
    """`area`, cut at (x, y) out of a coded picture of `width` by `height` that the video decoder makes of `packet`."""

    area: Rect
    codec: VideoCodec
    key: bool
    width: int
    height: int
    x: int
    y: int
    packet: bytes

    def pack(self) -> bytes:
        """Return the part's bytes."""
        head = _PART.pack(Kind.VIDEO, CODEC_NUMBERS[self.codec], *self.area)
        details = _VIDEO.pack(KEY if self.key else 0, 0, self.width, self.height, self.x, self.y)
        return head + details + _DATA.pack(len(self.packet)) + self.packet


Part = Copy | Tile | Video


def pack_frame(size: tuple[int, int], parts: Sequence[Part], *, whole: bool, view: int = 0) -> bytes:
    """Return one frame's bytes: the stream's size, then the parts in the order in which they are drawn.

    `view` (0 to 255) says what of the desktop it shows: the number that `view/geometry` gave.
    Raise WireError if they exceed MAX_FRAME.
    """
    body = b"".join(
        (_FRAME.pack(*size, WHOLE if whole else 0, view, len(parts)), *(part.pack() for part in parts)),
    )
    if len(body) > MAX_FRAME:
        raise WireError("the picture does not fit one frame")
    return body


def messages(number: int, frame: bytes) -> Iterator[bytes]:
    """Cut one frame into messages of at most MESSAGE_BYTES, each with frame and chunk number."""
    step = MESSAGE_BYTES - _MESSAGE.size
    for chunk, at in enumerate(range(0, len(frame), step)):
        last = LAST if at + step >= len(frame) else 0
        yield _MESSAGE.pack(VERSION, last, chunk, number) + frame[at : at + step]
