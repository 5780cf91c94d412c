"""Takes pixels off the screen and covers what the customer hides, before anything else sees them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from agent.areas import Rect, cut
from agent.desktop.base import ScreenSource

MASK_PIXEL = bytes((0x70, 0x64, 0x5A, 0xFF))
"""The flat colour of what is hidden, BGRX: a calm grey-blue."""

Masks = Callable[[float], Sequence[Rect]]
"""What is covered, or was at any time since a moment (monotonic seconds); asked after each capture."""


@dataclass(frozen=True)
class Captured:
    """Pixels of one area: BGRX, rows without padding."""

    area: Rect
    pixels: bytearray

    def row(self, x: int, y: int, width: int) -> bytearray:
        """Return `width` pixels of row `y` from column `x` on; they must lie within the area."""
        start = ((y - self.area.y) * self.area.width + x - self.area.x) * 4
        return self.pixels[start : start + width * 4]


def capture(source: ScreenSource, areas: Sequence[Rect], masks: Masks) -> list[Captured]:
    """Capture `areas` and cover what is hidden there, or was at any time while they were captured.

    Raise DesktopError when either cannot be known.
    """
    since = monotonic()
    captured = [Captured(area, source.grab(area)) for area in areas]
    for mask in masks(since):
        for part in captured:
            cover(part, mask)
    return captured


def cover(captured: Captured, mask: Rect) -> None:
    """Fill `mask` flat, as far as it lies within what was captured."""
    shared = cut(captured.area, mask)
    if shared is None:
        return
    row, stride = MASK_PIXEL * shared.width, captured.area.width * 4
    first = (shared.y - captured.area.y) * stride + (shared.x - captured.area.x) * 4
    for start in range(first, first + shared.height * stride, stride):
        captured.pixels[start : start + len(row)] = row
