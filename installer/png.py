"""Judges the operator's pictures: a PNG that every window can draw, whole and small."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values a pixel, by colour type (PNG, third edition, 11.2.1)."""


class PictureError(ValueError):
    """It is no such picture; the text says why."""


def size_of(data: bytes, most: int) -> tuple[int, int]:
    """Return width and height of a PNG of at most `most` pixels a side. Raise PictureError unless it is whole."""
    kinds = _chunks(data)
    if b"IHDR" not in kinds or len(kinds[b"IHDR"]) != 13 or b"IDAT" not in kinds:
        raise PictureError("it is no PNG picture")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", kinds[b"IHDR"])
    if not (0 < width <= most and 0 < height <= most):
        raise PictureError(f"it has {width} x {height} pixels, and {most} on a side are the most")
    if depth != 8 or colour not in _CHANNELS or interlaced:
        raise PictureError("it is a kind of PNG that not every window draws (8 bits, not interlaced, is what works)")
    expected = height * (1 + width * _CHANNELS[colour])
    if len(_inflated(kinds[b"IDAT"], expected)) != expected:
        raise PictureError("it is cut short")
    return width, height


def ico(png: bytes) -> bytes:
    """Wrap a PNG of 256 x 256 pixels as a Windows icon (ICO with one PNG entry, Windows Vista and later)."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(png), 22) + png  # 0 stands for 256


def icns(png: bytes) -> bytes:
    """Wrap a PNG of 256 x 256 pixels as a macOS icon (ICNS with one entry of type ic08)."""
    entry = b"ic08" + struct.pack(">I", len(png) + 8) + png
    return b"icns" + struct.pack(">I", len(entry) + 8) + entry


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the contents of all chunks by kind, those of one kind joined."""
    if not data.startswith(SIGNATURE):
        raise PictureError("it is no PNG picture")
    found: dict[bytes, bytes] = {}
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        (length,), kind = struct.unpack(">I", data[at : at + 4].rjust(4)), data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            raise PictureError("it is cut short")
        body, check = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + body)):
            raise PictureError("it is damaged")
        found[kind] = found.get(kind, b"") + body
        at += 12 + length
    return found


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        raise PictureError("it is damaged") from None
