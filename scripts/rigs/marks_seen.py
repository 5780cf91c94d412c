"""Where marks are on a screen: found by their colours alone, in what the X server shows."""

from typing import Any

import numpy

from agent.areas import Rect
from agent.protocol.messages import MarkColour
from agent.ui.marks import COLOURS

LEAST = 12
"""Pixels of a colour that are a mark."""

SEEN = (MarkColour.RED, MarkColour.BLUE, MarkColour.YELLOW)
"""The colours that nothing else on these desktops has; black is everywhere."""


class Pixels:
    """What a screen shows."""

    def __init__(self, pixels: Any) -> None:
        """Take rows of red, green and blue."""
        self._pixels = pixels

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

    def corner(self, colour: str, inside: Rect) -> tuple[int, int]:
        """Return the upper left corner of all of a colour in an area. Raise ValueError where there is none."""
        part = self._of(colour)[inside.y : inside.y + inside.height, inside.x : inside.x + inside.width]
        rows, columns = numpy.nonzero(part)
        return inside.x + int(columns.min()), inside.y + int(rows.min())

    def count(self, colour: str, inside: Rect) -> int:
        """Count the pixels of a colour in an area."""
        part = self._of(colour)[inside.y : inside.y + inside.height, inside.x : inside.x + inside.width]
        return int(part.sum())

    def dark(self, inside: Rect) -> float:
        """Return the share of black in an area."""
        return self.count("#000000", inside) / (inside.width * inside.height)

    def _of(self, colour: str) -> Any:
        wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        return (self._pixels == wanted).all(axis=2)
