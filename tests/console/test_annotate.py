"""Drawing over the picture, by the browser's own trusted events: messages go out, and nothing else does."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.console.driver import LiveView
from tests.console.test_input import place

SHORTCUT = "Control+Alt+Shift+"
TOOLS = ["laser", "pen", "arrow", "box", "spotlight", "text"]


def allowed(live: LiveView, *more: str, **change: Any) -> LiveView:
    """Open the link with annotate granted, and show a picture."""
    live.open()
    live.state(granted=["view", "annotate", *more], **change)
    live.picture(1280, 800)
    return live


def take(live: LiveView, tool: str) -> None:
    live.page.get_by_test_id(f"show-{tool}").click()
    expect(live.page.get_by_test_id("annotate")).to_have_attribute("data-tool", tool)


def drag(live: LiveView, *points: tuple[int, int]) -> None:
    live.page.mouse.move(*place(live, *points[0]))
    live.page.mouse.down()
    for point in points[1:]:
        live.page.mouse.move(*place(live, *point))
    live.page.mouse.up()


def test_without_the_customers_yes_there_is_nothing_to_draw_with(live: LiveView) -> None:
    live.steer()
    expect(live.page.get_by_test_id("show-pen")).to_have_count(0)
    live.page.keyboard.press(f"{SHORTCUT}KeyG")
    assert live.sent("consent/request")[-1]["permission"] == "annotate"
    expect(live.page.get_by_test_id("annotate")).to_have_count(0)


@pytest.mark.parametrize(("tool", "points"), [("arrow", [100, 50, 300, 250]), ("box", [100, 50, 300, 250])])
def test_what_is_dragged_goes_as_it_lies_on_the_desktop(live: LiveView, tool: str, points: list[int]) -> None:
    allowed(live)
    take(live, tool)
    live.forget()
    drag(live, (100, 50), (200, 200), (300, 250))
    drawn = live.sent("annotate/draw")
    assert drawn[-1]["points"] == points
    assert {(one["tool"], one["mark"]) for one in drawn} == {(tool, drawn[0]["mark"])}


def test_a_stroke_goes_through_every_place_of_the_mouse(live: LiveView) -> None:
    allowed(live)
    take(live, "pen")
    drag(live, (100, 50), (200, 60), (300, 250))
    drawn = live.sent("annotate/draw")
    points = [point for one in drawn for point in one["points"]]
    assert points == [100, 50, 200, 60, 300, 250]


@pytest.mark.parametrize("granted", [(), ("control",)])
def test_while_drawing_neither_mouse_nor_keys_go_to_the_customer(live: LiveView, granted: tuple[str, ...]) -> None:
    allowed(live, *granted, input_open=bool(granted))
    for tool in TOOLS:
        take(live, tool)
        live.forget()
        drag(live, (100, 50), (300, 250))
        live.page.keyboard.press("KeyX")
        live.page.mouse.wheel(0, 120)
        assert live.input() == []
        live.page.keyboard.press("Escape")


def test_escape_puts_the_tool_away_and_the_keys_are_the_customers_again(live: LiveView) -> None:
    allowed(live, "control", input_open=True)
    take(live, "pen")
    live.page.keyboard.press("Escape")
    expect(live.page.get_by_test_id("annotate")).to_have_count(0)
    live.forget()
    live.page.keyboard.press("KeyX")
    assert [one["code"] for one in live.sent("input/key")] == ["KeyX", "KeyX"]


def test_words_go_with_enter_and_not_with_escape(live: LiveView) -> None:
    allowed(live)
    take(live, "text")
    for end, expected in (("Escape", 0), ("Enter", 1)):
        live.page.mouse.click(*place(live, 200, 100))
        field = live.page.get_by_test_id("annotate-text")
        expect(field).to_be_focused()
        live.page.keyboard.type("Ici")
        live.page.keyboard.press(end)
        expect(field).to_have_count(0)
        assert len(live.sent("annotate/write")) == expected
    written = live.sent("annotate/write")[0]
    assert (written["x"], written["y"], written["text"]) == (200, 100, "Ici")
    assert live.input() == []


def test_one_key_each_for_tools_colours_and_what_stays(live: LiveView) -> None:
    allowed(live)
    live.page.keyboard.press(f"{SHORTCUT}KeyG")
    layer = live.page.get_by_test_id("annotate")
    expect(layer).to_be_focused()
    for number, tool in enumerate(TOOLS, 1):
        live.page.keyboard.press(f"Digit{number}")
        expect(layer).to_have_attribute("data-tool", tool)
    live.page.keyboard.press("Digit2")
    live.page.keyboard.press("KeyC")
    live.page.keyboard.press("KeyS")
    drag(live, (10, 10), (50, 50))
    drawn = live.sent("annotate/draw")[-1]
    assert (drawn["colour"], drawn["stay"]) == ("blue", True)
    live.page.keyboard.press("Delete")
    assert live.sent("annotate/clear")
    live.page.keyboard.press(f"{SHORTCUT}KeyG")
    expect(layer).to_have_count(0)


def test_the_laser_points_though_the_technician_has_the_hand(live: LiveView) -> None:
    allowed(live, "control", input_open=True)
    take(live, "laser")
    live.forget()
    live.page.mouse.move(*place(live, 300, 250))
    assert live.sent("annotate/point")[-1] == {"type": "annotate/point", "x": 300, "y": 250}
    live.page.keyboard.press("Escape")
    assert live.sent("annotate/away")


@pytest.mark.parametrize("change", [{"granted": ["view"]}, {"granted": ["view", "annotate"], "phase": "paused"}])
def test_the_tool_is_gone_with_what_allowed_it(live: LiveView, change: dict[str, Any]) -> None:
    allowed(live)
    take(live, "pen")
    live.state(**change)
    expect(live.page.get_by_test_id("annotate")).to_have_count(0)
    live.state(granted=["view", "annotate"])
    expect(live.page.get_by_test_id("show-pen")).to_be_visible()
    expect(live.page.get_by_test_id("annotate")).to_have_count(0)


@pytest.mark.parametrize(("lang", "words"), [("fr", "Le client a effacé vos dessins."), ("en", "The customer cleared")])
def test_what_the_customer_cleared_is_said_and_ends_the_stroke(
    new_live: Callable[..., LiveView], lang: str, words: str
) -> None:
    live = allowed(new_live(lang))
    take(live, "pen")
    live.page.mouse.move(*place(live, 100, 100))
    live.page.mouse.down()
    live.page.mouse.move(*place(live, 150, 150))
    live.hear(type="annotate/cleared")
    expect(live.page.locator(".palette .hint")).to_contain_text(words)
    live.forget()
    live.page.mouse.move(*place(live, 250, 250))
    live.page.mouse.up()
    assert live.sent("annotate/draw") == []
    drag(live, (10, 10), (50, 50))
    expect(live.page.locator(".palette .hint")).not_to_contain_text(words)


def test_drawing_on_a_part_of_the_desktop_counts_from_the_whole(live: LiveView) -> None:
    live.open()
    live.state(granted=["view", "annotate"])
    live.picture(1280, 800, x=1280)
    take(live, "box")
    drag(live, (100, 50), (300, 250))
    assert live.sent("annotate/draw")[-1]["points"] == [1380, 50, 1580, 250]


def test_the_tools_stay_within_the_csp_and_have_names(live: LiveView) -> None:
    allowed(live)
    for tool in TOOLS:
        take(live, tool)
    cursor = live.page.get_by_test_id("annotate").evaluate("(layer) => getComputedStyle(layer).cursor")
    assert cursor == "text"
    take(live, "pen")
    assert "url(" in live.page.get_by_test_id("annotate").evaluate("(layer) => getComputedStyle(layer).cursor")
    assert live.complaints.texts == []
