"""Decides which part of the desktop the stream shows and how much it is reduced; desktop pixels <-> stream pixels.

Sans-I/O. What is asked for and what there is come from outside (view.py); pixels are reduced in reduction.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.areas import Rect, cut
from agent.desktop.base import Monitor

MOST = 4
"""Greatest divisor: below a quarter nothing can be read."""


@dataclass(frozen=True)
class Viewport:
    """What the stream shows: one of its pixels is `divisor` by `divisor` pixels of `part` of the desktop."""

    part: Rect
    divisor: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the stream, in its own pixels."""
        return -(-self.part.width // self.divisor), -(-self.part.height // self.divisor)

    @property
    def stream(self) -> Rect:
        """The whole stream, as an area of it."""
        return Rect(0, 0, *self.size)

    def to_stream(self, areas: Sequence[Rect]) -> list[Rect]:
        """Return the stream's pixels of which any part lies in `areas` of the desktop."""
        return [self._covering(shared) for area in areas if (shared := cut(area, self.part))]

    def to_desktop(self, area: Rect) -> Rect:
        """Return the desktop's pixels that `area` of the stream shows; `area` lies within the stream."""
        n = self.divisor
        whole = Rect(self.part.x + area.x * n, self.part.y + area.y * n, area.width * n, area.height * n)
        shared = cut(whole, self.part)
        if shared is None:
            raise ValueError(f"{area} is outside the stream")
        return shared

    def _covering(self, area: Rect) -> Rect:
        n, x, y = self.divisor, area.x - self.part.x, area.y - self.part.y
        left, top = x // n, y // n
        return Rect(left, top, -(-(x + area.width) // n) - left, -(-(y + area.height) // n) - top)


def part_shown(size: tuple[int, int], monitors: Sequence[Monitor], chosen: int | None) -> Rect:
    """Return the part of a desktop of that size that a choice of monitor shows; all of it where there is none such."""
    desktop = Rect(0, 0, *size)
    areas = (cut(monitor.area, desktop) for monitor in monitors if monitor.id == chosen)
    return next(areas, None) or desktop


def divisor_for(part: Rect, room: tuple[int, int] | None) -> int:
    """Return by how much `part` may be reduced and still need no enlarging to fill `room` (None: not known)."""
    if room is None:
        return 1
    return max((n for n in range(2, MOST + 1) if _fills(part, n, room)), default=1)


def _fills(part: Rect, divisor: int, room: tuple[int, int]) -> bool:
    """Say whether the reduced picture reaches the room's sides in one direction: it is then shown no larger."""
    return part.width >= divisor * room[0] or part.height >= divisor * room[1]
