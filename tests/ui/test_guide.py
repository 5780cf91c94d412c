"""The technician's pointer: its form at every edge of the screen, and the real one on a real X screen."""

import time
from collections.abc import Iterator

import pytest
from Xlib import X, display

from agent.areas import Rect, cut
from agent.ui.guide import ARROW, form
from agent.ui.model import Pointing, Spot, pointing_line
from scripts.rigs.customer_views import example_views
from tests.ui.rig import Desk, Shown, command, guard_of, shown, until
from tests.ui.test_banner import BLUE, appear, click, pixel

FR = example_views("fr")
SCREEN = (1024, 768)
LABEL = (120, 30)
CORNERS = [(0, 0), (1023, 0), (0, 767), (1023, 767), (500, 400), (1023, 400), (500, 767)]


@pytest.mark.parametrize("corner", CORNERS)
def test_the_tip_is_on_the_spot_and_all_of_it_on_the_screen(corner: tuple[int, int]) -> None:
    spot = Spot(x=corner[0], y=corner[1], name="")
    made = form(spot, LABEL, SCREEN)
    x, y = made.place(spot)
    tip = made.point(*ARROW[0])
    assert (x + tip[0], y + tip[1]) == corner
    window = Rect(x, y, made.width, made.height)
    assert cut(window, Rect(0, 0, *SCREEN)) == window


@pytest.mark.parametrize("corner", CORNERS)
def test_its_parts_lie_in_its_window_and_the_tip_is_one_of_them(corner: tuple[int, int]) -> None:
    made = form(Spot(x=corner[0], y=corner[1], name=""), LABEL, SCREEN)
    whole = Rect(0, 0, made.width, made.height)
    assert all(cut(part, whole) == part for part in made.parts())
    tip = Rect(*made.point(*ARROW[0]), 1, 1)
    assert any(cut(part, tip) for part in made.parts())


@pytest.fixture
def banner(desk: Desk) -> Iterator[Shown]:
    with shown(desk, command("banner")) as window:
        appear(window, FR["live"])
        yield window


def point(banner: Shown, x: int, y: int, name: str = "Camille D.") -> None:
    tell(banner, Pointing(spot=Spot(x=x, y=y, name=name)))
    until(lambda: pixel(banner.desk, x + 6, y + 20) == BLUE, "the pointer")


def tell(banner: Shown, pointing: Pointing) -> None:
    assert banner.process.stdin is not None
    banner.process.stdin.write(pointing_line(pointing))
    banner.process.stdin.flush()


def gone(desk: Desk, x: int, y: int) -> bool:
    return pixel(desk, x + 6, y + 20) != BLUE


def test_it_follows_the_technician_and_goes_when_told(banner: Shown) -> None:
    point(banner, 300, 400)
    point(banner, 500, 500)
    until(lambda: gone(banner.desk, 300, 400), "the old place free")
    tell(banner, Pointing(spot=None))
    until(lambda: gone(banner.desk, 500, 500), "no pointer")
    point(banner, 200, 300)


def test_it_goes_by_itself_after_the_last_word(banner: Shown) -> None:
    point(banner, 300, 400)
    began = time.monotonic()
    until(lambda: gone(banner.desk, 300, 400), "no pointer")
    assert time.monotonic() - began > 2


def test_it_goes_with_the_session(banner: Shown) -> None:
    point(banner, 300, 400)
    banner.show(FR["ended"])
    until(lambda: gone(banner.desk, 300, 400), "no pointer")


def test_a_click_on_it_lands_on_what_is_below_and_the_focus_stays(banner: Shown) -> None:
    other = display.Display(banner.desk.display)
    screen = other.screen()
    below = screen.root.create_window(
        *(250, 350, 300, 200, 0, screen.root_depth), override_redirect=True, event_mask=X.ButtonPressMask
    )
    below.map()
    other.sync()
    before = other.get_input_focus().focus
    point(banner, 300, 400)
    for place in ((306, 420), (360, 455)):  # the arrow, the name
        click(banner.desk, *place)
        until(other.pending_events, "a click")
        assert other.next_event().type == X.ButtonPress
    assert other.get_input_focus().focus == before
    other.close()


def test_the_technicians_own_click_is_not_refused_where_the_pointer_is(banner: Shown) -> None:
    point(banner, 300, 400)
    with guard_of(banner.desk.display, lambda: {banner.process.pid}) as guard:
        assert guard.allow_pointer(306, 420)


def test_it_is_never_over_the_banner_not_even_for_a_moment(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    ground = at["X"] + 300, at["Y"] + 60
    point(banner, 300, 400)
    before = pixel(banner.desk, *ground)
    tell(banner, Pointing(spot=Spot(x=ground[0] - 6, y=ground[1] - 20, name="Camille D.")))
    until(lambda: gone(banner.desk, 300, 400), "the pointer at its new place")
    seen = {pixel(banner.desk, *ground) for _ in range(100)}
    assert seen == {before}
