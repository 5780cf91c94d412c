"""Which pixels hold, or may still hold, what is hidden: the masks themselves. Sans-I/O.

A hidden window's pixels outlast it: until the program below, or one that came to lie above, has drawn, they are what is
seen there; and a window that moves takes along what its program has not drawn over yet. Such remains stay covered until
something is drawn there (XDamage tells), or for so long that a program which has not drawn by then never will.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.areas import Rect, box, cut, subtract, tidy, within, without
from agent.desktop.x11.stack import TopLevel

PATIENCE_SECONDS = 10.0
"""How long remains stay covered where nothing is drawn."""

COMPOSITED_SECONDS = 1.0
"""How long they do where a compositor draws: it is late, it fades and shrinks windows that are gone already, and what
programs draw tells nothing of what is seen."""

LEAST_SECONDS = 1.0
"""How long they do at least: what is told of drawing is coarse. The copying when a window moves is told as drawing too,
even where others lie above (damage.c), and so is that of a frame's parts, which a window manager moves one by one."""

MOMENT_SECONDS = 1.0
"""How long a window stays covered that the server has copied to where something hidden was, or whose title says that it
left what is hidden: its program may draw before or after."""

KEPT_SECONDS = 5.0
"""How long is known what was covered: a capture that took longer shows nothing."""

MOST_RECTANGLES = 150
"""More become fewer and larger ones."""

GRIDS = (8, 16, 32, 64, 128, 256)
"""Pixels to which many rectangles grow, so that fewer are left: as little as is needed."""

TOGETHER_SECONDS = 2.0
"""How far the ends of remains may lie apart that become fewer together."""


@dataclass(frozen=True)
class Remains:
    """A place where pixels of something hidden may have stayed. Times are in seconds of the monotonic clock."""

    area: Rect
    since: float
    until: float
    drawable: bool = True
    """Whether drawing there ends it before."""
    owner: int = 0
    """The window it is of, while it is not known whether that is hidden; 0: it is."""


class Trails:
    """The remains, and what was drawn over a moment ago."""

    def __init__(self) -> None:
        self.patience = PATIENCE_SECONDS
        self._remains: list[Remains] = []
        self._gone: list[tuple[Rect, float]] = []

    @property
    def remains(self) -> Sequence[Remains]:
        """Return all that is to be covered now."""
        return self._remains

    @property
    def areas(self) -> list[Rect]:
        """Return where that is."""
        return [remains.area for remains in self._remains]

    def add(self, areas: Iterable[Rect], now: float, owner: int = 0) -> None:
        """Keep `areas` covered until they are drawn over, or nobody ever will, or `owner` is known to be harmless."""
        for area in areas:
            others = [r for r in self._remains if not r.drawable or r.owner != owner]
            same = [r for r in self._remains if r.drawable and r.owner == owner]
            rests = [replace(remains, area=rest) for remains in same for rest in subtract(remains.area, area)]
            self._remains = [*others, *rests, Remains(area, now, now + self.patience, owner=owner)]
        self._tidy()

    def forgive(self, owner: int) -> None:
        """Take note that the window `owner` was harmless all the time."""
        self._remains = [remains for remains in self._remains if remains.owner != owner]

    def keep(self, areas: Iterable[Rect], now: float, seconds: float = MOMENT_SECONDS) -> None:
        """Keep `areas` covered for so long, whatever is drawn there."""
        self._remains += [Remains(area, now, now + seconds, drawable=False) for area in areas]
        self._tidy()

    def drawn(self, area: Rect, now: float) -> bool:
        """Take note that something was drawn at `area`; say whether that uncovers anything, now or in a moment."""
        over = [remains for remains in self._remains if remains.drawable and cut(remains.area, area)]
        for remains in over:
            self._remains.remove(remains)
            self._remains += [replace(remains, area=rest) for rest in subtract(remains.area, area)]
            until = max(now, remains.since + LEAST_SECONDS)
            shared = within([remains.area], area)
            self._remains += [replace(remains, area=rest, until=until, drawable=False) for rest in shared]
        self._tidy()
        return bool(over)

    def expire(self, now: float) -> None:
        """Drop what has been covered for long enough."""
        self._gone += [(remains.area, now) for remains in self._remains if remains.until <= now]
        self._remains = [remains for remains in self._remains if remains.until > now]
        self._gone = [(area, ended) for area, ended in self._gone if ended > now - KEPT_SECONDS]
        if len(self._gone) > MOST_RECTANGLES:
            latest = max(ended for _, ended in self._gone)
            self._gone = [(area, latest) for area in few([area for area, _ in self._gone])]

    def ended_since(self, since: float) -> list[Rect]:
        """Return what was covered at `since` or later and is no more."""
        return [area for area, ended in self._gone if ended >= since]

    def deadline(self) -> float | None:
        """Return when the next one expires."""
        return min((remains.until for remains in self._remains), default=None)

    def _tidy(self) -> None:
        """Make few rectangles of many, half of what there may be: those of a kind that end about together."""
        if len(self._remains) <= MOST_RECTANGLES:
            return
        kinds: dict[tuple[bool, int, float], list[Remains]] = defaultdict(list)
        for one in self._remains:
            kinds[one.drawable, one.owner, one.until // TOGETHER_SECONDS].append(one)
        most = MOST_RECTANGLES // 2 // len(kinds)
        self._remains = [joined for many in kinds.values() for joined in _joined(many, most)]


def _joined(many: Sequence[Remains], most: int) -> list[Remains]:
    """Make at most `most` of many, each as patient as the most patient of them."""
    since, until = max(one.since for one in many), max(one.until for one in many)
    return [replace(many[0], area=area, since=since, until=until) for area in few([one.area for one in many], most)]


def hidden_for_good(tops: Iterable[TopLevel]) -> list[TopLevel]:
    """Leave out windows that are covered only until they are known better."""
    return [top for top in tops if top.shown or top.lasting is False]


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


@dataclass(frozen=True)
class Sight:
    """What is covered at one moment, and what of it remains of windows that are not there any more."""

    screen: Rect
    masks: Sequence[Rect]
    remains: Sequence[Remains]


@dataclass(frozen=True)
class Left:
    """Where something hidden may still be seen within a window: until it draws, or for a moment."""

    until_drawn: list[Rect]
    moment: list[Rect]


def left_after(tops: Sequence[TopLevel], top: TopLevel, to: Rect, sight: Sight) -> Left:
    """Return what is left within `top` once it lies at `to`, for all that the server does.

    The server copies what was seen of a window that moves, remains included; elsewhere `to` may show what was there.
    """
    dx, dy = to.x - top.area.x, to.y - top.area.y
    moved, resized = bool(dx or dy), to[2:] != top.area[2:]
    seen = within(seen_of(tops, top), sight.screen) if top.visible and not (moved and resized) else []
    taken = [r for r in sight.remains if cut(r.area, top.area)] if top.visible and moved else []
    along = {
        d: [_shift(a, dx, dy) for a in within([r.area for r in taken if r.drawable is d], top.area)]
        for d in (True, False)
    }
    copied = [_shift(area, dx, dy) for area in _without_all(seen, [remains.area for remains in sight.remains])]
    there = within(sight.masks, to)
    fresh = _without_all(there, copied)
    return Left([*within(along[True], to), *fresh], [*within(along[False], to), *_without_all(there, fresh)])


def seen_of(tops: Sequence[TopLevel], top: TopLevel) -> list[Rect]:
    """Return what is seen of `top`: what no window above it covers."""
    above = [other.area for other in tops[tops.index(top) + 1 :] if other.visible]
    return _without_all([top.area], above)


def _shift(area: Rect, dx: int, dy: int) -> Rect:
    return area._replace(x=area.x + dx, y=area.y + dy)


def few(masks: Sequence[Rect], most: int = MOST_RECTANGLES) -> list[Rect]:
    """Return the same place as few rectangles, or where they would be more than `most`, somewhat more than it."""
    found = tidy(masks)
    for grid in GRIDS:
        if len(found) <= most:
            return found
        found = tidy(within([_grown(area, grid) for area in found], box(masks)))
    return found if len(found) <= most else [box(masks)]


def _grown(area: Rect, grid: int) -> Rect:
    """Return the area grown to full cells of a grid."""
    x, y = area.x // grid * grid, area.y // grid * grid
    right, bottom = -(-(area.x + area.width) // grid) * grid, -(-(area.y + area.height) // grid) * grid
    return Rect(x, y, right - x, bottom - y)


def differing(old: Sequence[Rect], new: Sequence[Rect]) -> list[Rect]:
    """Return what only one of both covers."""
    return few([*_without_all(old, new), *_without_all(new, old)])


def _without_all(these: Sequence[Rect], those: Iterable[Rect]) -> list[Rect]:
    rest = list(these)
    for area in those:
        rest = without(rest, area)
    return rest
