"""Which pixels hold, or may still hold, what is hidden: the masks themselves. Sans-I/O.

A hidden window's pixels outlast it: until the program below, or one that came to lie above, has drawn, they are what is
seen there; and a window that moves takes along what its program has not drawn over yet. Such remains stay covered until
something is drawn there (XDamage tells), or for so long that a program which has not drawn by then never will.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.areas import Rect, box, cut, subtract, within, without
from agent.desktop.x11.stack import TopLevel

PATIENCE_SECONDS = 10.0
"""How long remains stay covered where nothing is drawn."""

COMPOSITED_SECONDS = 1.0
"""How long they do where a compositor draws: it is late, it fades and shrinks windows that are gone already, and what
programs draw tells nothing of what is seen."""

CONTENT_SECONDS = 0.5
"""How long a window stays covered whose title says that it left what is hidden: it may have drawn before or after."""

NEVER = 1 << 62
"""The round from which drawing counts, where it never does."""

KEPT_SECONDS = 5.0
"""How long is known what was covered: a capture that took longer shows nothing."""

MOST_RECTANGLES = 120
"""More become one around all."""


@dataclass(frozen=True)
class Remains:
    """A place where pixels of something hidden may have stayed."""

    area: Rect
    counts: int
    """The round (X11Windows.rounds) from which drawing counts."""
    until: float
    """Seconds of the monotonic clock."""


class Trails:
    """The remains, and what was drawn over a moment ago."""

    def __init__(self) -> None:
        self.patience = PATIENCE_SECONDS
        self._remains: list[Remains] = []
        self._gone: list[tuple[Rect, float]] = []

    @property
    def areas(self) -> list[Rect]:
        """What is to be covered now."""
        return [remains.area for remains in self._remains]

    def add(self, areas: Iterable[Rect], now: float, counts: int = 0, seconds: float | None = None) -> None:
        """Keep `areas` covered until they are drawn over in the round `counts` or later; for at most `seconds`."""
        until = now + (self.patience if seconds is None else seconds)
        for area in areas:
            under = [remains for remains in self._remains if cut(remains.area, area)]
            from_round = max([counts, *(remains.counts for remains in under)])
            kept = max([until, *(remains.until for remains in under)])
            self._cut_out(area)
            self._remains.append(Remains(area, from_round, kept))
        if len(self._remains) > MOST_RECTANGLES:
            whole = self._remains
            latest = max(remains.until for remains in whole)
            self._remains = [Remains(box(self.areas), max(remains.counts for remains in whole), latest)]

    def drawn(self, area: Rect, now: float, this_round: int) -> bool:
        """Take note that something was drawn at `area`; say whether that uncovers anything."""
        over = [r for r in self._remains if this_round >= r.counts and cut(r.area, area)]
        for remains in over:
            self._remains.remove(remains)
            self._remains += [replace(remains, area=rest) for rest in subtract(remains.area, area)]
            self._gone += [(rest, now) for rest in within([remains.area], area)]
        return bool(over)

    def expire(self, now: float) -> None:
        """Drop what has been covered for long enough."""
        self._gone += [(remains.area, now) for remains in self._remains if remains.until <= now]
        self._remains = [remains for remains in self._remains if remains.until > now]
        self._gone = [(area, ended) for area, ended in self._gone if ended > now - KEPT_SECONDS]
        if len(self._gone) > MOST_RECTANGLES:
            self._gone = [(box(area for area, _ in self._gone), max(ended for _, ended in self._gone))]

    def ended_since(self, since: float) -> list[Rect]:
        """Return what was covered at `since` or later and is no more."""
        return [area for area, ended in self._gone if ended >= since]

    def deadline(self) -> float | None:
        """Return when the next one expires."""
        return min((remains.until for remains in self._remains), default=None)

    def _cut_out(self, area: Rect) -> None:
        self._remains = [
            replace(remains, area=rest) for remains in self._remains for rest in subtract(remains.area, area)
        ]


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


def carried(remains: Sequence[Rect], top: TopLevel, to: Rect) -> list[Rect]:
    """Return where a window that moves takes what remains within it."""
    dx, dy = to.x - top.area.x, to.y - top.area.y
    if not dx and not dy:
        return []
    moved = (rest._replace(x=rest.x + dx, y=rest.y + dy) for rest in within(remains, top.area))
    return [shared for area in moved if (shared := cut(area, to))]


def few(masks: Sequence[Rect]) -> list[Rect]:
    """Return `masks`, or one around them all when there are too many."""
    return [box(masks)] if len(masks) > MOST_RECTANGLES else list(masks)


def differing(old: Sequence[Rect], new: Sequence[Rect]) -> list[Rect]:
    """Return what only one of both covers."""
    return few([*_beyond(old, new), *_beyond(new, old)])


def _beyond(these: Sequence[Rect], those: Sequence[Rect]) -> list[Rect]:
    rest = list(these)
    for area in those:
        rest = without(rest, area)
    return rest
