"""The real banner and border on a real X screen, with other windows in the way."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import mss
import pytest
from Xlib import X, display
from Xlib.xobject.drawable import Window

from agent.ui import model as ui
from agent.ui.banner import DOUBLE_SECONDS, RAISE_MS, Banner
from agent.ui.border import THICKNESS, NoBorder
from agent.ui.model import View
from agent.ui.shades import on_light
from scripts.rigs.customer_views import example_views
from tests.ui.rig import PATIENCE, Desk, Shown, all_buttons, command, guard_of, shown, tk_root, until

FR = example_views("fr")
CLASS = "handrail-banner"
_ACCENT = on_light(FR["live"].brand.accent).colour
BLUE = int(_ACCENT[1:3], 16), int(_ACCENT[3:5], 16), int(_ACCENT[5:7], 16)


@pytest.fixture
def banner(desk: Desk) -> Iterator[Shown]:
    with shown(desk, command("banner")) as window:
        yield window


def appear(banner: Shown, view: View) -> dict[str, int]:
    """Show a view; return where the banner is."""
    banner.show(view)
    return until(lambda: place(banner.desk), "the banner")


def place(desk: Desk) -> dict[str, int]:
    found = desk.windows(CLASS)
    if not found:
        return {}
    lines = desk.ask("getwindowgeometry", "--shell", found[-1]).splitlines()
    return {name: int(value) for name, value in (line.split("=") for line in lines)}


def pixel(desk: Desk, x: int, y: int) -> tuple[int, int, int]:
    with mss.MSS(display=desk.display) as screen:
        shot = screen.grab({"left": x, "top": y, "width": 1, "height": 1})
        red, green, blue = shot.pixel(0, 0)
        return red, green, blue


def click(desk: Desk, x: int, y: int) -> None:
    desk.xdotool("mousemove", str(x), str(y), "click", "1")


def buttons(desk: Desk, at: dict[str, int]) -> list[tuple[int, int]]:
    """Find the banner's buttons as a person does: light boxes along its middle, from left to right."""
    y = at["Y"] + at["HEIGHT"] - 16  # below the letters
    with mss.MSS(display=desk.display) as screen:
        row = screen.grab({"left": at["X"], "top": y, "width": at["WIDTH"], "height": 1})
    light = "".join("#" if min(row.pixel(x, 0)) > 200 else "." for x in range(at["WIDTH"]))
    return [(at["X"] + (box.start() + box.end()) // 2, y) for box in re.finditer("#{40,}", light)]


def wait_for_buttons(desk: Desk, count: int) -> list[tuple[int, int]]:
    def look() -> list[tuple[int, int]]:
        at = place(desk)
        found = buttons(desk, at) if at else []
        return found if len(found) == count else []

    return until(look, f"{count} buttons")


@pytest.mark.parametrize(("button", "index"), [("pause", 0), ("stop", 1), ("hiding", 3)])
def test_pause_stop_and_hiding_answer_to_the_mouse(banner: Shown, button: str, index: int) -> None:
    appear(banner, FR["live"])
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[index])
    assert banner.action() == ui.Press.model_validate({"button": button})


def test_everything_is_covered_and_uncovered_by_one_click_each(banner: Shown) -> None:
    appear(banner, FR["live"])
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[2])
    assert banner.action() == ui.Cover(covered=True)
    banner.show(FR["covered"])
    until(lambda: pixel(banner.desk, 1, 400) != BLUE, "no border: nothing is shared now")
    time.sleep(DOUBLE_SECONDS)
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[2])
    assert banner.action() == ui.Cover(covered=False)


def test_the_second_click_of_a_double_one_does_not_uncover(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", desk.display)
    with tk_root(desk.display, "banner-under-test") as root:
        sent: list[ui.Action] = []
        banner = Banner(root, sent.append, NoBorder())
        banner.take(FR["live"])
        banner.take(FR["covered"])
        show = next(button for button in all_buttons(root) if str(button.cget("text")) == "Montrer")
        show.invoke()
        assert sent == []

        def clicked() -> list[ui.Action]:
            show.invoke()
            return sent

        until(clicked, "the end of the guard")
        assert sent[0] == ui.Cover(covered=False)


def test_the_banner_comes_and_goes_with_the_session(banner: Shown) -> None:
    banner.show(FR["code"])
    assert banner.beats.acquire(timeout=PATIENCE)
    assert place(banner.desk) == {}
    appear(banner, FR["live"])
    banner.show(FR["ended"])
    until(lambda: not place(banner.desk), "the banner gone")


def test_the_banner_comes_back_on_top_of_whatever_covers_it(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    middle = at["X"] + 6, at["Y"] + at["HEIGHT"] // 2
    until(lambda: pixel(banner.desk, *middle) == (0x14, 0x18, 0x1D), "the banner's ground")
    with cover(banner.desk, at):
        until(lambda: pixel(banner.desk, *middle) == (255, 255, 0), "the other window on top")
        until(lambda: pixel(banner.desk, *middle) == (0x14, 0x18, 0x1D), "the banner on top again")


@contextmanager
def cover(desk: Desk, at: dict[str, int]) -> Iterator[tuple[display.Display, Window]]:
    """Put a yellow window over the banner that no window manager touches; it hears when it is covered itself."""
    other = display.Display(desk.display)
    screen = other.screen()
    window = screen.root.create_window(
        *(at["X"], at["Y"], at["WIDTH"], at["HEIGHT"], 0, screen.root_depth),
        background_pixel=0xFFFF00,
        override_redirect=True,
        event_mask=X.VisibilityChangeMask,
    )
    window.map()
    other.sync()
    yield other, window
    other.close()


def test_two_programs_that_both_insist_do_not_fight(banner: Shown) -> None:
    """A window that comes up whenever it is covered: the banner answers each time, at most four times a second."""
    at = appear(banner, FR["live"])
    began = time.monotonic()
    times = insist(banner.desk, at, 6)
    assert times >= 6
    assert time.monotonic() - began > (times - 1) * RAISE_MS / 1000 * 0.8


def insist(desk: Desk, at: dict[str, int], often: int) -> int:
    """Cover the banner and come up again each time it does, so many times; return how often it did."""
    covered = 0
    with cover(desk, at) as (other, window):
        while covered < often:
            until(other.pending_events, "the banner on top")
            if other.next_event().state != X.VisibilityUnobscured:
                covered += 1
                window.configure(stack_mode=X.Above)
    return covered


def test_the_banner_is_dragged_out_of_the_way_but_never_off_the_screen(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    start = at["X"] + 5, at["Y"] + 5
    desk = banner.desk
    desk.xdotool("mousemove", str(start[0]), str(start[1]), "mousedown", "1")
    desk.xdotool("mousemove", "300", "400", "mousemove", "1020", "766", "mouseup", "1")
    until(lambda: place(desk)["Y"] > 400, "the banner elsewhere")
    moved = place(desk)
    assert moved["X"] + moved["WIDTH"] <= 1024
    assert moved["Y"] + moved["HEIGHT"] <= 768


def test_made_small_it_still_has_stop(banner: Shown) -> None:
    appear(banner, FR["live"])
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[4])
    click(banner.desk, *wait_for_buttons(banner.desk, 3)[0])
    assert banner.action() == ui.Press(button="stop")
    click(banner.desk, *wait_for_buttons(banner.desk, 3)[1])
    assert banner.action() == ui.Cover(covered=True)


def test_made_large_again_every_button_is_in_its_place(banner: Shown) -> None:
    appear(banner, FR["live"])
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[4])
    click(banner.desk, *wait_for_buttons(banner.desk, 3)[2])
    click(banner.desk, *wait_for_buttons(banner.desk, 5)[0])
    assert banner.action() == ui.Press(button="pause")


def test_the_border_surrounds_the_screen_and_goes_when_paused(banner: Shown) -> None:
    appear(banner, FR["live"])
    corners = [(1, 1), (1022, 1), (1, 766), (1022, 766), (512, 1), (1, 400)]
    until(lambda: all(pixel(banner.desk, *at) == BLUE for at in corners), "the border")
    assert pixel(banner.desk, 1, 400) != pixel(banner.desk, THICKNESS + 1, 400)
    banner.show(FR["paused"])
    until(lambda: pixel(banner.desk, 1, 400) != BLUE, "no border")


def test_a_click_on_the_border_lands_on_what_is_below(banner: Shown) -> None:
    other = display.Display(banner.desk.display)
    screen = other.screen()
    below = screen.root.create_window(
        *(0, 300, 200, 200, 0, screen.root_depth), override_redirect=True, event_mask=X.ButtonPressMask
    )
    below.map()
    other.sync()
    appear(banner, FR["live"])
    until(lambda: pixel(banner.desk, 1, 400) == BLUE, "the border")
    click(banner.desk, 1, 400)
    until(other.pending_events, "a click")
    assert other.next_event().type == X.ButtonPress
    other.close()


def test_the_border_leaves_the_edge_of_the_screen_open_to_the_technician_and_the_banner_does_not(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    until(lambda: pixel(banner.desk, 1, 400) == BLUE, "the border")
    with guard_of(banner.desk.display, lambda: {banner.process.pid}) as guard:
        assert guard.allow_pointer(1, 400)
        assert not guard.allow_pointer(at["X"] + 20, at["Y"] + 20)


def test_the_banner_goes_at_once_when_its_input_closes(banner: Shown) -> None:
    appear(banner, FR["live"])
    assert banner.process.stdin is not None
    banner.process.stdin.close()
    assert banner.process.wait(2) == 0
    until(lambda: not place(banner.desk), "no banner")
