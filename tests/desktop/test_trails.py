"""How long what remains of a hidden window stays covered, and few rectangles for many."""

from agent.areas import Rect, cut, pixels, within
from agent.desktop.trails import (
    KEPT_SECONDS,
    LEAST_SECONDS,
    MOMENT_SECONDS,
    MOST_RECTANGLES,
    PATIENCE_SECONDS,
    Trails,
    differing,
    few,
)

PLACE = Rect(10, 10, 100, 100)


def test_remains_end_when_they_are_drawn_over_but_not_before_a_moment() -> None:
    trails = Trails()
    trails.add([PLACE], 100.0)
    trails.drawn(Rect(10, 10, 50, 100), 100.01)
    assert sum(map(pixels, trails.areas)) == pixels(PLACE)
    trails.expire(100.0 + LEAST_SECONDS)
    assert trails.areas == [Rect(60, 10, 50, 100)]
    trails.drawn(PLACE, 105.0)
    trails.expire(105.0)
    assert trails.areas == []


def test_remains_that_nobody_draws_over_end_after_all() -> None:
    trails = Trails()
    trails.add([PLACE], 100.0)
    assert trails.deadline() == 100.0 + PATIENCE_SECONDS
    trails.expire(100.0 + PATIENCE_SECONDS - 0.1)
    assert trails.areas == [PLACE]
    trails.expire(100.0 + PATIENCE_SECONDS)
    assert trails.areas == []


def test_remains_that_come_again_begin_anew() -> None:
    trails = Trails()
    trails.add([PLACE], 100.0)
    trails.add([PLACE], 108.0)
    trails.expire(100.0 + PATIENCE_SECONDS)
    assert trails.areas == [PLACE]


def test_what_ended_is_known_for_captures_that_began_before() -> None:
    trails = Trails()
    trails.add([PLACE], 100.0)
    trails.drawn(PLACE, 101.0)
    trails.expire(101.5)
    assert trails.ended_since(101.4) == [PLACE]
    assert trails.ended_since(101.6) == []
    trails.expire(101.5 + KEPT_SECONDS + 1)
    assert trails.ended_since(0.0) == []


def test_many_remains_become_few_and_cover_no_less() -> None:
    trails = Trails()
    scattered = [Rect(x * 7 % 900, x * 13 % 900, 3, 3) for x in range(3 * MOST_RECTANGLES)]
    trails.add(scattered, 100.0)
    assert len(trails.areas) <= MOST_RECTANGLES
    assert all(within(trails.areas, area) for area in scattered)


def test_many_masks_become_few_that_leave_most_of_the_screen_to_see() -> None:
    scattered = [Rect(x * 7 % 300, x * 13 % 300, 3, 3) for x in range(3 * MOST_RECTANGLES)]
    found = few([*scattered, Rect(900, 900, 10, 10)])
    assert len(found) <= MOST_RECTANGLES
    assert all(sum(map(pixels, within(found, area))) == pixels(area) for area in scattered)
    assert not within(found, Rect(350, 0, 500, 1000))


def test_remains_end_in_time_however_many_others_come() -> None:
    trails, far = Trails(), Rect(3000, 3000, 9, 9)
    trails.add([far], 100.0)
    for beat in range(1000):
        now = 100.0 + beat / 50
        trails.add([Rect(beat * 7 % 900, beat * 13 % 900, 30, 30)], now)
        trails.keep([Rect(beat * 17 % 900, beat * 3 % 900, 9, 9), Rect(beat * 5 % 900, beat * 19 % 900, 9, 9)], now)
        trails.drawn(Rect(beat * 11 % 900, beat * 23 % 900, 40, 40), now)
        trails.expire(now)
        assert len(trails.remains) <= 2 * MOST_RECTANGLES
        assert bool(within(trails.areas, far)) or now > 100.0 + PATIENCE_SECONDS
    assert not within(trails.areas, far)


def test_only_what_one_of_two_covers_differs() -> None:
    moved = Rect(60, 10, 100, 100)
    assert differing([PLACE], [PLACE]) == []
    assert sum(map(pixels, differing([PLACE], [moved]))) == 2 * 50 * 100
    assert MOMENT_SECONDS >= LEAST_SECONDS
    assert cut(PLACE, moved)
