"""The technician's hand in real Win32 windows, and the customer's own hand, which is told from it and wins."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from agent.areas import Rect
from agent.desktop.acting import Acting
from agent.desktop.base import HandKind
from agent.desktop.windows.hand import WindowsHand
from agent.desktop.windows.injector import WindowsInjector
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.own_windows import WindowsOwnWindows
from agent.desktop.windows.win32_input import is_down, keys, mouse
from agent.desktop.windows.win32_windows import foreground, pointer_place
from scripts.rigs.win32_windows import FRAMED, MULTILINE, PATIENCE, Puppet, puppet, real_hand

FIELD = Rect(50, 50, 500, 200)
LEFT_DOWN, LEFT_UP, A = 0x201, 0x202, 0x41


@dataclass
class Desk:
    acting: Acting
    injector: WindowsInjector
    told: list[HandKind] = field(default_factory=list)

    async def hears(self, *kinds: HandKind) -> None:
        async with asyncio.timeout(PATIENCE):
            while not any(kind in kinds for kind in self.told):
                await asyncio.sleep(0.01)


class Guard:
    def __init__(self) -> None:
        self.open = True

    def allow_pointer(self, x: int, y: int) -> bool:
        return self.open

    def allow_keys(self) -> bool:
        return self.open


@pytest.fixture
def guard() -> Guard:
    return Guard()


@pytest.fixture
async def desk(guard: Guard) -> AsyncIterator[Desk]:
    acting = Acting()
    desk = Desk(acting, WindowsInjector(acting, WindowsMonitors(), guard))
    hand = WindowsHand(acting)
    hand.start(desk.told.append)
    yield desk
    desk.injector.close()
    hand.stop()


async def comes(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)


async def focused(window: Puppet) -> None:
    window.to_front()
    await comes(lambda: foreground() == window.handle)


async def test_the_pointer_goes_where_it_is_sent_to_the_pixel(desk: Desk) -> None:
    for place in [(0, 0), (1, 1), (333, 444), (1279, 799), (640, 1)]:
        desk.injector.move(*place)
        await comes(lambda place=place: pointer_place() == place)
    desk.injector.move(5000, -20)
    await comes(lambda: pointer_place() == (1279, 0))
    assert desk.told == []


async def test_a_click_reaches_the_window_below(desk: Desk) -> None:
    with puppet(Rect(200, 200, 200, 200), more=8) as window:
        desk.injector.move(300, 300)
        desk.injector.button(0, True)
        assert desk.injector.holding
        desk.injector.button(0, False)
        await comes(lambda: {LEFT_DOWN, LEFT_UP} <= {message for message, _ in window.messages})
    assert not desk.injector.holding
    assert desk.told == []


@pytest.mark.parametrize("text", ["Bonjour, ça va ? 12 €", "œuvre « été » naïf ÀÉÎ", "@#{}[]|\\~^`", "😀 日本"])
async def test_text_arrives_as_it_is_whatever_the_layout(desk: Desk, text: str) -> None:
    with puppet(FIELD, kind="EDIT", style=FRAMED | MULTILINE) as field:
        await focused(field)
        desk.injector.text(text)
        await comes(lambda: field.text() == text)
    assert desk.told == []


async def test_keys_write_what_the_technician_typed_and_commands_are_commands(desk: Desk) -> None:
    with puppet(FIELD, kind="EDIT", style=FRAMED | MULTILINE) as field:
        await focused(field)
        for code, key in [("ShiftLeft", "Shift"), ("KeyQ", "A"), ("Digit2", "é"), ("KeyB", "b")]:
            desk.injector.key(code, key, True)
            if key != "Shift":
                desk.injector.key(code, key, False)
            if key == "A":
                desk.injector.key("ShiftLeft", "Shift", False)
        desk.injector.key("Backspace", "Backspace", True)
        desk.injector.key("Backspace", "Backspace", False)
        await comes(lambda: field.text() == "Aé")
    assert not desk.injector.holding


async def test_a_key_that_is_held_repeats_and_is_released_at_once_with_all_others(desk: Desk) -> None:
    with puppet(FIELD, kind="EDIT", style=FRAMED | MULTILINE) as field:
        await focused(field)
        desk.injector.key("KeyA", "a", True)
        await comes(lambda: len(field.text()) > 3)
        assert is_down(A)
        desk.injector.release_all()
        await comes(lambda: not is_down(A))
        assert set(field.text()) == {"a"}
    assert desk.told == []


async def test_the_customers_real_hand_is_told_from_ours(desk: Desk) -> None:
    desk.injector.move(10, 10)
    await comes(lambda: pointer_place() == (10, 10))
    assert desk.told == []
    with puppet(Rect(200, 200, 200, 200), more=8):
        await asyncio.to_thread(real_hand, "mousemove", "300", "310")
        await desk.hears(HandKind.POINTER)
        await asyncio.to_thread(real_hand, "click", "1")
        await desk.hears(HandKind.BUTTON)


async def test_the_customers_keyboard_is_told_and_its_panic_keys_too(desk: Desk) -> None:
    with puppet(FIELD, kind="EDIT", style=FRAMED | MULTILINE) as field:
        await focused(field)
        await asyncio.to_thread(real_hand, "mousemove", "200", "150", "click", "1", "key", "x")
        await desk.hears(HandKind.KEY)
        await asyncio.to_thread(real_hand, "key", "Pause")
        await desk.hears(HandKind.PANIC_PAUSE)
        await asyncio.to_thread(real_hand, "key", "Escape", "key", "Escape", "key", "Escape")
        await desk.hears(HandKind.PANIC_STOP)


async def test_what_another_program_injects_is_the_customers(desk: Desk) -> None:
    keys([(A, 0x1E, 0), (A, 0x1E, 2)], mark=desk.acting.mark ^ 1)
    await desk.hears(HandKind.KEY)
    mouse(0x1, mark=0, x=5, y=5)
    await desk.hears(HandKind.POINTER)


async def test_nothing_is_injected_while_the_rules_do_not_know_of_the_customers_act(desk: Desk) -> None:
    desk.acting.seen()
    desk.injector.move(400, 400)
    desk.acting.told()
    await asyncio.sleep(0.1)
    assert pointer_place() != (400, 400)
    desk.injector.move(400, 400)
    await comes(lambda: pointer_place() == (400, 400))


async def test_where_a_guard_says_no_nothing_is_done_but_releases_pass(desk: Desk, guard: Guard) -> None:
    with puppet(Rect(200, 200, 200, 200), more=8) as window:
        desk.injector.move(300, 300)
        desk.injector.button(0, True)
        await comes(lambda: LEFT_DOWN in [message for message, _ in window.messages])
        guard.open = False
        desk.injector.move(50, 50)
        desk.injector.button(0, False)
        await comes(lambda: LEFT_UP in [message for message, _ in window.messages])
        assert pointer_place() == (300, 300)
        desk.injector.button(2, True)
        desk.injector.key("KeyA", "a", True)
        assert not desk.injector.holding


def test_our_own_windows_take_no_remote_input() -> None:
    import os

    monitors = WindowsMonitors()
    own, foreign = WindowsOwnWindows(monitors, lambda: {os.getpid()}), WindowsOwnWindows(monitors, set)
    with puppet(Rect(200, 200, 200, 200), more=8) as window:
        assert not own.allow_pointer(300, 300)
        assert foreign.allow_pointer(300, 300)
        window.to_front()
        assert not own.allow_keys() or foreground() != window.handle
