"""A technician's keys, as the browser tells them, on a customer's other keyboard."""

import pytest

from tests.desktop.conftest import Room
from tests.desktop.rig import Listener, set_layout, until

SHIFT_BIT = 1


def press(room: Room, *keys: tuple[str, str]) -> None:
    """Press (code, key) pairs, and release them in reverse."""
    for code, key in keys:
        room.injector.key(code, key, True)
    for code, key in reversed(keys):
        room.injector.key(code, key, False)


def enter(room: Room, listener: Listener) -> str:
    press(room, ("Enter", "Enter"))
    return listener.line()


@pytest.fixture
def french(room: Room, screen_terminal: Listener) -> Listener:
    set_layout(room.display, "fr")
    return screen_terminal


@pytest.fixture
def american(room: Room, screen_terminal: Listener) -> Listener:
    return screen_terminal


QWERTY = [("KeyA", "a"), ("KeyQ", "q"), ("KeyZ", "z"), ("KeyW", "w"), ("KeyM", "m"), ("Semicolon", ";"), ("Comma", ",")]
QWERTY += [(f"Digit{digit}", str(digit)) for digit in range(10)] + [("Minus", "-"), ("Slash", "/"), ("Space", " ")]
QWERTY_SHIFTED = [("Digit1", "!"), ("Digit2", "@"), ("Digit3", "#"), ("Digit7", "&"), ("KeyA", "A"), ("Slash", "?")]
AZERTY = [
    ("KeyQ", "a"),
    ("KeyA", "q"),
    ("KeyW", "z"),
    ("Digit1", "&"),
    ("Digit2", "é"),
    ("Digit0", "à"),
    ("Quote", "ù"),
]
AZERTY_SHIFTED = [("Digit1", "1"), ("Digit0", "0"), ("KeyQ", "A"), ("KeyM", "?"), ("Comma", "."), ("Slash", "§")]


def test_a_qwerty_technician_types_by_character_on_azerty(room: Room, french: Listener) -> None:
    for key in QWERTY:
        press(room, key)
    assert enter(room, french) == "".join(key for _, key in QWERTY)


def test_an_azerty_technician_types_by_character_on_qwerty(room: Room, american: Listener) -> None:
    for key in AZERTY:
        press(room, key)
    assert enter(room, american) == "".join(key for _, key in AZERTY)


@pytest.mark.parametrize("layout", ["us", "fr"])
def test_a_held_shift_applies_to_each_character_as_the_technician_saw_it(
    room: Room, screen_terminal: Listener, layout: str
) -> None:
    set_layout(room.display, layout)
    for keys in (QWERTY_SHIFTED, AZERTY_SHIFTED):
        room.injector.key("ShiftLeft", "Shift", True)
        for key in keys:
            press(room, key)
            assert room.see.mask() & SHIFT_BIT, "Shift is back as the technician holds it"
        room.injector.key("ShiftLeft", "Shift", False)
        assert enter(room, screen_terminal) == "".join(key for _, key in keys)
    assert room.see.nothing_held()


def test_a_shift_that_only_the_character_needs_does_not_stay(room: Room, french: Listener) -> None:
    room.injector.key("Digit1", "1", True)
    assert room.see.nothing_held()
    assert not room.see.mask() & SHIFT_BIT
    room.injector.key("Digit1", "1", False)
    press(room, ("KeyA", "a"))
    assert enter(room, french) == "1a"


@pytest.mark.parametrize("layout", ["us", "fr", "de"])
def test_altgr_as_windows_tells_it_writes_the_character(room: Room, screen_terminal: Listener, layout: str) -> None:
    set_layout(room.display, layout)
    windows = [("ControlLeft", "Control"), ("AltRight", "AltGraph")]
    for code, key in (("Digit0", "@"), ("Digit3", "#"), ("Digit4", "{"), ("KeyE", "€"), ("Digit8", "\\")):
        press(room, *windows, (code, key))
    assert enter(room, screen_terminal) == "@#{€\\"
    assert room.see.nothing_held()


def test_commands_go_by_the_letter(room: Room, french: Listener) -> None:
    press(room, ("ControlLeft", "Control"), ("KeyZ", "z"))
    press(room, ("ControlRight", "Control"), ("KeyA", "a"))
    assert enter(room, french) == "\x1a\x01"
    assert room.see.nothing_held()


def test_commands_in_another_script_go_by_the_place(room: Room, american: Listener) -> None:
    press(room, ("ControlLeft", "Control"), ("KeyZ", "я"))
    assert enter(room, american) == "\x1a"


def test_alt_as_a_command_reaches_the_application(room: Room, french: Listener) -> None:
    press(room, ("AltLeft", "Alt"), ("KeyQ", "a"))
    assert enter(room, french) in ("\x1ba", "á"), "xterm writes Alt as Escape or as the eighth bit"


def test_text_arrives_as_text_though_control_is_held(room: Room, american: Listener) -> None:
    room.injector.key("ControlLeft", "Control", True)
    room.injector.text("plain é")
    room.injector.key("ControlLeft", "Control", False)
    assert enter(room, american) == "plain é"


def test_keys_that_write_nothing_do_what_they_say(room: Room, french: Listener) -> None:
    for name in ("ArrowUp", "Home", "Delete", "F5", "Escape", "Tab"):
        press(room, (name, name))
    assert enter(room, french) == "\x1b[A\x1b[H\x1b[3~\x1b[15~\x1b\t"


def test_the_keypad_writes_what_the_technician_saw(room: Room, french: Listener) -> None:
    for code, key in (("Numpad1", "1"), ("NumpadAdd", "+"), ("NumpadDecimal", "."), ("Numpad4", "ArrowLeft")):
        press(room, (code, key))
    press(room, ("NumpadEnter", "Enter"))
    assert french.line() == "1+.\x1b[D"


def test_a_key_is_held_as_long_as_the_technician_holds_it(room: Room, american: Listener) -> None:
    room.injector.key("ArrowUp", "ArrowUp", True)
    room.injector.key("ArrowUp", "ArrowUp", True)
    assert len(room.see.keys_down()) == 1
    assert room.injector.holding
    room.injector.key("ArrowUp", "ArrowUp", False)
    assert room.see.nothing_held()
    assert not room.injector.holding


def test_two_keys_of_the_technician_on_one_of_the_customer_release_it_once_both_are_up(
    room: Room, american: Listener
) -> None:
    room.injector.key("KeyA", "a", True)
    room.injector.key("KeyQ", "a", True)
    room.injector.key("KeyA", "a", False)
    assert len(room.see.keys_down()) == 1
    room.injector.key("KeyQ", "a", False)
    assert room.see.nothing_held()


@pytest.mark.parametrize("key", ["Dead", "Unidentified", "Process", "CapsLock", "NumLock", "AltGraph", "Hyper", ""])
def test_names_that_write_nothing_here_do_nothing(room: Room, american: Listener, key: str) -> None:
    room.injector.key("KeyA", key, True)
    assert room.see.nothing_held()
    assert not room.see.mask() & 0xFF
    room.injector.key("KeyA", key, False)
    press(room, ("KeyB", "b"))
    assert enter(room, american) == "b"


def test_a_map_that_changes_while_a_key_is_held_leaves_none_stuck(room: Room, american: Listener) -> None:
    room.injector.key("KeyQ", "q", True)
    set_layout(room.display, "fr")
    room.injector.key("KeyA", "a", True)
    room.injector.key("KeyQ", "q", False)
    room.injector.key("KeyA", "a", False)
    until(room.see.nothing_held)
