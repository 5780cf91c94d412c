"""Which keys are pressed on the customer's keyboard for what the technician typed on another."""

import pytest

from agent.desktop.windows.keyboard import Keyboard, Stroke
from agent.desktop.windows.win32_input import EXTENDED, UNICODE, UP

SHIFT_KEY, CONTROL_KEY = 0xA0, 0xA2


class Azerty:
    """The letters and a few more of a French layout: what VkKeyScanEx says there."""

    def __init__(self) -> None:
        self.caps_lock = False

    def find(self, character: str) -> tuple[int, int] | None:
        if character.isascii() and character.isalpha():
            return ord(character.upper()), int(character.isupper())
        return {"1": (0x31, 1), "&": (0x31, 0), "é": (0x32, 0), "@": (0x30, 6)}.get(character)

    def scan(self, key: int) -> int:
        return key % 0x80

    def key_at(self, scan: int) -> int:
        return 0x41 if scan == 0x10 else 0

    def caps(self) -> bool:
        return self.caps_lock


class Desk:
    def __init__(self) -> None:
        self.layout, self.sent = Azerty(), list[Stroke]()
        self.keyboard = Keyboard(self.layout, self.sent.extend)

    def struck(self) -> list[tuple[int, bool]]:
        return [(key, not flags & UP) for key, _, flags in self.sent if not flags & UNICODE]

    def written(self) -> str:
        units = [scan for _, scan, flags in self.sent if flags & UNICODE and not flags & UP]
        return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_letter_is_held_by_the_key_that_writes_it_there(desk: Desk) -> None:
    desk.keyboard.press("KeyQ", "a")
    assert desk.struck() == [(0x41, True)]
    assert desk.keyboard.holding
    desk.keyboard.press("KeyQ", "a")
    desk.keyboard.release("KeyQ")
    assert desk.struck() == [(0x41, True), (0x41, False)]
    assert not desk.keyboard.holding


@pytest.mark.parametrize("character", ["1", "@", "ß", "’", "^", "😀"])
def test_what_needs_other_modifiers_is_struck_whole_by_its_number(desk: Desk, character: str) -> None:
    desk.keyboard.press("Digit1", character)
    assert desk.written() == character
    assert not desk.keyboard.holding


def test_shift_that_is_held_serves_a_capital_letter(desk: Desk) -> None:
    desk.keyboard.press("ShiftLeft", "Shift")
    desk.keyboard.press("KeyB", "B")
    assert desk.struck() == [(SHIFT_KEY, True), (0x42, True)]


def test_caps_lock_at_the_customers_does_not_turn_letters_round(desk: Desk) -> None:
    desk.layout.caps_lock = True
    desk.keyboard.press("KeyB", "b")
    assert desk.written() == "b"


def test_a_command_is_by_character_and_in_another_script_by_place(desk: Desk) -> None:
    desk.keyboard.press("ControlLeft", "Control")
    desk.keyboard.press("KeyC", "c")
    desk.keyboard.press("KeyQ", "й")
    assert desk.struck() == [(CONTROL_KEY, True), (0x43, True), (0x41, True)]


def test_altgr_lets_go_of_the_control_that_windows_pressed_with_it(desk: Desk) -> None:
    desk.keyboard.press("ControlLeft", "Control")
    desk.keyboard.press("AltRight", "AltGraph")
    desk.keyboard.press("Digit0", "@")
    assert desk.struck() == [(CONTROL_KEY, True), (CONTROL_KEY, False)]
    assert desk.written() == "@"


def test_text_is_text_also_while_control_is_held(desk: Desk) -> None:
    desk.keyboard.press("ControlLeft", "Control")
    desk.keyboard.type("a")
    desk.keyboard.type("\n")
    assert desk.written() == "a"
    control = [down for key, down in desk.struck() if key == CONTROL_KEY]
    assert control == [True, False, True, False, True]
    assert (0x0D, True) in desk.struck()


def test_the_keypads_enter_and_arrows_are_told_apart_by_their_place(desk: Desk) -> None:
    desk.keyboard.press("NumpadEnter", "Enter")
    desk.keyboard.press("Enter", "Enter")
    desk.keyboard.press("ArrowLeft", "ArrowLeft")
    assert [bool(flags & EXTENDED) for _, _, flags in desk.sent] == [True, False, True]


def test_the_key_pressed_last_repeats_and_modifiers_never_do(desk: Desk) -> None:
    desk.keyboard.press("ShiftLeft", "Shift")
    assert not desk.keyboard.repeat()
    desk.keyboard.press("KeyB", "B")
    assert desk.keyboard.repeat()
    assert desk.struck()[-1] == (0x42, True)
    desk.keyboard.release_all()
    assert not desk.keyboard.holding
    assert {key for key, down in desk.struck() if not down} == {SHIFT_KEY, 0x42}


@pytest.mark.parametrize("key", ["Dead", "CapsLock", "Unidentified", "NumLock"])
def test_names_that_neither_write_nor_do_anything_do_nothing(desk: Desk, key: str) -> None:
    desk.keyboard.press("KeyA", key)
    assert desk.sent == []
