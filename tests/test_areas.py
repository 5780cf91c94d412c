"""Arithmetic on rectangles, against sets of pixels."""

import random

from hypothesis import given
from hypothesis import strategies as st

from agent.areas import Rect, box, coalesce, cut, pixels, subtract, tidy, within, without

rects = st.builds(Rect, st.integers(0, 12), st.integers(0, 12), st.integers(1, 9), st.integers(1, 9))


def dots(*areas: Rect) -> set[tuple[int, int]]:
    return {(x, y) for a in areas for x in range(a.x, a.x + a.width) for y in range(a.y, a.y + a.height)}


@given(rects, rects)
def test_cut_is_what_both_share(one: Rect, other: Rect) -> None:
    shared = cut(one, other)
    assert (dots(shared) if shared else set()) == dots(one) & dots(other)


@given(rects, rects)
def test_subtract_leaves_the_rest_and_nothing_twice(area: Rect, hole: Rect) -> None:
    rest = subtract(area, hole)
    assert dots(*rest) == dots(area) - dots(hole)
    assert sum(map(pixels, rest)) == len(dots(*rest))


@given(st.lists(rects, min_size=1, max_size=30), st.integers(1, 6), st.integers(0, 20))
def test_coalesce_covers_everything_with_few_that_do_not_overlap(areas: list[Rect], limit: int, slack: int) -> None:
    merged = coalesce(areas, limit, slack)
    assert dots(*areas) <= dots(*merged)
    assert len(merged) <= limit
    assert sum(map(pixels, merged)) == len(dots(*merged))


@given(st.lists(rects, min_size=1, max_size=8), rects)
def test_within_and_without_share_everything_out(areas: list[Rect], limits: Rect) -> None:
    assert dots(*within(areas, limits)) | dots(*without(areas, limits)) == dots(*areas)
    assert not dots(*without(areas, limits)) & dots(limits)
    assert dots(*areas) <= dots(box(areas))


def test_tidied_areas_cover_the_same_without_overlap() -> None:
    chance = random.Random(11)
    for _ in range(100):
        areas = [Rect(*(chance.randrange(1, 12) for _ in range(4))) for _ in range(chance.randrange(9))]
        found = [point for area in tidy(areas) for point in _points(area)]
        assert len(found) == len(set(found))
        assert set(found) == {point for area in areas for point in _points(area)}
    assert tidy([Rect(0, 0, 5, 5), Rect(5, 0, 5, 5), Rect(0, 5, 10, 5)]) == [Rect(0, 0, 10, 10)]


def _points(area: Rect) -> list[tuple[int, int]]:
    return [(x, y) for x in range(area.x, area.x + area.width) for y in range(area.y, area.y + area.height)]
