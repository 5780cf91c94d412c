"""Keys as data: places of KeyboardEvent.code that write, and virtual keys of KeyboardEvent.key that write nothing.

Places are scan codes of set 1 (Keyboard Scan Code Specification, Microsoft 2000) in the W3C's names (UI Events
KeyboardEvent code Values, 2023); virtual keys are winuser.h's.
"""

from typing import Final

_ROWS: Final[tuple[tuple[int, str], ...]] = (
    (0x02, "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal"),
    (0x10, "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight"),
    (0x1E, "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote"),
    (0x2B, "Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash"),
    (0x39, "Space"),
    (0x56, "IntlBackslash"),
    (0x73, "IntlRo"),
    (0x7D, "IntlYen"),
)

PLACES: Final[dict[str, int]] = {code: first + index for first, row in _ROWS for index, code in enumerate(row.split())}
"""KeyboardEvent.code -> scan code, for the keys that write."""

CAPS_LOCK: Final = 0x14

NAMED: Final[dict[str, int]] = {
    "Enter": 0x0D,
    "Tab": 0x09,
    "Backspace": 0x08,
    "Delete": 0x2E,
    "Escape": 0x1B,
    "ArrowLeft": 0x25,
    "ArrowUp": 0x26,
    "ArrowRight": 0x27,
    "ArrowDown": 0x28,
    "Home": 0x24,
    "End": 0x23,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "Insert": 0x2D,
    "Clear": 0x0C,
    "ContextMenu": 0x5D,
    "Help": 0x2F,
    "Pause": 0x13,
    "PrintScreen": 0x2C,
    "Shift": 0xA0,
    "Control": 0xA2,
    "Alt": 0xA4,
    "Meta": 0x5B,
    **{f"F{number}": 0x6F + number for number in range(1, 25)},
    "AudioVolumeMute": 0xAD,
    "AudioVolumeDown": 0xAE,
    "AudioVolumeUp": 0xAF,
    "BrowserBack": 0xA6,
    "BrowserForward": 0xA7,
    "BrowserRefresh": 0xA8,
}
"""KeyboardEvent.key -> virtual key. AltGraph and the locks are absent on purpose: what they do to the technician's
keyboard has already been done when the character arrives, and the customer's stays as it was."""

TWINS: Final[dict[tuple[str, str], int]] = {
    ("Shift", "ShiftRight"): 0xA1,
    ("Control", "ControlRight"): 0xA3,
    ("Meta", "MetaRight"): 0x5C,
}
"""(key, code) of keys with a second one of their own. Not AltRight: on many layouts that place is AltGr."""

MODIFIERS: Final = frozenset({0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0x5B, 0x5C})
COMMANDS: Final = MODIFIERS - {0xA0, 0xA1}
"""Control, Alt and the Windows key: while one is held, a key is a command and no longer text."""
SHIFTS: Final = frozenset({0xA0, 0xA1})

NUMPAD_ENTER: Final = "NumpadEnter"
TEXT_KEYS: Final = {"\n": 0x0D, "\r": 0x0D, "\t": 0x09}
"""Characters that are keys, even in a text."""

EXTENDED: Final = frozenset(
    {0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2C, 0x2D, 0x2E, 0x5B, 0x5C, 0x5D, 0xA3, 0xA5}
    | set(range(0xA6, 0xB8))
)
"""Virtual keys whose place comes with 0xE0 before it: else they would be the keypad's."""

HELD: Final = (*range(1, 7), *range(0x08, 0xFF))
"""Every virtual key that can be held, mouse buttons first."""
