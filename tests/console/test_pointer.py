"""The customer's pointer in a real Chromium: at its place at any scale, in its shape, never beside another."""

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from tests.console.driver import LiveView

GREEN = (0, 200, 60, 255)
ACTUAL_SIZE = "Control+Alt+Shift+KeyD"


def png(width: int, height: int, *box: int) -> str:
    """A picture with `box` of it green and the rest transparent."""
    image = Image.new("RGBA", (width, height))
    if box:
        ImageDraw.Draw(image).rectangle(box, fill=GREEN)
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def shape(live: LiveView, number: int = 1, side: int = 32, hot: tuple[int, int] = (4, 6), image: str = "") -> None:
    """Let the agent tell a shape: a green square."""
    size = {"width": side, "height": side, "hot_x": hot[0], "hot_y": hot[1]}
    live.hear(type="view/pointer_shape", id=number, image=image or png(side, side, 0, 0, side, side), **size)


def place(live: LiveView, x: int, y: int, number: int = 1, shown: bool = True) -> None:
    live.hear(type="view/pointer", x=x, y=y, shown=shown, shape=number)


def overlay(live: LiveView) -> Locator:
    return live.page.get_by_test_id("pointer")


def box_of(locator: Locator) -> dict[str, float]:
    found: dict[str, float] = locator.evaluate(
        "(e) => { const {left, top, width, height} = e.getBoundingClientRect(); return {left, top, width, height}; }"
    )
    return found


def css_cursor(live: LiveView) -> str:
    return str(live.screen.evaluate("(canvas) => getComputedStyle(canvas).cursor"))


def off_by(live: LiveView, x: int, y: int, width: int, hot: tuple[int, int]) -> tuple[float, float]:
    """How many CSS pixels lie between the shape's hot spot and the middle of that pixel of the picture."""
    picture, seen = box_of(live.screen), box_of(overlay(live))
    scale = picture["width"] / width
    hot_x, hot_y = ((spot + 0.5) * seen["width"] / 32 for spot in hot)
    return (
        abs(seen["left"] + hot_x - picture["left"] - (x + 0.5) * scale),
        abs(seen["top"] + hot_y - picture["top"] - (y + 0.5) * scale),
    )


def watch(live: LiveView, width: int = 1920, height: int = 1080) -> None:
    """See the picture, without control."""
    live.open()
    live.state(granted=["view"])
    live.picture(width, height)


@pytest.mark.parametrize("density", [1, 2])
@pytest.mark.parametrize(("width", "height"), [(800, 600), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("keys", ["", ACTUAL_SIZE])
def test_the_hot_spot_lies_on_its_pixel_at_any_scale(
    new_live: Callable[..., LiveView], width: int, height: int, density: float, keys: str
) -> None:
    live = new_live(scale=density)
    watch(live, width, height)
    shape(live)
    for key in filter(None, [keys]):
        live.page.keyboard.press(key)
    for x, y in ((0, 0), (width // 2, height // 3), (width - 1, height - 1)):
        place(live, x, y)
        expect(overlay(live)).to_have_count(1)
        assert max(off_by(live, x, y, width, (4, 6))) <= 1.5


@pytest.mark.parametrize("divisor", [1, 3])
def test_on_a_chosen_monitor_and_reduced_the_hot_spot_lies_on_its_pixel(live: LiveView, divisor: int) -> None:
    live.open()
    live.state(granted=["view"])
    live.picture(1366, 768, x=1920, y=60, divisor=divisor)
    shape(live)
    for x, y in ((0, 0), (700, 333), (1365, 767)):
        place(live, 1920 + x, 60 + y)
        expect(overlay(live)).to_have_count(1)
        assert max(off_by(live, x, y, -(-1366 // divisor) * divisor, (4, 6))) <= 1.5


def test_it_stays_on_its_pixel_while_the_picture_is_scrolled_and_makes_it_no_larger(live: LiveView) -> None:
    watch(live, 3000, 2000)
    shape(live)
    live.page.keyboard.press(ACTUAL_SIZE)
    place(live, 2999, 1999)
    live.page.locator(".stage").evaluate("(stage) => stage.scrollTo(700, 400)")
    assert max(off_by(live, 2999, 1999, 3000, (4, 6))) <= 1.5
    assert live.page.locator(".stage").evaluate("(stage) => [stage.scrollWidth, stage.scrollHeight]") == [3000, 2000]


def test_the_shape_is_seen_as_it_is_at_its_place(live: LiveView) -> None:
    watch(live, 1280, 800)
    shape(live, side=32, hot=(0, 0))
    place(live, 300, 200)
    expect(overlay(live)).to_be_visible()
    live.page.wait_for_function("() => document.querySelector('[data-testid=pointer]').complete")
    picture = box_of(live.screen)
    scale = picture["width"] / 1280
    seen = Image.open(io.BytesIO(live.page.screenshot())).convert("RGB")
    inside = seen.getpixel((int(picture["left"] + 316 * scale), int(picture["top"] + 216 * scale)))
    outside = seen.getpixel((int(picture["left"] + 296 * scale), int(picture["top"] + 196 * scale)))
    assert inside == GREEN[:3]
    assert outside != GREEN[:3]


def test_it_is_never_smaller_than_24_pixels(live: LiveView) -> None:
    watch(live, 7680, 4320)
    shape(live)
    place(live, 4000, 2000)
    assert max(box_of(overlay(live))[side] for side in ("width", "height")) >= 24
    shape(live, 2, side=16)
    place(live, 4000, 2000, 2)
    expect(overlay(live)).to_have_attribute("width", "24")


def test_a_pointer_too_small_to_be_seen_has_a_ring(live: LiveView) -> None:
    watch(live, 1280, 800)
    for number, image in ((1, png(1, 1)), (2, png(16, 16, 7, 7, 8, 8))):
        side = 1 if number == 1 else 16
        shape(live, number, side, (side // 2, side // 2), image)
        place(live, 640, 400, number)
        expect(overlay(live)).to_have_attribute("data-ring", "true")
        seen = box_of(overlay(live))
        assert seen["width"] >= 20
        assert seen["height"] >= 20
        live.page.wait_for_function("() => document.querySelector('[data-testid=pointer]').complete")
        shot = Image.open(io.BytesIO(live.page.screenshot())).convert("L")
        left, top = int(seen["left"]), int(seen["top"])
        shades = shot.crop((left, top, left + 24, top + 24)).tobytes()
        assert min(shades) < 40, "dark"
        assert max(shades) > 230, "within light"


def test_a_shape_that_is_no_picture_or_too_large_a_one_becomes_an_arrow(live: LiveView) -> None:
    watch(live)
    shape(live, side=64)
    place(live, 100, 100)
    expect(overlay(live)).not_to_have_attribute("width", "16")
    for number, image in ((2, "AAAA"), (3, png(129, 20, 0, 0, 129, 20))):
        shape(live, number, side=64, image=image)
        place(live, 100, 100, number)
        expect(overlay(live)).to_have_attribute("width", "16")
    assert live.complaints.texts == []


def test_a_pointer_that_is_not_shown_is_nowhere(live: LiveView) -> None:
    live.steer()
    shape(live)
    place(live, 100, 100)
    expect(overlay(live)).to_be_visible()
    place(live, 0, 0, 0, shown=False)
    expect(overlay(live)).to_have_count(0)
    assert css_cursor(live) == "default"


def test_without_the_picture_there_is_no_pointer(live: LiveView) -> None:
    watch(live)
    place(live, 100, 100, 0)
    expect(overlay(live)).to_be_visible()
    live.state(phase="paused", paused_by="customer", granted=["view"])
    expect(overlay(live)).to_have_count(0)


def move_to(live: LiveView, x: int, y: int) -> dict[str, Any]:
    """Move the technician's mouse over the picture; return what was sent."""
    live.forget()
    picture = box_of(live.screen)
    live.page.mouse.move(picture["left"] + x, picture["top"] + y)
    live.page.wait_for_function("() => harness.link.types().includes('input/move')")
    return live.input()[-1]


def test_who_steers_sees_the_customers_shape_as_the_own_cursor_and_no_second_pointer(live: LiveView) -> None:
    live.steer()
    shape(live, hot=(8, 12))
    sent = move_to(live, 200, 150)
    place(live, sent["x"], sent["y"])
    expect(overlay(live)).to_have_count(0)
    scale = box_of(live.screen)["width"] / 1280
    seen = re.fullmatch(r'url\("data:image/png;base64,[^"]+"\) (\d+) (\d+), default', css_cursor(live))
    assert seen
    assert [int(spot) for spot in seen.groups()] == [int(8.5 * scale), int(12.5 * scale)]


def test_a_pointer_that_somebody_else_moved_is_shown_to_who_steers(live: LiveView) -> None:
    live.steer()
    shape(live)
    sent = move_to(live, 200, 150)
    place(live, sent["x"] + 40, sent["y"])
    expect(overlay(live)).to_be_visible()
    assert max(off_by(live, sent["x"] + 40, sent["y"], 1280, (4, 6))) <= 1.5


def test_where_the_own_mouse_left_the_picture_the_customers_pointer_stays_to_be_seen(live: LiveView) -> None:
    live.steer()
    shape(live)
    sent = move_to(live, 200, 150)
    place(live, sent["x"], sent["y"])
    expect(overlay(live)).to_have_count(0)
    live.page.mouse.move(10, 10)
    expect(overlay(live)).to_be_visible()


def test_the_customers_hand_gives_the_own_cursor_back_and_shows_theirs(live: LiveView) -> None:
    live.steer()
    shape(live)
    sent = move_to(live, 200, 150)
    place(live, sent["x"], sent["y"])
    expect(overlay(live)).to_have_count(0)
    live.state(granted=["view", "control"], customer_has_hand=True)
    expect(overlay(live)).to_be_visible()
    assert css_cursor(live) == "default"


def test_on_a_fine_screen_the_cursor_keeps_its_size(new_live: Callable[..., LiveView]) -> None:
    live = new_live(scale=2)
    live.steer()
    shape(live)
    place(live, 100, 100)
    live.page.wait_for_function("() => document.querySelector('canvas').style.cursor.includes('image-set')")
    assert re.search(r"2x|2dppx", css_cursor(live))


def test_the_pointer_lets_clicks_through_and_stays_within_the_csp(live: LiveView) -> None:
    live.steer()
    shape(live)
    place(live, 640, 400)
    expect(overlay(live)).to_be_visible()
    live.forget()
    live.screen.click()
    assert [sent["down"] for sent in live.input() if sent["type"] == "input/button"] == [True, False]
    assert live.complaints.texts == []
