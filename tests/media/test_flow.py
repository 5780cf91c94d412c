"""While content scrolls faster than the line carries it, what stays longest comes first."""

from agent.areas import Rect
from agent.media.flow import PATIENCE, Flow

PAGE = Rect(100, 200, 600, 400)


def strip(top: int, height: int = 20) -> Rect:
    return Rect(100, top, 600, height)


def order(flow: Flow, *tops: int) -> list[int]:
    return [area.y for area in sorted((strip(top) for top in tops), key=flow.distance)]


def test_what_comes_in_below_goes_before_what_leaves_above() -> None:
    flow = Flow()
    flow.moved(PAGE, Rect(100, 300, 600, 100), -40)
    assert order(flow, 200, 280, 400, 420, 580) == [400, 420, 580, 280, 200]


def test_what_comes_in_above_goes_before_what_leaves_below() -> None:
    flow = Flow()
    flow.moved(PAGE, Rect(100, 300, 600, 100), 40)
    assert order(flow, 200, 280, 400, 580) == [280, 200, 400, 580]


def test_what_was_sent_beside_it_is_right_as_well() -> None:
    flow = Flow()
    flow.moved(PAGE, Rect(100, 300, 600, 100), -40)
    flow.sent(strip(400))
    flow.sent(strip(280))
    flow.sent(strip(500))
    assert flow.known == Rect(100, 280, 600, 140)


def test_after_a_jump_it_begins_at_the_end_that_stays() -> None:
    flow = Flow()
    flow.moved(PAGE, Rect(100, 200, 600, 360), -40)
    flow.lost(PAGE)
    assert flow.known is None
    assert order(flow, 200, 400, 580) == [580, 400, 200]
    flow.sent(strip(580))
    assert flow.known == strip(580)


def test_pages_that_are_turned_do_not_flow() -> None:
    flow = Flow()
    assert not flow.active
    flow.moved(PAGE, PAGE, -40)
    assert flow.active
    for _ in range(PATIENCE):
        flow.lost(PAGE)
    assert not flow.active


def test_what_was_sent_in_whole_is_right_in_whole() -> None:
    flow = Flow()
    flow.lost(PAGE)
    flow.complete()
    assert flow.known == PAGE
    assert flow.holds(strip(300))
    assert not flow.holds(Rect(0, 0, 20, 20))
