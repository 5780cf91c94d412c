"""What the technician types arrives in another program's text field (Notepad), whatever keyboard the customer has:
tests/desktop/test_windows.py runs this once for each."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from agent.areas import Rect
from agent.desktop.acting import Acting
from agent.desktop.base import HandKind
from agent.desktop.windows.hand import WindowsHand
from agent.desktop.windows.injector import WindowsInjector
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.win32_windows import pointer_place
from scripts.rigs.win32_notepad import Notepad, notepad
from scripts.rigs.win32_windows import PATIENCE

FRENCH = [("KeyQ", "a"), ("Semicolon", "m"), ("Digit2", "é"), ("Digit0", "à"), ("Digit9", "ç"), ("KeyZ", "w")]
"""Keys of an AZERTY keyboard: where each is, and what it writes."""


CONTROL, SHIFT = ("ControlLeft", "Control"), ("ShiftLeft", "Shift")
LEFT, RIGHT = Rect(0, 0, 500, 400), Rect(600, 0, 500, 400)


@pytest.fixture(scope="module")
def pad() -> Iterator[Notepad]:
    with notepad() as pad:
        pad.move(LEFT)
        yield pad


class Technician:
    def __init__(self, acting: Acting) -> None:
        self.injector = WindowsInjector(acting, WindowsMonitors())

    def strikes(self, code: str, key: str, *held: tuple[str, str]) -> None:
        for modifier in held:
            self.injector.key(*modifier, True)
        self.injector.key(code, key, True)
        self.injector.key(code, key, False)
        for modifier in reversed(held):
            self.injector.key(*modifier, False)


@pytest.fixture
def acting() -> Acting:
    return Acting()


@pytest.fixture
async def technician(pad: Notepad, acting: Acting) -> AsyncIterator[Technician]:
    technician = Technician(acting)
    pad.clear()
    pad.to_front()
    yield technician
    technician.injector.close()


async def comes(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.02)


async def writes(pad: Notepad, text: str) -> None:
    try:
        await comes(lambda: pad.text() == text)
    except TimeoutError:
        assert pad.text() == text


async def test_letters_and_accents_arrive_key_by_key(pad: Notepad, technician: Technician) -> None:
    for code, key in FRENCH:
        technician.strikes(code, key)
    technician.strikes("KeyQ", "A", SHIFT)
    technician.strikes("Digit4", "4", SHIFT)
    technician.strikes("Digit0", "@", ("AltRight", "AltGraph"))
    technician.strikes("KeyE", "€", ("AltRight", "AltGraph"))
    technician.strikes("BracketLeft", "Dead")
    technician.strikes("KeyE", "ê")
    technician.strikes("Space", " ")
    technician.strikes("Comma", ";")
    await writes(pad, "améàçwA4@€ê ;")


async def test_a_text_arrives_as_it_is(pad: Notepad, technician: Technician) -> None:
    technician.injector.text("Où ça ? « À Noël », naïf œuf : {~#|\\} 12 €")
    await writes(pad, "Où ça ? « À Noël », naïf œuf : {~#|\\} 12 €")


async def test_shortcuts_are_the_programs_own(pad: Notepad, technician: Technician) -> None:
    technician.injector.text("zwaq")
    technician.strikes("KeyQ", "a", CONTROL)  # AZERTY's place of A
    technician.strikes("KeyX", "x", CONTROL)
    await writes(pad, "")
    technician.strikes("KeyV", "v", CONTROL)
    technician.strikes("KeyV", "v", CONTROL)
    await writes(pad, "zwaqzwaq")
    technician.strikes("KeyA", "a", CONTROL)  # QWERTY's
    technician.strikes("Backspace", "Backspace")
    await writes(pad, "")


async def test_keys_that_write_nothing_move_and_delete(pad: Notepad, technician: Technician) -> None:
    technician.injector.text("bcd")
    for key in ("Home", "Delete", "End", "ArrowLeft", "Backspace", "Enter"):
        technician.strikes(key, key)
    technician.injector.text("e")
    await writes(pad, "\r\ned")
    for _ in range(2):
        technician.strikes("ArrowLeft", "ArrowLeft", SHIFT)
    technician.strikes("Delete", "Delete")
    await writes(pad, "d")


async def test_a_click_that_brings_a_window_up_is_not_taken_for_the_customers(
    pad: Notepad, technician: Technician, acting: Acting
) -> None:
    told: list[HandKind] = []
    hand = WindowsHand(acting)
    with notepad() as other:
        other.move(RIGHT)
        other.to_front()
        hand.start(told.append)
        await asyncio.sleep(0.5)  # what Wine says of windows that have just come is none of this
        told.clear()
        technician.injector.move(*pad.middle())
        await comes(lambda: pointer_place() == pad.middle())
        technician.injector.button(0, True)
        technician.injector.button(0, False)
        await comes(pad.has_the_keyboard)
        await asyncio.sleep(0.5)  # meanwhile it says a move that is none
        technician.injector.text("ici")
        await writes(pad, "ici")
        assert told == []
        hand.stop()
