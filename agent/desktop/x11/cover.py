"""Which pixels hold, or may still hold, what is hidden: the masks themselves. Sans-I/O.

A hidden window's pixels outlast it. Until the program below has drawn, what was there still is; and a program that
moves its window takes along what it had not drawn over yet. So masks linger, and windows above a hidden one uncover
their place only once they have lain there for as long.
"""

from collections.abc import Iterable, Sequence

from agent.areas import Rect, box, cut, within, without
from agent.desktop.x11.stack import TopLevel

LINGER_SECONDS = 0.25
"""How long masks outlast what they covered, where programs draw straight on the screen."""

COMPOSITED_SECONDS = 1.0
"""The same where a compositor draws: it is late, and fades and shrinks windows that are already gone."""

KEPT_SECONDS = 5.0
"""How long is known what was covered: a capture that took longer shows nothing."""

MOST_MASKS = 200
"""More become one around all."""


class Trails:
    """The places that were covered a moment ago."""

    def __init__(self) -> None:
        self.linger = LINGER_SECONDS
        self._trails: dict[Rect, float] = {}

    def add(self, areas: Iterable[Rect], now: float) -> None:
        """Keep `areas` covered for a while."""
        self._trails |= dict.fromkeys(areas, now)

    def at(self, since: float) -> list[Rect]:
        """Return what was still to be covered at `since`, or was left later."""
        return [area for area, left in self._trails.items() if left + self.linger > since]

    def forget(self, now: float) -> None:
        """Drop what nobody asks for any more."""
        kept = now - self.linger - KEPT_SECONDS
        self._trails = {area: left for area, left in self._trails.items() if left > kept}

    def deadlines(self) -> list[float]:
        """Return when each of them ends."""
        return [left + self.linger for left in self._trails.values()]


def masks_of(tops: Iterable[TopLevel], everywhere: Sequence[Rect], settled_by: float | None) -> list[Rect]:
    """Return the masks of windows given bottom to top, on a screen that is covered `everywhere` below them all.

    A window that may be shown uncovers its place if it has lain there since `settled_by`; None: no window does.
    """
    masks = list(everywhere)
    for top in tops:
        if not top.visible:
            continue
        if not top.shown:
            masks = [*without(masks, top.area), top.area]
        elif masks and settled_by is not None and top.placed <= settled_by and uncovers(top):
            masks = without(masks, top.area)
    return few(masks)


def uncovers(top: TopLevel) -> bool:
    """Say whether nothing below shows through the window, as far as X knows."""
    return not top.shaped and top.depth != 32


def carried(masks: Sequence[Rect], top: TopLevel, to: Rect) -> list[Rect]:
    """Return where a window that moves takes what is covered within it: it may not have drawn over that yet."""
    dx, dy = to.x - top.area.x, to.y - top.area.y
    if not dx and not dy:
        return []
    moved = (rest._replace(x=rest.x + dx, y=rest.y + dy) for rest in within(masks, top.area))
    return [shared for area in moved if (shared := cut(area, to))]


def few(masks: Sequence[Rect]) -> list[Rect]:
    """Return `masks`, or one around them all when there are too many."""
    return [box(masks)] if len(masks) > MOST_MASKS else list(masks)


def differing(old: Sequence[Rect], new: Sequence[Rect]) -> list[Rect]:
    """Return what only one of both covers."""
    return few([*_beyond(old, new), *_beyond(new, old)])


def _beyond(these: Sequence[Rect], those: Sequence[Rect]) -> list[Rect]:
    rest = list(these)
    for area in those:
        rest = without(rest, area)
    return rest
