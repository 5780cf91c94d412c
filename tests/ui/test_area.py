"""Drawing an area of the screen: the rectangle the keys move, and the real drawing on a real X screen."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageColor
from Xlib import X, display

from agent.areas import Rect, cut
from agent.ui.area import SMALLEST, STEP, between, middle
from agent.ui.area_x11 import X11AreaDrawing
from tests.ui.rig import PATIENCE, Desk, HeldClicks, guard_of, until
from tests.ui.test_banner import pixel

COLOUR = "#0a4f96"
RGB = ImageColor.getrgb(COLOUR)
SCREEN = (1024, 768)
steps = st.tuples(st.booleans(), st.sampled_from([(-1, 0), (1, 0), (0, -1), (0, 1)]), st.integers(1, 400))


@given(st.lists(steps, max_size=40))
def test_the_keys_never_lead_the_rectangle_off_the_screen_nor_to_nothing(
    taken: list[tuple[bool, tuple[int, int], int]],
) -> None:
    frame = middle(SCREEN)
    for larger, (dx, dy), pixels in taken:
        frame = (frame.enlarged if larger else frame.moved)(dx * pixels, dy * pixels)
        assert cut(frame.area, Rect(0, 0, *SCREEN)) == frame.area
        assert min(frame.area.width, frame.area.height) >= SMALLEST


def test_a_rectangle_is_the_same_from_whichever_corner_it_is_drawn() -> None:
    assert between((10, 20), (110, 70)) == between((110, 20), (10, 70)) == Rect(10, 20, 101, 51)


class Drawing:
    """A drawing that goes on."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._drawn: queue.Queue[Rect | None] = queue.Queue()
        self.drawing = X11AreaDrawing()
        self._over = threading.Event()
        self.drawing.start(COLOUR, self._take)

    def _take(self, area: Rect | None) -> None:
        self._drawn.put(area)
        self._over.set()

    def appear(self) -> None:
        third = SCREEN[0] // 3 - 2, SCREEN[1] // 2
        until(lambda: pixel(self.desk, *third) == RGB, "the rectangle of the keys")

    def result(self) -> Rect | None:
        return self._drawn.get(timeout=PATIENCE)

    def end(self) -> None:
        self.drawing.cancel()
        assert self._over.wait(PATIENCE), "the drawing goes on"


@contextmanager
def begun(desk: Desk) -> Iterator[Drawing]:
    """Begin one; whatever becomes of the test, the mouse and the keys of the screen are free after it."""
    made = Drawing(desk)
    try:
        made.appear()
        yield made
    finally:
        made.end()


@pytest.fixture
def drawing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawing]:
    monkeypatch.setenv("DISPLAY", desk.display)
    with begun(desk) as made:
        yield made


def drag(desk: Desk, start: tuple[int, int], end: tuple[int, int]) -> None:
    desk.xdotool("mousemove", *map(str, start), "mousedown", "1")
    desk.xdotool("mousemove", *map(str, end), "mouseup", "1")


def test_what_the_mouse_surrounds_is_the_area(drawing: Drawing) -> None:
    drag(drawing.desk, (500, 400), (700, 550))
    assert drawing.result() == Rect(500, 400, 201, 151)


def test_a_click_that_slipped_is_no_area(drawing: Drawing) -> None:
    drag(drawing.desk, (500, 400), (503, 402))
    drag(drawing.desk, (100, 100), (300, 300))
    assert drawing.result() == Rect(100, 100, 201, 201)


def test_escape_and_the_other_button_give_it_up(drawing: Drawing) -> None:
    drawing.desk.keys("Escape")
    assert drawing.result() is None
    with begun(drawing.desk) as again:
        again.desk.xdotool("click", "3")
        assert again.result() is None


def test_the_keys_move_enlarge_and_choose(drawing: Drawing) -> None:
    before = middle(SCREEN).area
    drawing.desk.keys("Left", "Up", "shift+Right", "shift+Down", "shift+Down", "Return")
    assert drawing.result() == Rect(before.x - STEP, before.y - STEP, before.width + STEP, before.height + 2 * STEP)


def test_it_is_given_up_from_outside_when_something_else_needs_the_customer(drawing: Drawing) -> None:
    drawing.drawing.cancel()
    assert drawing.result() is None


def test_the_screen_below_stays_in_sight_and_takes_no_click(drawing: Drawing) -> None:
    other = display.Display(drawing.desk.display)
    screen = other.screen()
    below = screen.root.create_window(
        *(400, 300, 200, 200, 0, screen.root_depth),
        override_redirect=True,
        background_pixel=0x00FF00,
        event_mask=X.ButtonPressMask,
    )
    below.configure(stack_mode=X.Below)
    below.map()
    other.sync()
    until(lambda: pixel(drawing.desk, 500, 400) == (0, 255, 0), "the window below")
    drag(drawing.desk, (450, 350), (550, 450))
    assert drawing.result() == Rect(450, 350, 101, 101)
    assert other.pending_events() == 0
    other.close()


def test_a_click_held_back_since_before_it_began_does_not_end_it(
    desk: Desk, held: HeldClicks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desk.display)
    held.click(500, 400, button=3)
    with begun(desk) as drawing:
        held.let_go()
        desk.keys("Return")
        assert drawing.result() == middle(SCREEN).area


def test_no_remote_hand_can_draw_or_end_it(drawing: Drawing) -> None:
    with guard_of(drawing.desk.display) as guard:
        assert not guard.allow_pointer(500, 400)
        assert not guard.allow_keys()
    drawing.desk.keys("Escape")


def test_the_keys_go_back_to_where_they_were(drawing: Drawing) -> None:
    focus = drawing.desk.xdotool("getwindowfocus")
    drawing.desk.keys("Escape")
    assert drawing.result() is None
    assert drawing.desk.xdotool("getwindowfocus") != focus
