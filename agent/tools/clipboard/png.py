"""Makes an image that came from outside a plain one: decoded within bounds, and written anew with its pixels alone.

What a PNG may carry beside its pixels (texts, places, thumbnails, profiles, whole files after its end) does not pass.
"""

import struct
import zlib
from fractions import Fraction
from typing import Final

import av

from agent.protocol.clipboard_messages import MAX_CLIPBOARD_IMAGE, MAX_CLIPBOARD_PIXELS
from agent.protocol.errors import HandrailError

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

PIXELS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""The chunks that pixels are made of (PNG, third edition, 5.6); of all others nothing is even decoded."""

MAX_SIDE: Final = 32767
"""Pixels of one side: what X11 can name."""


SEE_THROUGH: Final = frozenset({"rgba", "rgba64be", "ya8", "ya16be", "pal8"})
"""What FFmpeg calls the pixels of an image that may be transparent in places."""


class ImageError(HandrailError):
    """It is no PNG that is passed on."""


class ImageTooLarge(ImageError):
    """It has too many pixels, or too many bytes once written anew."""


def plain_png(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height, and the same pixels as a plain PNG. Raise ImageError. May take seconds."""
    bare = _bare(data)
    width, height = struct.unpack(">II", bare[16:24])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_CLIPBOARD_PIXELS):
        raise ImageTooLarge(f"an image of {width} x {height} pixels")
    try:
        written = _write(_decode(bare, width, height), width, height)
    except (av.FFmpegError, ValueError) as error:
        raise ImageError(f"an image that cannot be decoded ({type(error).__name__})") from None
    if len(written) > MAX_CLIPBOARD_IMAGE:
        raise ImageTooLarge(f"an image of {len(written)} bytes")
    return width, height, written


def _bare(data: bytes) -> bytes:
    """Return the PNG's chunks of pixels alone. Raise ImageError unless each is whole and right, the first IHDR."""
    if not data.startswith(SIGNATURE):
        raise ImageError("no PNG")
    kept, at, kind = bytearray(SIGNATURE), len(SIGNATURE), b""
    while kind != b"IEND":
        (length,), kind = struct.unpack(">I", data[at : at + 4].rjust(4)), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or (at == len(SIGNATURE)) != (kind == b"IHDR" and length == 13):
            raise ImageError("a PNG that is cut short, or none")
        if kind in PIXELS:
            if zlib.crc32(data[at + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]:
                raise ImageError("a PNG that was damaged")
            kept += data[at:end]
        at = end
    return bytes(kept)


def _decode(png: bytes, width: int, height: int) -> av.VideoFrame:
    decoder = av.CodecContext.create("png", "r")
    decoder.thread_count = 1
    frames = [*decoder.decode(av.Packet(png)), *decoder.decode(None)]
    if len(frames) != 1 or (frames[0].width, frames[0].height) != (width, height):
        raise ImageError("a PNG without its picture")
    return frames[0]


def _write(frame: av.VideoFrame, width: int, height: int) -> bytes:
    form = "rgba" if frame.format.name in SEE_THROUGH else "rgb24"
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, form
    encoder.time_base, encoder.thread_count = Fraction(1, 30), 1
    plain = frame.reformat(format=form)
    plain.pts = 0
    return _bare(b"".join(bytes(packet) for packet in (*encoder.encode(plain), *encoder.encode(None))))
