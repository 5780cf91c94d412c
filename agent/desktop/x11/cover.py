"""Which pixels hold, or may still hold, what is hidden on X11: where the masks lie. Sans-I/O.

A window that moves takes along what its program has not drawn over yet; how long remains stay covered is trails.py's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.areas import Rect, cut, within, without
from agent.desktop.trails import Remains, few, without_all
from agent.desktop.x11.stack import TopLevel


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
    copied = [_shift(area, dx, dy) for area in without_all(seen, [remains.area for remains in sight.remains])]
    there = within(sight.masks, to)
    fresh = without_all(there, copied)
    return Left([*within(along[True], to), *fresh], [*within(along[False], to), *without_all(there, fresh)])


def seen_of(tops: Sequence[TopLevel], top: TopLevel) -> list[Rect]:
    """Return what is seen of `top`: what no window above it covers."""
    above = [other.area for other in tops[tops.index(top) + 1 :] if other.visible]
    return without_all([top.area], above)


def _shift(area: Rect, dx: int, dy: int) -> Rect:
    return area._replace(x=area.x + dx, y=area.y + dy)
