"""Mouse and keyboard on the picture, by the browser's own trusted events."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.console.driver import LiveView

SHORTCUT = "Control+Alt+Shift+Key"


def place(live: LiveView, x: int, y: int) -> tuple[float, float]:
    """Where the middle of a pixel of the stream lies in the viewport."""
    left, top, scale = live.screen.evaluate(
        "(c) => { const b = c.getBoundingClientRect(); return [b.left, b.top, b.width / c.width]; }"
    )
    return left + (x + 0.5) * scale, top + (y + 0.5) * scale


def keys(live: LiveView) -> list[str]:
    """What went to the customer's keyboard, as short words."""
    return [
        f'"{message["text"]}"'
        if message["type"] == "input/text"
        else f"{'+' if message['down'] else '-'}{message['key']}"
        for message in live.sent("input/key", "input/text")
    ]


@pytest.mark.parametrize("fit", [True, False])
@pytest.mark.parametrize("size", [(800, 600), (1920, 1080), (2560, 1440)])
def test_a_click_lands_on_the_pixel_it_was_made_on(live: LiveView, size: tuple[int, int], fit: bool) -> None:
    live.steer(*size)
    if not fit:
        live.page.keyboard.press(f"{SHORTCUT}D")
    for x, y in ((1, 1), (37, 411), (size[0] // 3, size[1] // 2), (700, 590)):
        live.forget()
        live.page.mouse.click(*place(live, x, y))
        buttons = live.sent("input/button")
        assert [(one["x"], one["y"], one["down"]) for one in buttons] == [(x, y, True), (x, y, False)]


def test_a_click_lands_right_in_a_scrolled_picture(live: LiveView) -> None:
    live.steer(2560, 1440)
    live.page.keyboard.press(f"{SHORTCUT}D")
    live.page.locator(".stage").evaluate("(stage) => stage.scrollTo(10000, 10000)")
    live.forget()
    live.page.mouse.click(*place(live, 2500, 1400))
    assert live.sent("input/button")[0] == {"type": "input/button", "x": 2500, "y": 1400, "button": 0, "down": True}


def test_every_button_goes_also_two_at_once(live: LiveView) -> None:
    live.steer()
    live.page.mouse.move(*place(live, 100, 100))
    live.forget()
    mouse = live.page.mouse
    mouse.down(button="left")
    mouse.down(button="right")
    mouse.up(button="left")
    mouse.up(button="right")
    mouse.click(*place(live, 100, 100), button="middle")
    told = [(one["button"], one["down"]) for one in live.sent("input/button")]
    assert told == [(0, True), (2, True), (0, False), (2, False), (1, True), (1, False)]


def test_a_drag_follows_beyond_the_pictures_edge_and_is_held_inside(live: LiveView) -> None:
    live.steer(800, 600)
    live.page.mouse.move(*place(live, 400, 300))
    live.page.mouse.down()
    live.page.mouse.move(1435, 5, steps=4)
    live.page.mouse.up()
    last = live.sent("input/button")[-1]
    assert (last["x"], last["y"], last["down"]) == (799, 0, False)


def test_the_wheel_goes_in_notches(live: LiveView) -> None:
    live.steer()
    live.page.mouse.move(*place(live, 640, 400))
    live.page.mouse.wheel(0, 120)
    live.page.wait_for_function("() => harness.link.types().includes('input/scroll')")
    assert live.sent("input/scroll") == [{"type": "input/scroll", "x": 640, "y": 400, "dx": 0, "dy": 1}]


def test_moves_never_lag_and_never_flood(live: LiveView) -> None:
    live.steer()
    live.page.mouse.move(*place(live, 10, 10))
    live.forget()
    live.page.mouse.move(*place(live, 1000, 700), steps=60)
    live.page.wait_for_function(
        "() => { const m = harness.link.sent.at(-1).message; return m.x === 1000 && m.y === 700; }"
    )
    assert len(live.sent("input/move")) <= 60


@pytest.mark.parametrize(
    "change",
    [
        {"granted": ["view"], "input_open": True},
        {"granted": ["view", "control"], "input_open": False},
        {"granted": ["view", "control"], "input_open": False, "customer_has_hand": True},
        {"granted": ["view", "control"], "input_open": False, "asking": "system"},
        {"granted": ["view", "control"], "input_open": True, "phase": "paused", "paused_by": "customer"},
        {"granted": [], "input_open": True, "phase": "asking"},
        {"granted": ["view", "control"], "input_open": True, "phase": "ended"},
    ],
)
def test_no_input_is_sent_unless_it_is_granted_and_open(live: LiveView, change: dict[str, Any]) -> None:
    live.steer()
    spot = place(live, 300, 300)
    live.state(**change)
    live.forget()
    live.page.mouse.move(spot[0] + 5, spot[1])
    live.page.mouse.click(*spot)
    live.page.mouse.wheel(0, 240)
    live.focus_screen()
    live.page.keyboard.type("rien")
    live.page.keyboard.press("Control+c")
    assert live.input() == []


def test_a_tap_of_a_key_goes_as_press_and_release(live: LiveView) -> None:
    live.steer()
    live.screen.click()
    live.forget()
    live.page.keyboard.press("a")
    assert live.sent("input/key") == [
        {"type": "input/key", "code": "KeyA", "key": "a", "down": True},
        {"type": "input/key", "code": "KeyA", "key": "a", "down": False},
    ]


def test_the_browsers_own_shortcuts_go_to_the_customer(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    for chord in ("Tab", "Control+f", "F5", "Alt+ArrowLeft", "Control+p", "F1", "Backspace"):
        live.page.keyboard.press(chord)
    assert [word for word in keys(live) if word.startswith("+")] == [
        "+Tab", "+Control", "+f", "+F5", "+Alt", "+ArrowLeft", "+Control", "+p", "+F1", "+Backspace",
    ]  # fmt: skip
    assert live.page.evaluate("() => document.activeElement.dataset.testid") == "keys"


def test_a_shortcut_of_the_console_never_reaches_the_customer(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.page.keyboard.press(f"{SHORTCUT}P")
    assert live.input() == []
    assert live.sent("session/pause") == [{"type": "session/pause"}]


def test_modifiers_that_were_used_before_a_shortcut_are_released(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    board = live.page.keyboard
    board.down("Control")
    board.press("c")
    board.down("Alt")
    board.down("Shift")
    board.press("KeyD")
    for key in ("Shift", "Alt", "Control"):
        board.up(key)
    assert keys(live) == ["+Control", "+c", "-c"]
    assert live.input()[-1] == {"type": "input/release"}


def test_leaving_the_page_or_the_picture_releases_what_is_held(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    for leave in ("window.dispatchEvent(new Event('blur'))", "document.querySelector('[data-tool=pause]').focus()"):
        live.focus_screen()
        live.page.keyboard.down("x")
        live.forget()
        live.page.evaluate(leave)
        live.page.keyboard.up("x")
        assert live.input() == [{"type": "input/release"}]


@pytest.mark.parametrize("focused", [True, False])
def test_a_click_takes_its_modifiers_with_it_wherever_the_focus_was(live: LiveView, focused: bool) -> None:
    live.steer()
    live.page.mouse.move(*place(live, 100, 100))
    if focused:
        live.focus_screen()
    live.forget()
    live.page.keyboard.down("Control")
    live.page.mouse.down()
    live.page.mouse.up()
    live.page.keyboard.up("Control")
    assert [message["type"] for message in live.input()] == ["input/key", "input/button", "input/button", "input/key"]
    assert keys(live) == ["+Control", "-Control"]


def test_combinations_that_the_browser_keeps_are_sent_by_a_button(live: LiveView) -> None:
    live.steer()
    live.page.get_by_text("Touches que le navigateur garde").click()
    live.page.get_by_role("button", name="Envoyer Alt+Tab").click()
    assert keys(live) == ["+Alt", "+Tab", "-Tab", "-Alt"]
    live.state(granted=["view", "control"], customer_has_hand=True)
    live.forget()
    live.page.get_by_role("button", name="Envoyer Ctrl+Alt+Suppr").click()
    assert live.input() == []


def test_composed_text_goes_as_text(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    session = live.page.context.new_cdp_session(live.page)
    session.send("Input.imeSetComposition", {"text": "^", "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "ê"})
    live.page.wait_for_function("() => harness.link.types().includes('input/text')")
    assert keys(live) == ['"ê"']
    assert live.page.get_by_test_id("keys").input_value() == ""


def test_inserted_text_goes_as_text(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.page.keyboard.insert_text("Ça coûte 3 €")
    assert keys(live) == ['"Ça coûte 3 €"']


def test_input_works_at_another_pixel_ratio(new_live: Callable[..., LiveView]) -> None:
    live = new_live(scale=1.25)
    live.steer(1920, 1080)
    live.page.keyboard.press(f"{SHORTCUT}D")
    box = live.screen.bounding_box()
    assert box
    assert box["width"] == pytest.approx(1536, abs=0.1)
    live.forget()
    live.page.mouse.click(*place(live, 777, 333))
    assert live.sent("input/button")[0]["x"] == 777
    assert live.sent("input/button")[0]["y"] == 333
