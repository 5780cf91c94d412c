"""Which part of the desktop is shown, at what scale: every pixel there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.areas import Rect, cut
from agent.desktop.base import Monitor
from agent.media.viewport import Viewport, divisor_for, part_shown

LEFT, RIGHT = Monitor(1, Rect(0, 0, 800, 600), primary=True), Monitor(2, Rect(800, 100, 1024, 500), primary=False)
DESKTOP = (1824, 600)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    sides = st.integers(1, 60)
    part = Rect(draw(st.integers(0, 50)), draw(st.integers(0, 50)), draw(sides), draw(sides))
    return Viewport(part, draw(st.integers(1, 4)))


areas = st.builds(Rect, st.integers(-10, 120), st.integers(-10, 120), st.integers(1, 80), st.integers(1, 80))


def within(area: Rect, x: int, y: int) -> bool:
    return area.x <= x < area.x + area.width and area.y <= y < area.y + area.height


@given(viewports(), areas)
def test_a_change_on_the_desktop_is_in_what_is_captured_for_it(view: Viewport, change: Rect) -> None:
    shown = cut(change, view.part)
    captured = [view.to_desktop(area) for area in view.to_stream([change])]
    assert len(captured) == (shown is not None)
    if shown:
        assert cut(captured[0], shown) == shown
        for distance in (shown.x - captured[0].x, shown.y - captured[0].y):
            assert 0 <= distance < view.divisor


@given(viewports(), areas)
def test_what_is_captured_is_whole_pixels_of_the_stream(view: Viewport, change: Rect) -> None:
    for area in view.to_stream([change]):
        assert cut(area, view.stream) == area
        assert view.to_stream([view.to_desktop(area)]) == [area]


@given(viewports())
def test_the_whole_stream_is_the_whole_part(view: Viewport) -> None:
    assert view.to_stream([view.part]) == [view.stream]
    assert view.to_desktop(view.stream) == view.part


def test_an_area_outside_the_stream_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="outside"):
        Viewport(Rect(0, 0, 10, 10), 2).to_desktop(Rect(5, 0, 1, 1))


def test_the_chosen_monitor_is_the_part_shown() -> None:
    assert part_shown(DESKTOP, [LEFT, RIGHT], 2) == RIGHT.area
    assert part_shown(DESKTOP, [LEFT, RIGHT], None) == Rect(0, 0, *DESKTOP)


def test_a_monitor_that_is_not_there_shows_all() -> None:
    assert part_shown(DESKTOP, [LEFT], 2) == Rect(0, 0, *DESKTOP)


def test_a_monitor_that_sticks_out_of_the_desktop_is_cut_to_it() -> None:
    assert part_shown((1000, 600), [LEFT, RIGHT], 2) == Rect(800, 100, 200, 500)
    assert part_shown((640, 480), [LEFT, RIGHT], 2) == Rect(0, 0, 640, 480)


@pytest.mark.parametrize(
    ("room", "divisor"),
    [
        (None, 1),
        ((1600, 1000), 2),
        ((1920, 1200), 2),
        ((1921, 1200), 1),
        ((1921, 1080), 2),  # fitted by its height, it is shown 1920 wide
        ((3840, 2160), 1),
        ((900, 700), 4),
        ((1280, 720), 3),
        ((10, 10), 4),
        ((32767, 32767), 1),
    ],
)
def test_no_more_is_sent_than_is_shown_and_nothing_is_enlarged(room: tuple[int, int] | None, divisor: int) -> None:
    assert divisor_for(Rect(0, 0, 3840, 2160), room) == divisor
