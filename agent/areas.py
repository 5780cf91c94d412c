"""Arithmetic on rectangles of pixels: cut, join, subtract, and keep lists of them short."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Rect(NamedTuple):
    """An area in pixels."""

    x: int
    y: int
    width: int
    height: int


def cut(one: Rect, other: Rect) -> Rect | None:
    """Return what both share, or None."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    return Rect(left, top, right - left, bottom - top) if left < right and top < bottom else None


def box(areas: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around all of `areas` (at least one)."""
    known = list(areas)
    left, top = min(a.x for a in known), min(a.y for a in known)
    right, bottom = max(a.x + a.width for a in known), max(a.y + a.height for a in known)
    return Rect(left, top, right - left, bottom - top)


def pixels(area: Rect) -> int:
    """Count the pixels of `area`."""
    return area.width * area.height


def subtract(area: Rect, hole: Rect) -> list[Rect]:
    """Return `area` without `hole`, as at most four rectangles that do not overlap."""
    shared = cut(area, hole)
    if shared is None:
        return [area]
    bottom, right = shared.y + shared.height, shared.x + shared.width
    around = [
        Rect(area.x, area.y, area.width, shared.y - area.y),
        Rect(area.x, bottom, area.width, area.y + area.height - bottom),
        Rect(area.x, shared.y, shared.x - area.x, shared.height),
        Rect(right, shared.y, area.x + area.width - right, shared.height),
    ]
    return [rest for rest in around if rest.width > 0 and rest.height > 0]


def without(areas: Iterable[Rect], hole: Rect) -> list[Rect]:
    """Return all of `areas` without `hole`."""
    return [rest for area in areas for rest in subtract(area, hole)]


def within(areas: Iterable[Rect], limits: Rect) -> list[Rect]:
    """Return what of `areas` lies within `limits`."""
    return [shared for area in areas if (shared := cut(area, limits))]


def tidy(areas: Sequence[Rect]) -> list[Rect]:
    """Return exactly what `areas` cover, as few rectangles that do not overlap: bands from top to bottom."""
    edges = sorted({area.y for area in areas} | {area.y + area.height for area in areas})
    open_at: dict[tuple[int, int], Rect] = {}
    done: list[Rect] = []
    for top, bottom in pairwise(edges):
        runs = _joined((a.x, a.x + a.width) for a in areas if a.y <= top and bottom <= a.y + a.height)
        kept = {run: open_at.pop(run, Rect(run[0], top, run[1] - run[0], 0)) for run in runs}
        done += open_at.values()
        open_at = {run: area._replace(height=bottom - area.y) for run, area in kept.items()}
    return [*done, *open_at.values()]


def _joined(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps or touches."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def coalesce(areas: Sequence[Rect], limit: int = 12, slack: int = 1024) -> list[Rect]:
    """Return rectangles that cover `areas`, do not overlap and are at most `limit`.

    Two become one where that adds at most `slack` pixels: a rectangle costs more than a few pixels do.
    """
    merged: list[Rect] = []
    for area in areas[: 8 * limit]:
        _merge_into(merged, area, slack)
    if len(areas) > 8 * limit or len(merged) > limit:
        return [box(areas)]
    return merged


def _merge_into(merged: list[Rect], area: Rect, slack: int) -> None:
    """Add `area`, joining it with every rectangle that it overlaps or nearly touches, until none is left to join."""
    at = 0
    while at < len(merged):
        joined = box((merged[at], area))
        overlap = cut(merged[at], area) is not None
        if overlap or pixels(joined) <= pixels(merged[at]) + pixels(area) + slack:
            area = joined
            del merged[at]
            at = 0
        else:
            at += 1
    merged.append(area)
