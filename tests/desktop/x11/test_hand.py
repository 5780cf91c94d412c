"""Whose input it was: the customer's real devices, other programs through XTEST, or our own injection."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Final

import pytest
from Xlib import X

from agent.desktop.base import HandKind
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.hand import X11Hand
from scripts.rigs.xserver import xvfb
from tests.desktop.conftest import Room
from tests.desktop.rig import PATIENCE, set_layout, until, xdotool

A_KEY: Final = 38
FOREIGN_TAPS: Final = 300
TAPPER: Final = f"""
import sys, Xlib.display
from Xlib import X
from Xlib.ext import xtest
display = Xlib.display.Display(sys.argv[1])
for _ in range({FOREIGN_TAPS}):
    for kind in (X.KeyPress, X.KeyRelease):
        xtest.fake_input(display, kind, {A_KEY})
        display.sync()
"""


class Seen:
    """What the hand reported."""

    def __init__(self) -> None:
        self.kinds: list[HandKind] = []
        self._news = asyncio.Event()

    def __call__(self, kind: HandKind) -> None:
        self.kinds.append(kind)
        self._news.set()

    async def until(self, kind: HandKind, count: int = 1) -> None:
        """Wait until `kind` was reported `count` times."""
        async with asyncio.timeout(PATIENCE):
            while self.kinds.count(kind) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def seen(desk: Room, outer: str) -> AsyncIterator[Seen]:
    """Watch the inner display, with the outer pointer over it, once all that its hardware did before is passed on."""
    for place in (150, 160), (200, 210):  # two, for one of them may be where the pointer is
        xdotool(outer, "mousemove", *map(str, place))
        until(lambda place=place: desk.see.pointer() == place)
    seen = Seen()
    desk.hand.start(seen)
    yield seen
    desk.hand.stop()


async def settle(desk: Room, seen: Seen) -> list[HandKind]:
    """Let everything on its way arrive: an event of another client's, sent last, is seen last."""
    before = seen.kinds.count(HandKind.BUTTON)
    xdotool(desk.display, "click", "9")
    await seen.until(HandKind.BUTTON, before + 2)
    return [kind for index, kind in enumerate(seen.kinds) if kind is not HandKind.BUTTON or index < before]


async def test_a_real_mouse_is_the_customers(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "mousemove", "300", "310")
    await seen.until(HandKind.POINTER)
    assert set(seen.kinds) == {HandKind.POINTER}


async def test_a_real_button_is_the_customers(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "click", "1")
    await seen.until(HandKind.BUTTON, 2)
    assert HandKind.KEY not in seen.kinds


async def test_a_real_key_is_the_customers(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "key", "a")
    await seen.until(HandKind.KEY, 2)
    assert HandKind.PANIC_STOP not in seen.kinds


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["key", "b"], HandKind.KEY),
        (["click", "1"], HandKind.BUTTON),
        (["mousemove_relative", "5", "5"], HandKind.POINTER),
    ],
)
async def test_an_assistive_program_on_xtest_is_the_customers(
    desk: Room, seen: Seen, words: list[str], kind: HandKind
) -> None:
    xdotool(desk.display, *words)
    await seen.until(kind)


async def test_five_thousand_injections_of_ours_are_never_the_customers(desk: Room, seen: Seen) -> None:
    for index in range(1000):
        desk.injector.move(index % 1280, index % 800)
        desk.injector.key("KeyA", "a", True)
        desk.injector.key("KeyA", "a", False)
        desk.injector.button(index % 3, True)
        desk.injector.button(index % 3, False)
        if index % 50 == 0:
            await asyncio.sleep(0)
    desk.injector.text("Où ? « ê » ш€")
    desk.injector.scroll(2, -3)
    assert await settle(desk, seen) == []


async def test_a_held_key_that_repeats_is_not_the_customers(desk: Room, seen: Seen) -> None:
    desk.injector.key("ArrowDown", "ArrowDown", True)
    await asyncio.sleep(1.0)  # the server repeats from 0.66 s on
    desk.injector.key("ArrowDown", "ArrowDown", False)
    assert await settle(desk, seen) == []


async def click_held_back(desk: Room) -> None:
    """Click and move while another program, as a window manager does, holds the pointer back for a moment."""
    root, display = desk.see.display.screen().root, desk.see.display
    wanted = X.ButtonPressMask | X.ButtonReleaseMask
    root.grab_button(1, X.AnyModifier, True, wanted, X.GrabModeSync, X.GrabModeAsync, X.NONE, X.NONE)
    display.sync()
    desk.injector.button(0, True)
    for place in range(30, 60):
        desk.injector.move(place, 44)
    desk.injector.button(0, False)
    await asyncio.sleep(0.1)  # as long as a busy window manager thinks
    display.allow_events(X.ReplayPointer, X.CurrentTime)
    root.ungrab_button(1, X.AnyModifier)
    display.sync()


async def test_a_click_that_a_window_manager_holds_back_stays_ours(desk: Room, seen: Seen) -> None:
    await click_held_back(desk)
    assert await settle(desk, seen) == []


async def test_the_same_key_from_another_program_at_the_same_time_is_told_apart(desk: Room, seen: Seen) -> None:
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", TAPPER, desk.display)
    ours = 0
    while other.returncode is None:
        desk.injector.key("KeyA", "a", True)
        desk.injector.key("KeyA", "a", False)
        ours += 1
        await asyncio.sleep(0)
    kinds = await settle(desk, seen)
    assert ours > FOREIGN_TAPS / 10, "the two ran side by side"
    foreign = kinds.count(HandKind.KEY)
    assert foreign == len(kinds)
    # XTEST has one keyboard for all: a press of a key that the other holds is no event, for either
    assert FOREIGN_TAPS <= foreign <= 2 * FOREIGN_TAPS


async def test_what_is_held_is_released_as_soon_as_the_hand_is_seen_before_anyone_is_told(
    desk: Room, outer: str, seen: Seen
) -> None:
    desk.injector.key("ShiftLeft", "Shift", True)
    desk.injector.button(1, True)
    xdotool(outer, "mousemove", "401", "302")

    def released() -> bool:
        desk.injector.move(3, 3)
        return not desk.injector.holding

    until(released)
    assert seen.kinds == [], "nobody was told: the loop did not run"
    assert desk.see.nothing_held()
    desk.injector.key("KeyA", "a", True)
    desk.injector.text("a")
    assert not desk.injector.holding
    await seen.until(HandKind.POINTER)
    desk.injector.key("KeyA", "a", True)
    assert desk.injector.holding, "whether the gate is open is the rules' to say from here on"
    desk.injector.release_all()


async def test_a_real_mouse_is_seen_amid_injections(desk: Room, outer: str, seen: Seen) -> None:
    mover = await asyncio.create_subprocess_exec("xdotool", "mousemove", "444", "333", env={"DISPLAY": outer})
    count = 0
    async with asyncio.timeout(PATIENCE):
        while HandKind.POINTER not in seen.kinds:
            desk.injector.move(count % 1280, 5)
            count += 1
            await asyncio.sleep(0)
    await mover.wait()


@pytest.mark.parametrize("layout", ["us", "fr"])
async def test_the_pause_key_pauses(desk: Room, outer: str, seen: Seen, layout: str) -> None:
    set_layout(desk.display, layout)
    xdotool(outer, "key", "Pause")
    await seen.until(HandKind.KEY)  # the release, which comes on its own
    assert await settle(desk, seen) == [HandKind.PANIC_PAUSE, HandKind.KEY]


@pytest.mark.parametrize("layout", ["us", "fr"])
@pytest.mark.parametrize("keys", [["Pause", "Pause"], ["Escape", "Escape", "Escape"]], ids=["2xPause", "3xEsc"])
async def test_the_panic_keys_stop(desk: Room, outer: str, seen: Seen, keys: list[str], layout: str) -> None:
    set_layout(desk.display, layout)
    xdotool(outer, "key", *keys)
    await seen.until(HandKind.PANIC_STOP)
    assert seen.kinds.count(HandKind.PANIC_STOP) == 1


async def test_the_technician_cannot_press_the_panic_keys(desk: Room, seen: Seen) -> None:
    for key in ("Pause", "Escape", "Escape", "Escape"):
        desk.injector.key(key, key, True)
        desk.injector.key(key, key, False)
    assert await settle(desk, seen) == []


async def test_escapes_with_another_key_between_are_no_panic(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "key", "Escape", "Escape", "i", "Escape")
    await seen.until(HandKind.KEY, 8)
    assert HandKind.PANIC_STOP not in seen.kinds


async def test_escapes_far_apart_are_no_panic(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "key", "Escape", "Escape")
    await asyncio.sleep(1.6)  # longer than the window, by the server's clock
    xdotool(outer, "key", "Escape")
    await seen.until(HandKind.KEY, 6)
    assert HandKind.PANIC_STOP not in seen.kinds


async def test_two_pauses_far_apart_do_not_stop(desk: Room, outer: str, seen: Seen) -> None:
    xdotool(outer, "key", "Pause")
    await asyncio.sleep(1.6)  # longer than the window, by the server's clock
    xdotool(outer, "key", "Pause")
    await seen.until(HandKind.PANIC_PAUSE, 2)
    assert HandKind.PANIC_STOP not in seen.kinds


async def test_every_panic_key_is_answered_to_the_watchdog_whoever_pressed_it(
    desk: Room, outer: str, seen: Seen
) -> None:
    answered: list[int] = []
    desk.hand.answer(answered.append)
    xdotool(outer, "key", "Pause")
    await seen.until(HandKind.PANIC_PAUSE)
    assert len(answered) == 1
    for _ in range(3):
        desk.injector.key("Escape", "Escape", True)
        desk.injector.key("Escape", "Escape", False)
    await settle(desk, seen)
    assert len(answered) == 2
    assert HandKind.PANIC_STOP not in seen.kinds


async def test_a_stopped_hand_reports_nothing(desk: Room, outer: str, seen: Seen) -> None:
    desk.hand.stop()
    xdotool(outer, "key", "a")
    again = Seen()
    desk.hand.start(again)
    xdotool(outer, "key", "b")
    await again.until(HandKind.KEY, 2)
    assert seen.kinds == []


async def test_a_screen_that_goes_away_stops_the_session(server: str) -> None:
    seen = Seen()
    with xvfb() as display:
        connection = X11Connection(display)
        hand = X11Hand(connection)
        hand.start(seen)
    await seen.until(HandKind.PANIC_STOP)
    hand.stop()
    connection.close()
