"""Turns pointer shapes into small PNGs, and numbers them, so that the console is sent each one once."""

from base64 import b64encode
from collections import OrderedDict
from fractions import Fraction
from hashlib import sha256

import av

from agent.desktop.base import PointerShape
from agent.protocol.messages import MAX_POINTER_IMAGE, MAX_POINTER_SIDE, POINTER_SHAPES, PointerPicture


class ShapesTold:
    """The shapes that the console knows, the one named longest ago first to be forgotten."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[bytes, int] = OrderedDict()

    def number(self, shape: PointerShape) -> tuple[int, bool]:
        """Return the number of `shape`, and whether the console has yet to be told what it looks like."""
        look = sha256(repr((shape.width, shape.height, shape.hot_x, shape.hot_y)).encode() + shape.pixels).digest()
        new = look not in self._numbers
        if new:
            full = len(self._numbers) >= POINTER_SHAPES
            self._numbers[look] = self._numbers.popitem(last=False)[1] if full else len(self._numbers) + 1
        self._numbers.move_to_end(look)
        return self._numbers[look], new

    def forget(self) -> None:
        """Begin anew: the console knows none."""
        self._numbers.clear()


def picture_of(shape: PointerShape, number: int) -> PointerPicture:
    """Return what the console is told of `shape`: as fine as MAX_POINTER_SIDE and MAX_POINTER_IMAGE let it be."""
    step = -(-max(shape.width, shape.height) // MAX_POINTER_SIDE)
    while len(image := b64encode(_png(*_rgba(shape, step)))) > MAX_POINTER_IMAGE:
        step += 1
    return PointerPicture(
        id=number,
        width=shape.width,
        height=shape.height,
        hot_x=min(shape.hot_x, shape.width - 1),
        hot_y=min(shape.hot_y, shape.height - 1),
        image=image.decode("ascii"),
    )


def _rgba(shape: PointerShape, step: int) -> tuple[int, int, bytes]:
    """Return width, height and pixels of every `step`-th column and row, with alpha no longer multiplied in."""
    stride = shape.width * 4
    rows = [shape.pixels[y * stride : (y + 1) * stride] for y in range(0, shape.height, step)]
    blue, green, red, alpha = (bytearray(b"".join(row[part :: 4 * step] for row in rows)) for part in range(4))
    for i, opacity in enumerate(alpha):
        if 0 < opacity < 255:
            for colour in (red, green, blue):
                colour[i] = min(255, colour[i] * 255 // opacity)
    pixels = bytearray(4 * len(alpha))
    pixels[0::4], pixels[1::4], pixels[2::4], pixels[3::4] = red, green, blue, alpha
    return -(-shape.width // step), len(rows), bytes(pixels)


def _png(width: int, height: int, pixels: bytes) -> bytes:
    frame = av.VideoFrame(width, height, "rgba")
    plane, row = frame.planes[0], width * 4
    padding = bytes(plane.line_size - row)
    memoryview(plane)[:] = b"".join(pixels[y * row : (y + 1) * row] + padding for y in range(height))
    frame.pts = 0
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "rgba"
    encoder.time_base, encoder.thread_count = Fraction(1, 30), 1
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))
