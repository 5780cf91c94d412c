"""Finds what only moved (a scrolled page, a dragged window): the console copies it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from agent.areas import Rect, cut, pixels
from agent.media.capture import Captured
from agent.media.shadow import Shadow

SMALLEST = 32 * 1024
"""Pixels of change below which nothing is searched: a tile is as quick."""

WORTH = 4
"""A move must explain at least one part in this many of what changed."""

WORTH_AGAIN = 8 * 1024
"""Pixels from which on a second copy by the same way is worth it."""

ROWS_APART = 16
"""Rows between two places where that is tried."""

NEEDLE = 48
"""Pixels of one row that are searched for."""

EDGES = 8
"""Changes from pixel to pixel that a needle must have, so that it is not found everywhere."""

ROWS_TRIED = 40
"""Rows below each point in which a needle is looked for."""

PATIENCE = 3
"""After so many searches in vain only one place is looked at: a film has nothing that moved as one."""

MOST_ELSEWHERE = 2
"""Other areas that are tried."""

MOST_FOUND = 3
"""Places where the same needle was found that are tried: a line of text says some words twice."""

_PLACES = ((4, 4), (2, 2), (6, 6), (2, 6), (6, 2))
"""Where needles are taken from: eighths across and down what is known."""


@dataclass(frozen=True)
class Move:
    """`area` now shows what was (dx, dy) pixels before it."""

    area: Rect
    dx: int
    dy: int

    @property
    def source(self) -> Rect:
        """Where it was."""
        return self.area._replace(x=self.area.x - self.dx, y=self.area.y - self.dy)


class MotionSearch:
    """Looks for one moved rectangle at a time; tries the last offset first, since a hand moves steadily."""

    def __init__(self) -> None:
        self._last: tuple[int, int] = (0, 0)
        self._vain = 0

    def find(
        self,
        shadow: Shadow,
        captured: Captured,
        area: Rect,
        known: Rect | None = None,
        elsewhere: Sequence[Rect] = (),
    ) -> Move | None:
        """Return the move that explains most of `area` (which changed, and lies within `captured`), or None.

        `known`: the part of what changed before that the console had right. Where it has little right, little is found.
        `elsewhere`: what else may have changed: a window that jumps leaves one place and comes to another.
        """
        if pixels(area) < SMALLEST:
            return None
        self._vain += 1
        least = min(pixels(area), max(2 * pixels(known), SMALLEST) if known else pixels(area)) // WORTH
        hopeless = self._vain > PATIENCE and known in (None, area)
        places = _PLACES[:1] if hopeless or elsewhere else _PLACES
        for x, y, dx, dy in self._anchors(shadow, captured, [known or area, *elsewhere[:MOST_ELSEWHERE]], places):
            move = _extend(shadow, captured, area, x, y, dx, dy)
            if move and pixels(move.area) >= least:
                self._last, self._vain = (dx, dy), 0
                return move
        return None

    def again(self, shadow: Shadow, captured: Captured) -> Move | None:
        """Return the move that explains half of what was captured, if it is the last one once more: a hand moves so.

        This is told at once, without first comparing everything.
        """
        area, (dx, dy) = captured.area, self._last
        if pixels(area) < SMALLEST or (dx, dy) == (0, 0):
            return None
        found = _needle(shadow, area, area.x + area.width // 2, area.y + area.height // 2)
        if found is None:
            return None
        x, y, needle = found
        if _lies_at(captured, needle, x, y) or not _lies_at(captured, needle, x + dx, y + dy):
            return None
        move = _extend(shadow, captured, area, x + dx, y + dy, dx, dy)
        return move if move and pixels(move.area) * 2 >= pixels(area) else None

    def also(self, shadow: Shadow, captured: Captured, areas: Sequence[Rect]) -> Move | None:
        """Return what else of `areas` moved as the last thing that was found; None: nothing worth a copy.

        A row that was wrong in its left part cuts what is found in width; this finds the rest.
        """
        dx, dy = self._last
        for area in areas:
            for y in range(area.y, area.y + area.height, ROWS_APART) if pixels(area) >= WORTH_AGAIN else ():
                x = area.x + area.width // 2
                move = _extend(shadow, captured, area, x, y, dx, dy)
                if move and pixels(move.area) >= WORTH_AGAIN:
                    return move
        return None

    def _anchors(
        self, shadow: Shadow, captured: Captured, areas: Sequence[Rect], places: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield places where a needle of the old picture lies in the new one: x, y there, and how far it came."""
        for old, (across, down) in product(areas, places):
            found = _needle(shadow, old, old.x + old.width * across // 8, old.y + old.height * down // 8)
            if found is None:
                continue
            x, y, needle = found
            if self._last != (0, 0) and _lies_at(captured, needle, x + self._last[0], y + self._last[1]):
                yield x + self._last[0], y + self._last[1], *self._last
            for at in islice(_search(captured, needle), MOST_FOUND):
                if at != (x, y):
                    yield *at, at[0] - x, at[1] - y


def _needle(shadow: Shadow, area: Rect, x: int, y: int) -> tuple[int, int, bytes] | None:
    """Return a piece of a row, at or below (x, y), that is not found everywhere; None if there is none."""
    x = min(x, area.x + area.width - NEEDLE)
    if x < area.x:
        return None
    for row in range(y, min(y + ROWS_TRIED, area.y + area.height)):
        piece = bytes(shadow.row(x, row, NEEDLE))
        if sum(piece[i : i + 4] != piece[i + 4 : i + 8] for i in range(0, len(piece) - 4, 4)) >= EDGES:
            return x, row, piece
    return None


def _lies_at(captured: Captured, needle: bytes, x: int, y: int) -> bool:
    inside = cut(captured.area, Rect(x, y, NEEDLE, 1))
    return inside is not None and inside.width == NEEDLE and captured.row(x, y, NEEDLE) == needle


def _search(captured: Captured, needle: bytes) -> Iterator[tuple[int, int]]:
    """Yield where `needle` lies in what was captured."""
    at = -1
    while (at := captured.pixels.find(needle, at + 1)) >= 0:
        row, column = divmod(at // 4, captured.area.width)
        if at % 4 == 0 and column + NEEDLE <= captured.area.width:
            yield captured.area.x + column, captured.area.y + row


def _extend(shadow: Shadow, captured: Captured, area: Rect, x: int, y: int, dx: int, dy: int) -> Move | None:
    """Grow the needle found at (x, y) to the largest rectangle of `area` that came by (dx, dy)."""
    limits = cut(area, Rect(dx, dy, *shadow.size))
    if limits is None or cut(limits, Rect(x, y, 1, 1)) is None:
        return None
    match = _Match(shadow, captured, dx, dy, x)
    left, right = match.extent(y, limits.x, limits.x + limits.width)
    least = (right - left) * 5 // 8
    top = bottom = y
    while (bottom := match.end(bottom, limits.y + limits.height, left, right)) < limits.y + limits.height:
        if (wide := match.narrow(bottom, left, right, least)) is None:
            break
        (left, right), bottom = wide, bottom + 1
    while (top := match.end(top - 1, limits.y - 1, left, right) + 1) > limits.y:
        if (wide := match.narrow(top - 1, left, right, least)) is None:
            break
        (left, right), top = wide, top - 1
    return Move(Rect(left, top, right - left, bottom - top), dx, dy) if left < right and top < bottom else None


@dataclass(frozen=True)
class _Match:
    """Compares rows of the new picture with rows of the old one, (dx, dy) apart, around the column `x`."""

    shadow: Shadow
    captured: Captured
    dx: int
    dy: int
    x: int

    def same(self, y: int, left: int, right: int) -> bool:
        """Say whether the row's pixels from `left` to before `right` came by the offset."""
        old = self.shadow.row(left - self.dx, y - self.dy, right - left)
        return self.captured.row(left, y, right - left) == old

    def end(self, y: int, end: int, left: int, right: int) -> int:
        """Return the first row from `y` towards `end` of which that part did not come by the offset, or `end`."""
        step, length = (1 if end > y else -1), (right - left) * 4
        new, old, area = self.captured.pixels, self.shadow.pixels, self.captured.area
        here = ((y - area.y) * area.width + left - area.x) * 4
        there = (y - self.dy) * self.shadow.stride + (left - self.dx) * 4
        on, on_there = step * area.width * 4, step * self.shadow.stride
        while y != end and new[here : here + length] == old[there : there + length]:
            y, here, there = y + step, here + on, there + on_there
        return y

    def narrow(self, y: int, left: int, right: int, least: int) -> tuple[int, int] | None:
        """Return the part of the row that came by the offset, if it is at least `least` wide."""
        left, right = self.extent(y, left, right)
        return (left, right) if right - left >= max(least, 1) else None

    def extent(self, y: int, left: int, right: int) -> tuple[int, int]:
        """Return the widest run around `x` that came by the offset, by bisection."""
        low, high = left, self.x
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.same(y, middle, self.x) else (middle + 1, high)
        first, low, high = low, self.x, right
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.same(y, self.x, middle) else (low, middle - 1)
        return first, low
