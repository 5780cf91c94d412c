"""A real keyboard under the browser: an X server with a French layout, whose keys xdotool presses by place."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from scripts.rigs.applications import bring_forward, environment
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.xserver import window_manager, xvfb
from tests.console.driver import LiveView

# Places of keys (X keycodes: evdev + 8), and what AZERTY has there.
PLACES = {"a": 24, "e": 26, "dead": 34, "0": 19, "2": 11, "shift": 50, "altgr": 108, "ctrl": 37, "alt": 64, "p": 33}


class Typist:
    """Hands on the keyboard of an X display."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def do(self, *strokes: str) -> None:
        """Press and release: "e" taps, "+altgr" presses, "-altgr" releases."""
        words = {"+": "keydown", "-": "keyup"}
        command: list[str] = []
        for stroke in strokes:
            deed = words.get(stroke[0], "key")
            command += [deed, "--delay", "30", str(PLACES[stroke.lstrip("+-")])]
        subprocess.run(["xdotool", *command], env=self._environment, check=True, timeout=20)

    def layout(self, name: str) -> None:
        subprocess.run(["setxkbmap", name], env=self._environment, check=True, timeout=20)


@pytest.fixture(scope="module")
def azerty(playwright: Playwright, live_address: str) -> Iterator[tuple[Typist, LiveView]]:
    with xvfb() as display, window_manager(display):
        typist = Typist(display)
        typist.layout("fr")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(FLAGS), headless=False, env={**os.environ, "DISPLAY": display}
        )
        page = browser.new_context(no_viewport=True).new_page()
        page.bring_to_front()
        bring_forward("chromium", environment(display), "class")
        yield typist, LiveView(page, live_address)
        browser.close()


def typed(live: LiveView, count: int) -> list[str]:
    """What went to the customer, presses and text alone, once there are `count`."""
    script = """(count) => { const pressed = harness.link.sent.map((s) => s.message)
        .filter((m) => m.type === 'input/text' || (m.type === 'input/key' && m.down));
        return pressed.length >= count && pressed.map((m) => m.text ?? m.code + ' ' + m.key); }"""
    return list(live.page.wait_for_function(script, arg=count).json_value())


@pytest.fixture
def hands(azerty: tuple[Typist, LiveView]) -> tuple[Typist, LiveView]:
    typist, live = azerty
    live.page.reload()
    live.page.wait_for_function("() => window.harness")
    live.steer()
    live.screen.click()
    live.forget()
    return typist, live


def test_azerty_letters_go_with_their_place_and_their_character(hands: tuple[Typist, LiveView]) -> None:
    typist, live = hands
    typist.do("a", "2")
    assert typed(live, 2) == ["KeyQ a", "Digit2 é"]


def test_altgr_goes_as_the_character_it_makes(hands: tuple[Typist, LiveView]) -> None:
    typist, live = hands
    typist.do("+altgr", "e", "0", "-altgr")
    assert typed(live, 2) == ["KeyE €", "Digit0 @"]


def test_a_dead_key_goes_as_the_accented_character(hands: tuple[Typist, LiveView]) -> None:
    typist, live = hands
    typist.do("dead", "e", "+shift", "dead", "-shift", "e")
    words = [word.split(" ")[-1] for word in typed(live, 2) if not word.startswith("Shift")]
    assert words == ["ê", "ë"]


def test_a_shortcut_works_on_this_layout_and_stays_here(hands: tuple[Typist, LiveView]) -> None:
    typist, live = hands
    typist.do("+ctrl", "+alt", "+shift", "p", "-shift", "-alt", "-ctrl")
    live.page.wait_for_function("() => harness.link.types().includes('session/pause')")
    assert live.input() == []
