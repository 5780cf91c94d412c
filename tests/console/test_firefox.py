"""The live view in Debian's Firefox: shown, steered, and its shortcuts kept from the customer."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.rigs.browser import FirefoxTab, firefox

STEER = {
    "type": "session/state",
    "session_id": "s1",
    "phase": "live",
    "granted": ["view", "control"],
    "hiding": "nothing",
}


@pytest.fixture(scope="module")
def tab(live_address: str) -> Iterator[FirefoxTab]:
    with firefox("fr") as running:
        running.goto(live_address)
        wait(running, "!!window.harness")
        running.evaluate("void harness.link.events.onOpen()")
        wait(running, "harness.link.types().includes('consent/request')")
        hear(running, **STEER, input_open=True)
        hear(running, type="view/geometry", x=0, y=0, width=1280, height=800, divisor=1, view=0)
        running.evaluate("harness.paint(1280, 800)")
        wait(running, "document.querySelector('[data-testid=screen]').dataset.shown === 'true'")
        yield running


def wait(tab: FirefoxTab, true: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not tab.evaluate(true):
        assert time.monotonic() < until, f"waited in vain for {true}"
        time.sleep(0.05)


def hear(tab: FirefoxTab, **message: Any) -> None:
    tab.evaluate(f"harness.link.hear({json.dumps(message)})")


def input_sent(tab: FirefoxTab) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = tab.evaluate(
        "harness.link.sent.filter((s) => s.channel === 'input').map((s) => s.message)"
    )
    return told


def click_at(tab: FirefoxTab, x: int, y: int) -> None:
    left, top, scale = tab.evaluate(
        """(() => { const c = document.querySelector('[data-testid=screen]'), b = c.getBoundingClientRect();
        return [b.left, b.top, b.width / c.width]; })()"""
    )
    tab.click(left + (x + 0.5) * scale, top + (y + 0.5) * scale)


def test_a_click_lands_and_keys_follow_it(tab: FirefoxTab) -> None:
    tab.evaluate("void (harness.link.sent.length = 0)")
    click_at(tab, 640, 400)
    tab.type("é{")
    sent = input_sent(tab)
    places = [(one["x"], one["y"], one["down"]) for one in sent if one["type"] == "input/button"]
    assert [(abs(x - 640) <= 1, abs(y - 400) <= 1, down) for x, y, down in places] == [
        (True, True, True),
        (True, True, False),
    ]  # WebDriver clicks at whole CSS pixels
    pressed = [one for one in sent if one["type"] == "input/text" or (one["type"] == "input/key" and one["down"])]
    assert [one.get("text") or one["key"] for one in pressed] == ["é", "{"]


def test_a_shortcut_stays_here(tab: FirefoxTab) -> None:
    click_at(tab, 100, 100)
    tab.evaluate("void (harness.link.sent.length = 0)")
    tab.chord(["Control", "Alt", "Shift", "KeyP"])
    assert input_sent(tab) == []
    told = [kind for kind in tab.evaluate("harness.link.types()") if kind != "view/size"]  # a panel may settle late
    assert told == ["session/pause"]


def test_nothing_is_written_into_the_page_that_the_csp_forbids(tab: FirefoxTab) -> None:
    assert tab.evaluate("document.querySelectorAll('style').length") == 0
    assert tab.evaluate("getComputedStyle(document.querySelector('.live')).display") == "grid"
