"""The technician's marks on a real X screen, drawn by the banner's process."""

import time
from collections.abc import Iterator

import pytest
from Xlib import X, display

from agent.areas import Rect
from agent.protocol.messages import MarkColour, MarkTool
from agent.ui.drawn import Drawn, Mark, Spot, drawn_line
from agent.ui.marks import COLOURS
from agent.ui.model import Press, WipeMarks
from scripts.rigs.customer_views import example_views
from tests.ui.rig import Desk, Shown, command, guard_of, shown, until
from tests.ui.test_banner import BLUE, appear, click, pixel, place, wait_for_buttons

FR = example_views("fr")
RED = tuple(int(COLOURS[MarkColour.RED][0][at : at + 2], 16) for at in (1, 3, 5))
BOX = Mark(number=1, tool=MarkTool.BOX, colour=MarkColour.RED, stay=True, points=(200, 300, 400, 500))
ON_BOX = (200, 400)
SPOT = Drawn(name="Camille D.", spot=Spot(x=300, y=600), pointed=1)
ON_POINTER = (306, 620)


@pytest.fixture
def banner(desk: Desk) -> Iterator[Shown]:
    with shown(desk, command("banner")) as window:
        appear(window, FR["live"])
        yield window


def tell(banner: Shown, drawn: Drawn) -> None:
    assert banner.process.stdin is not None
    banner.process.stdin.write(drawn_line(drawn))
    banner.process.stdin.flush()


def draw(banner: Shown, *marks: Mark, covered: tuple[Rect, ...] = ()) -> None:
    tell(banner, SPOT.model_copy(update={"marks": marks, "covered": covered}))
    until(lambda: pixel(banner.desk, *ON_POINTER) == BLUE, "the pointer")


def is_red(desk: Desk, x: int, y: int) -> bool:
    return pixel(desk, x, y) == RED


def nothing_left(desk: Desk) -> bool:
    return not is_red(desk, *ON_BOX) and pixel(desk, *ON_POINTER) != BLUE


def test_marks_are_shown_and_go_when_told(banner: Shown) -> None:
    draw(banner, BOX)
    assert is_red(banner.desk, *ON_BOX)
    assert not is_red(banner.desk, 300, 400), "a box is not filled"
    tell(banner, Drawn())
    until(lambda: nothing_left(banner.desk), "nothing left")
    draw(banner, BOX)


def test_a_mark_goes_by_itself_unless_it_stays_and_the_pointer_too(banner: Shown) -> None:
    fading = BOX.model_copy(update={"number": 2, "stay": False, "points": (500, 300, 700, 500)})
    began = time.monotonic()
    draw(banner, BOX, fading)
    until(lambda: pixel(banner.desk, *ON_POINTER) != BLUE, "no pointer")
    assert is_red(banner.desk, 500, 400)
    until(lambda: not is_red(banner.desk, 500, 400), "no mark that fades")
    assert time.monotonic() - began > 6
    assert is_red(banner.desk, *ON_BOX)


@pytest.mark.parametrize("view", ["paused", "link_lost", "ended"])
def test_all_of_it_goes_with_the_session(banner: Shown, view: str) -> None:
    draw(banner, BOX)
    banner.show(FR[view])
    until(lambda: nothing_left(banner.desk), "nothing left")


def test_all_of_it_goes_with_the_banners_process(banner: Shown) -> None:
    draw(banner, BOX)
    banner.process.kill()
    until(lambda: nothing_left(banner.desk), "nothing left")


def test_a_click_on_a_mark_lands_on_what_is_below_and_the_focus_stays(banner: Shown) -> None:
    other = display.Display(banner.desk.display)
    screen = other.screen()
    below = screen.root.create_window(
        *(150, 250, 700, 450, 0, screen.root_depth), override_redirect=True, event_mask=X.ButtonPressMask
    )
    below.map()
    other.sync()
    before = other.get_input_focus().focus
    text = Mark(number=3, tool="text", colour=MarkColour.RED, stay=True, points=(500, 300), text="Ici")
    draw(banner, BOX, text)
    for at in (ON_BOX, ON_POINTER, (504, 304)):
        click(banner.desk, *at)
        until(other.pending_events, "a click")
        assert other.next_event().type == X.ButtonPress
    assert other.get_input_focus().focus == before
    other.close()


def test_the_technicians_own_click_is_not_refused_where_a_mark_is(banner: Shown) -> None:
    draw(banner, BOX)
    with guard_of(banner.desk.display, lambda: {banner.process.pid}) as guard:
        assert guard.allow_pointer(*ON_BOX)


def test_no_mark_is_over_the_banner_not_even_for_a_moment(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    ground = at["X"] + 300, at["Y"] + 60
    before = pixel(banner.desk, *ground)
    stroke = (0, ground[1], 1023, ground[1])
    draw(banner, Mark(number=2, tool=MarkTool.PEN, colour=MarkColour.RED, stay=True, points=stroke))
    seen = {pixel(banner.desk, *ground) for _ in range(100)}
    assert seen == {before}


def test_no_mark_is_over_the_agents_own_window_wherever_it_goes(banner: Shown) -> None:
    desk = banner.desk
    with shown(desk, command("plain")) as window:
        window.show(FR["live"])
        own = until(lambda: desk.windows("^handrail$"), "the window")[-1]
        desk.xdotool("windowmove", "--sync", own, "100", "250")
        dot = Mark(number=2, tool=MarkTool.PEN, colour=MarkColour.RED, stay=True, points=(40, 740))
        tell(banner, Drawn(marks=(BOX, dot)))
        until(lambda: is_red(desk, 40, 740), "the mark beside the window")
        assert not is_red(desk, *ON_BOX)
        desk.xdotool("windowmove", "--sync", own, "500", "250")
        until(lambda: is_red(desk, *ON_BOX), "the mark where the window was")


def test_no_mark_is_over_what_is_hidden(banner: Shown) -> None:
    draw(banner, BOX, covered=(Rect(150, 350, 100, 100),))
    assert not is_red(banner.desk, *ON_BOX)
    assert is_red(banner.desk, 200, 480)
    draw(banner, BOX)
    until(lambda: is_red(banner.desk, *ON_BOX), "the mark whole")


def test_a_spotlight_dims_and_hides_nothing(banner: Shown) -> None:
    other = display.Display(banner.desk.display)
    below = other.screen().root.create_window(
        *(0, 200, 1024, 568, 0, other.screen().root_depth), override_redirect=True, background_pixel=0xFFFFFF
    )
    below.map()
    other.sync()
    light = Mark(number=4, tool=MarkTool.SPOTLIGHT, colour=MarkColour.RED, stay=True, points=(400, 300, 600, 500))
    draw(banner, light)
    assert [pixel(banner.desk, 100, y) for y in (400, 401)] == [(0, 0, 0), (255, 255, 255)]
    assert [pixel(banner.desk, 500, y) for y in (400, 401)] == [(255, 255, 255)] * 2
    other.close()


def test_one_press_wipes_marks_away_and_says_so(banner: Shown) -> None:
    height = appear(banner, FR["live"])["HEIGHT"]
    draw(banner, BOX)
    until(lambda: place(banner.desk)["HEIGHT"] > height, "the offer to wipe")
    at = place(banner.desk)
    click(banner.desk, at["X"] + 60, at["Y"] + at["HEIGHT"] - 25)
    assert isinstance(banner.action(), WipeMarks)
    until(lambda: nothing_left(banner.desk), "nothing left")
    until(lambda: place(banner.desk)["HEIGHT"] == height, "no offer any more")


def test_marks_go_with_a_press_on_pause_though_no_agent_answers(banner: Shown) -> None:
    pause = wait_for_buttons(banner.desk, 5)[0]
    draw(banner, BOX)
    click(banner.desk, *pause)
    assert banner.action() == Press(button="pause")
    until(lambda: nothing_left(banner.desk), "nothing left")
