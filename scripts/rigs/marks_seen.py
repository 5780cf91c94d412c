"""Where marks are on a screen: found by their colours alone, in what the X server shows."""

from typing import Any

import mss
import numpy
from PIL import Image

from agent.areas import Rect
from agent.protocol.messages import MarkColour
from agent.ui.marks import COLOURS

LEAST = 12
"""Pixels of a colour that are a mark."""

SEEN = (MarkColour.RED, MarkColour.BLUE, MarkColour.YELLOW)
"""The colours that nothing else on these desktops has; black is everywhere."""


class Pixels:
    """What a screen shows."""

    def __init__(self, packed: Any) -> None:
        """Take rows of 0xRRGGBB: one number a pixel is compared in no time, whatever else the machine does."""
        self._pixels = packed

    @classmethod
    def of_picture(cls, picture: Image.Image) -> "Pixels":
        """Look at a picture (RGB)."""
        red, green, blue = numpy.moveaxis(numpy.asarray(picture, dtype=numpy.uint32), 2, 0)
        return cls(red << 16 | green << 8 | blue)

    @classmethod
    def of_screen(cls, display: str) -> "Pixels":
        """Look at an X display, by the X server's own word."""
        with mss.MSS(display=display) as screen:
            shot = screen.grab(screen.monitors[0])
        return cls(numpy.frombuffer(shot.raw, dtype="<u4").reshape(shot.height, shot.width) & 0xFFFFFF)

    @property
    def colours(self) -> int:
        """Count the colours of which there are marks."""
        return sum(int(self._of(COLOURS[colour][0]).sum()) >= LEAST for colour in SEEN)

    def same(self, other: "Pixels") -> bool:
        """Say whether another look showed the same."""
        return bool(numpy.array_equal(self._pixels, other._pixels))

    def along(self, colour: str, row: int | None = None, column: int | None = None) -> list[float]:
        """Return the middles of the runs of a colour in one row, or one column."""
        found = self._of(colour)
        line = found[row, :] if row is not None else found[:, column]
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], line.astype(int), [0]))))
        return [float(first + last - 1) / 2 for first, last in zip(edges[::2], edges[1::2], strict=True)]

    def nearest(self, colour: str, x: int, y: int) -> float:
        """Return how far from a place the nearest pixel of a colour is; infinity where there is none."""
        rows, columns = numpy.nonzero(self._of(colour))
        return float(numpy.hypot(columns - x, rows - y).min()) if len(rows) else float("inf")

    def corner(self, colour: str, inside: Rect) -> tuple[int, int] | None:
        """Return the upper left corner of all of a colour in an area; None where there is none."""
        part = self._of(colour)[inside.y : inside.y + inside.height, inside.x : inside.x + inside.width]
        rows, columns = numpy.nonzero(part)
        return (inside.x + int(columns.min()), inside.y + int(rows.min())) if len(rows) else None

    def count(self, colour: str, inside: Rect) -> int:
        """Count the pixels of a colour in an area."""
        part = self._of(colour)[inside.y : inside.y + inside.height, inside.x : inside.x + inside.width]
        return int(part.sum())

    def dark(self, inside: Rect) -> float:
        """Return the share of black in an area."""
        return self.count("#000000", inside) / (inside.width * inside.height)

    def _of(self, colour: str) -> Any:
        return self._pixels == int(colour[1:], 16)
