"""Tells photographs and films, best carried as lossy video, from text and drawings, best carried lossless."""

import zlib

from agent.areas import Rect, box, cut, pixels
from agent.media.capture import Captured

SMALLEST = 32 * 1024
"""Pixels below which everything goes lossless."""

CELL = 256
"""Side, in pixels, of the squares judged one by one."""

NATURAL = 0.25
"""Deflated share of a sample from which on it counts as natural. Measured: text and code 0.08-0.14, a grey noisy film
0.39, photographs 0.62."""

_SAMPLES, _WIDTH = 32, 128
"""Pieces of rows that are looked at, and their width in pixels."""


def natural_part(captured: Captured, area: Rect) -> Rect | None:
    """Return a rectangle of `area` (even sides and corners) around what looks natural, or None."""
    if pixels(area) < SMALLEST:
        return None
    squares = (Rect(x, y, CELL, CELL) for x in _steps(area.x, area.width) for y in _steps(area.y, area.height))
    natural = [cell for square in squares if (cell := cut(area, square)) and _natural(captured, cell)]
    return _even(box(natural)) if sum(map(pixels, natural)) >= SMALLEST else None


def _steps(start: int, length: int) -> range:
    return range(start, start + length, CELL)


def _natural(captured: Captured, cell: Rect) -> bool:
    width = min(_WIDTH, cell.width)
    sample = bytearray()
    for i in range(_SAMPLES):
        x = cell.x + i * 5 % 8 * (cell.width - width) // 8
        sample += captured.row(x, cell.y + i * cell.height // _SAMPLES, width)
    return len(zlib.compress(sample, 1)) > NATURAL * len(sample)


def _even(area: Rect) -> Rect | None:
    """Return the largest part of `area` on even coordinates: chroma is stored for two by two pixels."""
    left, top = area.x + area.x % 2, area.y + area.y % 2
    width, height = (area.x + area.width - left) // 2 * 2, (area.y + area.height - top) // 2 * 2
    return Rect(left, top, width, height) if width > 0 and height > 0 else None
