"""The bytes of the channel `picture`."""

import struct

import pytest

from agent.areas import Rect
from agent.media.wire import MAX_FRAME, MESSAGE_BYTES, Copy, Tile, Video, messages, pack_frame
from agent.protocol.errors import WireError
from agent.protocol.messages import VideoCodec


def test_a_frame_is_laid_out_as_the_protocol_says() -> None:
    frame = pack_frame(
        (640, 480),
        [
            Copy(Rect(1, 2, 3, 4), 5, 6),
            Tile(Rect(7, 8, 9, 10), b"webp"),
            Video(Rect(2, 4, 6, 8), VideoCodec.VP8, True, 32, 16, 10, 12, b"vp8"),
        ],
        whole=True,
    )
    assert frame == b"".join(
        (
            struct.pack(">HHBBH", 640, 480, 1, 0, 3),
            struct.pack(">BBHHHH HH", 1, 0, 1, 2, 3, 4, 5, 6),
            struct.pack(">BBHHHH I", 2, 0, 7, 8, 9, 10, 4) + b"webp",
            struct.pack(">BBHHHH BBHHHH I", 3, 2, 2, 4, 6, 8, 1, 0, 32, 16, 10, 12, 3) + b"vp8",
        )
    )


def test_messages_are_small_numbered_and_marked_at_the_end() -> None:
    frame = bytes(range(256)) * 300
    cut = list(messages(77, frame))
    assert all(len(message) <= MESSAGE_BYTES for message in cut)
    heads = [struct.unpack(">BBHI", message[:8]) for message in cut]
    assert heads == [(1, int(i == len(cut) - 1), i, 77) for i in range(len(cut))]
    assert b"".join(message[8:] for message in cut) == frame


def test_a_frame_that_is_too_big_is_refused() -> None:
    with pytest.raises(WireError):
        pack_frame((1, 1), [Tile(Rect(0, 0, 1, 1), bytes(MAX_FRAME))], whole=True)
