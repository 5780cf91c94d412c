"""Which part of the desktop is shown, how large, and that a click lands on the pixel it was made on all the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.console.driver import LiveView
from tests.console.test_input import place

SHORTCUT = "Control+Alt+Shift+"
PIXEL_BY_PIXEL = {"type": "view/size", "width": 32767, "height": 32767}


def room(live: LiveView) -> tuple[float, float]:
    """The room that there is for the picture, in CSS pixels."""
    box = live.page.locator(".stage").bounding_box()
    assert box
    return box["width"], box["height"]


def last_size(live: LiveView) -> tuple[int, int]:
    """The size said last, once nothing more is said."""
    live.page.wait_for_timeout(500)
    said = live.sent("view/size")[-1]
    return said["width"], said["height"]


def clicked(live: LiveView) -> tuple[int, int]:
    """Where the last click went on the customer's desktop."""
    said = live.sent("input/button")[-1]
    return said["x"], said["y"]


def test_with_one_monitor_there_is_nothing_to_choose(live: LiveView) -> None:
    live.steer()
    live.monitors(1)
    expect(live.page.get_by_test_id("monitors")).to_have_count(0)
    live.page.keyboard.press(f"{SHORTCUT}Digit1")
    assert live.sent("view/monitor") == []


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("fr", ["Tous les écrans", "Écran 1 (principal)", "Écran 2"]),
        ("en", ["All screens", "Screen 1 (main)", "Screen 2"]),
    ],
)
def test_a_monitor_is_chosen_by_the_mouse(new_live: Callable[..., LiveView], lang: str, names: list[str]) -> None:
    live = new_live(lang)
    live.steer()
    live.monitors(2)
    choices = live.page.get_by_test_id("monitors").get_by_role("radio")
    expect(live.page.locator(".monitor")).to_have_text(names)
    expect(choices.nth(0)).to_be_checked()
    live.page.get_by_test_id("monitor-2").click()
    assert live.sent("view/monitor") == [{"type": "view/monitor", "monitor": 2}]
    live.monitors(2, chosen=2)
    expect(choices.nth(2)).to_be_checked()
    live.page.get_by_test_id("monitor-all").click()
    assert live.sent("view/monitor")[-1] == {"type": "view/monitor", "monitor": None}


def test_a_monitor_is_chosen_by_a_shortcut_that_never_reaches_the_customer(live: LiveView) -> None:
    live.steer()
    live.monitors(2)
    live.focus_screen()
    live.forget()
    for digit in ("2", "1", "0", "7"):
        live.page.keyboard.press(f"{SHORTCUT}Digit{digit}")
    assert [message["monitor"] for message in live.sent("view/monitor")] == [2, 1, None]
    assert live.sent("input/key") == []


def test_the_choice_is_shown_as_the_agent_tells_it(live: LiveView) -> None:
    live.steer()
    live.monitors(2)
    live.page.get_by_test_id("monitor-2").click()
    expect(live.page.get_by_role("radio").nth(0)).to_be_checked()
    live.state(phase="paused", paused_by="customer", granted=["view"])
    expect(live.page.get_by_role("radio").nth(0)).to_be_disabled()


def test_a_chosen_monitor_that_goes_away_is_told_also_in_full_screen(live: LiveView) -> None:
    live.steer()
    live.monitors(3, chosen=3)
    live.page.keyboard.press(f"{SHORTCUT}KeyL")
    live.monitors(2)
    expect(live.page.get_by_test_id("monitor-gone")).to_contain_text("débranché")
    live.page.keyboard.press(f"{SHORTCUT}Digit2")
    expect(live.page.get_by_test_id("monitor-gone")).to_be_empty()


@pytest.mark.parametrize("divisor", [1, 2, 3])
@pytest.mark.parametrize("fit", [True, False])
def test_a_click_on_another_monitor_lands_there_however_reduced(live: LiveView, fit: bool, divisor: int) -> None:
    live.steer()
    live.picture(2560, 1439, x=1280, y=40, divisor=divisor)
    if not fit:
        live.page.keyboard.press(f"{SHORTCUT}KeyD")
    for x, y in ((0, 0), (33, 57), (200, 140)):
        live.page.mouse.click(*place(live, x, y))
        at = clicked(live)
        assert ((at[0] - 1280) // divisor, (at[1] - 40) // divisor) == (x, y)


def test_until_another_monitor_is_drawn_a_click_lands_on_the_one_that_is_seen(live: LiveView) -> None:
    live.steer()
    live.draw(1280, 800, view=0)
    live.page.wait_for_function("() => harness.link.types().includes('view/shown')")
    live.hear(type="view/geometry", x=1280, y=0, width=1280, height=800, divisor=1, view=1)
    live.page.mouse.click(*place(live, 100, 100))
    assert clicked(live) == (100, 100)
    live.draw(1280, 800, view=1)
    live.page.wait_for_function("() => harness.link.sent.some(({message}) => message.frame === 2)")
    live.page.mouse.click(*place(live, 100, 100))
    assert clicked(live) == (1380, 100)


def test_an_area_to_hide_is_told_in_the_desktops_pixels(live: LiveView) -> None:
    live.steer()
    live.picture(2560, 1440, x=1280, y=0, divisor=2)
    live.page.locator("details.hiding summary").click()
    live.page.locator(".hiding .row button").nth(2).click()
    live.page.mouse.move(*place(live, 100, 50))
    live.page.mouse.down()
    live.page.mouse.move(*place(live, 199, 99))
    live.page.mouse.up()
    [area] = live.sent("hide/area")
    assert (area["x"], area["y"], area["width"], area["height"]) == pytest.approx((1481, 101, 199, 99), abs=2)


@pytest.mark.parametrize("scale", [1, 1.25, 2])
def test_how_large_the_picture_is_shown_is_told_in_the_screens_pixels(
    new_live: Callable[..., LiveView], scale: float
) -> None:
    live = new_live(scale=scale)
    live.steer(3840, 2160)
    width, height = room(live)
    assert last_size(live) == pytest.approx((width * scale, height * scale), abs=1)
    live.page.keyboard.press(f"{SHORTCUT}KeyL")
    assert last_size(live)[0] == pytest.approx(1440 * scale, abs=1)
    live.page.keyboard.press(f"{SHORTCUT}KeyD")
    live.page.wait_for_timeout(500)
    assert live.sent("view/size")[-1] == PIXEL_BY_PIXEL


def test_a_window_that_is_dragged_larger_is_told_once_it_rests(live: LiveView) -> None:
    live.steer()
    last_size(live)
    live.forget()
    for width in range(1000, 1400, 20):
        live.page.set_viewport_size({"width": width, "height": 900})
    last_size(live)
    assert len(live.sent("view/size")) <= 3


@pytest.mark.parametrize(("scale", "sharp"), [(2, True), (1, False)])
def test_on_a_fine_screen_each_pixel_is_drawn_as_whole_ones(
    new_live: Callable[..., LiveView], scale: float, sharp: bool
) -> None:
    live = new_live(scale=scale)
    live.steer(1960, 1100)  # a little smaller than the room at 2, larger at 1
    expect(live.screen).to_have_attribute("data-sharp", str(sharp).lower())
    box = live.screen.bounding_box()
    assert box
    assert (box["width"] == 980) is sharp
    assert live.screen.evaluate("(c) => getComputedStyle(c).imageRendering") == ("pixelated" if sharp else "auto")
