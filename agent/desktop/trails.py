"""How long what was hidden stays covered once it is gone or elsewhere, and few rectangles for many. Sans-I/O.

A hidden window's pixels outlast it: until the program below, or one that came to lie above, has drawn, they are what is
seen there; and a compositor draws late. Such remains stay covered until something is drawn there, where the system
tells of drawing, or for so long that a program which has not drawn by then never will.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.areas import Rect, box, cut, subtract, tidy, within, without

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
    return few([*without_all(old, new), *without_all(new, old)])


def without_all(these: Sequence[Rect], those: Iterable[Rect]) -> list[Rect]:
    """Return what of `these` none of `those` covers."""
    rest = list(these)
    for area in those:
        rest = without(rest, area)
    return rest
