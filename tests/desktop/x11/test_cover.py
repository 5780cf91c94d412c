"""Where masks lie on X11, and what a window takes along when it moves."""

from agent.areas import Rect, pixels
from agent.desktop.trails import Trails
from agent.desktop.x11.cover import Sight, left_after, masks_of
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
