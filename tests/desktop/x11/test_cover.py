"""Where masks lie, and how long what remains of a hidden window stays covered."""

from agent.areas import Rect, cut, pixels, within
from agent.desktop.x11.cover import (
    KEPT_SECONDS,
    LEAST_SECONDS,
    MOMENT_SECONDS,
    MOST_RECTANGLES,
    PATIENCE_SECONDS,
    Sight,
    Trails,
    differing,
    few,
    left_after,
    masks_of,
)
from agent.desktop.x11.stack import TopLevel

SCREEN = Rect(0, 0, 1000, 1000)
PLACE = Rect(10, 10, 100, 100)


def window(area: Rect, shown: bool = True, **more: bool | int | float) -> TopLevel:
    top = TopLevel(1, area, mapped=True, shown=shown, lasting=shown)
    for name, value in more.items():
        setattr(top, name, value)
    return top


def sight(masks: list[Rect], trails: Trails | None = None) -> Sight:
    return Sight(SCREEN, masks, trails.remains if trails else [])


def test_a_hidden_window_is_covered_but_for_what_may_be_shown_above_it() -> None:
    hidden, above = window(PLACE, shown=False), window(Rect(50, 50, 200, 200))
    masks = masks_of([hidden, above], [], 0.0)
    assert sum(map(pixels, masks)) == 100 * 100 - 60 * 60
    assert masks_of([above, hidden], [], 0.0) == [PLACE]


def test_what_lets_the_window_below_be_seen_uncovers_nothing() -> None:
    hidden = window(PLACE, shown=False)
    for above in (window(PLACE, shaped=True), window(PLACE, depth=32), window(PLACE, mapped=False)):
        assert masks_of([hidden, above], [], 0.0) == [PLACE]
    assert masks_of([hidden, window(PLACE, placed=5.0)], [], 4.0) == [PLACE]
    assert masks_of([hidden, window(PLACE)], [], None) == [PLACE]
    assert masks_of([window(PLACE, shown=False, drawn=False)], [], 0.0) == []


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


def test_where_a_window_comes_to_lie_over_something_hidden_that_is_seen_until_it_draws() -> None:
    came = window(Rect(50, 50, 100, 100), mapped=False)
    left = left_after([came], came, came.area, sight([PLACE]))
    assert left.until_drawn == [Rect(50, 50, 60, 60)]
    assert left.moment == []


def test_a_window_that_moves_takes_its_picture_along_and_covers_for_a_moment() -> None:
    moving = window(Rect(500, 500, 100, 100))
    left = left_after([moving], moving, Rect(50, 50, 100, 100), sight([PLACE]))
    assert left.until_drawn == []
    assert left.moment == [Rect(50, 50, 60, 60)]


def test_what_was_not_seen_of_a_window_that_moves_is_not_copied() -> None:
    moving, above = window(Rect(500, 500, 100, 100)), window(Rect(500, 500, 100, 30))
    left = left_after([moving, above], moving, Rect(10, 10, 100, 100), sight([PLACE]))
    assert left.until_drawn == [Rect(10, 10, 100, 30)]
    beyond = window(Rect(950, 500, 100, 100))
    left = left_after([beyond], beyond, Rect(10, 10, 100, 100), sight([PLACE]))
    assert left.until_drawn == [Rect(60, 10, 50, 100)]


def test_a_window_that_moves_takes_along_what_remains_in_it() -> None:
    trails = Trails()
    trails.add([Rect(510, 510, 20, 20)], 100.0)
    moving = window(Rect(500, 500, 100, 100))
    left = left_after([moving], moving, Rect(600, 500, 100, 100), sight([], trails))
    assert left.until_drawn == [Rect(610, 510, 20, 20)]


def test_a_window_that_moves_and_changes_its_size_is_not_trusted_to_be_copied() -> None:
    moving = window(Rect(500, 500, 100, 100))
    left = left_after([moving], moving, Rect(10, 10, 90, 90), sight([PLACE]))
    assert left.until_drawn == [Rect(10, 10, 90, 90)]


def test_only_what_one_of_two_covers_differs() -> None:
    moved = Rect(60, 10, 100, 100)
    assert differing([PLACE], [PLACE]) == []
    assert sum(map(pixels, differing([PLACE], [moved]))) == 2 * 50 * 100
    assert MOMENT_SECONDS >= LEAST_SECONDS
    assert cut(PLACE, moved)
