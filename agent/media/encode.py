"""Decides how each changed area is coded within a budget of bytes: small areas first, the rest is left over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.desktop.base import Rect
from agent.media import lossless
from agent.media.areas import box, coalesce, cut, pixels
from agent.media.capture import Captured
from agent.media.motion import MotionSearch
from agent.media.shadow import Shadow
from agent.media.wire import Copy, Part

PIECE = 256 * 1024
"""Most pixels of one tile: its encoding bounds how long anything else waits."""


@dataclass(frozen=True)
class Encoded:
    """What one capture became, and what of it did not fit."""

    parts: list[Part]
    left_over: list[Rect]


class Encoder:
    """Turns captured areas into parts of a frame. Belongs to one thread."""

    def __init__(self) -> None:
        self._shadow = Shadow((0, 0))
        self._search = MotionSearch()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the stream, in pixels."""
        return self._shadow.size

    def reset(self, size: tuple[int, int]) -> None:
        """Begin anew: the console has nothing."""
        self._shadow = Shadow(size)

    def encode(self, captured: Sequence[Captured], budget: int) -> Encoded:
        """Encode what of `captured` the console does not show yet, in about `budget` bytes, at least one part."""
        parts: list[Part] = []
        wanted: list[tuple[Rect, Captured]] = []
        for part in captured:
            changed = self._shadow.changed(part)
            if move := self._moved(part, changed):
                parts.append(move)
                changed = self._shadow.changed(part)
            wanted += [(piece, part) for area in coalesce(changed) for piece in _pieces(area)]
        wanted.sort(key=lambda pair: pixels(pair[0]))
        for at, (area, part) in enumerate(wanted):
            if budget <= 0:
                return Encoded(parts, [area for area, _ in wanted[at:]])
            parts.append(tile := lossless.tile(part, area))
            self._shadow.take(part, area)
            budget -= len(tile.webp)
        return Encoded(parts, [])

    def _moved(self, captured: Captured, changed: Sequence[Rect]) -> Copy | None:
        """Copy what only moved, if most of what changed did."""
        if not changed or self._shadow.missing:
            return None
        move = self._search.find(self._shadow, captured, box(changed))
        if move is None:
            return None
        self._shadow.move(move.area, move.dx, move.dy)
        return Copy(move.area, move.source.x, move.source.y)


def _pieces(area: Rect) -> Iterator[Rect]:
    """Cut `area` into strips of at most PIECE pixels."""
    height = max(1, PIECE // area.width)
    for top in range(area.y, area.y + area.height, height):
        if piece := cut(area, Rect(area.x, top, area.width, height)):
            yield piece
