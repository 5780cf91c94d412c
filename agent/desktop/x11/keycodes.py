"""Keys as data: the place of each KeyboardEvent.code, and the keysym of each KeyboardEvent.key that writes nothing.

Places are Linux evdev codes (linux/input-event-codes.h) in the W3C's names (UI Events KeyboardEvent code Values, 2023);
X servers with evdev keycodes, which all are now, number them 8 higher.
"""

from typing import Final

_EVDEV_OFFSET: Final = 8

_ROWS: Final[tuple[tuple[int, str], ...]] = (
    (2, "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal"),
    (16, "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight"),
    (30, "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote"),
    (43, "Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash"),
    (55, "NumpadMultiply"),
    (57, "Space"),
    (71, "Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd"),
    (79, "Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal"),
    (86, "IntlBackslash"),
    (89, "IntlRo"),
    (98, "NumpadDivide"),
    (117, "NumpadEqual"),
    (121, "NumpadComma"),
    (124, "IntlYen"),
)

PLACES: Final[dict[str, int]] = {
    code: first + _EVDEV_OFFSET + index for first, row in _ROWS for index, code in enumerate(row.split())
}
"""KeyboardEvent.code -> X keycode, for the keys that write."""

NAMED: Final[dict[str, int]] = {
    "Enter": 0xFF0D,
    "Tab": 0xFF09,
    "Backspace": 0xFF08,
    "Delete": 0xFFFF,
    "Escape": 0xFF1B,
    "ArrowLeft": 0xFF51,
    "ArrowUp": 0xFF52,
    "ArrowRight": 0xFF53,
    "ArrowDown": 0xFF54,
    "Home": 0xFF50,
    "End": 0xFF57,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "Insert": 0xFF63,
    "Clear": 0xFF0B,
    "ContextMenu": 0xFF67,
    "Help": 0xFF6A,
    "Pause": 0xFF13,
    "PrintScreen": 0xFF61,
    "Shift": 0xFFE1,
    "Control": 0xFFE3,
    "Alt": 0xFFE9,
    "Meta": 0xFFEB,
    **{f"F{number}": 0xFFBD + number for number in range(1, 25)},
    "AudioVolumeDown": 0x1008FF11,
    "AudioVolumeMute": 0x1008FF12,
    "AudioVolumeUp": 0x1008FF13,
    "BrowserBack": 0x1008FF26,
    "BrowserForward": 0x1008FF27,
    "BrowserRefresh": 0x1008FF29,
}
"""KeyboardEvent.key -> keysym (X11/keysymdef.h, XF86keysym.h). AltGraph and the locks are absent on purpose: what they
do to the technician's keyboard has already been done when the character arrives, and the customer's stays as it was."""

TWINS: Final[dict[tuple[str, str], int]] = {
    ("Shift", "ShiftRight"): 0xFFE2,
    ("Control", "ControlRight"): 0xFFE4,
    ("Meta", "MetaRight"): 0xFFEC,
    ("Enter", "NumpadEnter"): 0xFF8D,
}
"""(key, code) of keys with a second one of their own keysym. Not AltRight: on many layouts that place is AltGr."""

SHIFT: Final = 1
LOCK: Final = 2
CONTROL: Final = 4
"""Modifier bits of the core protocol; the others depend on the layout."""

COMMAND_KEYS: Final = frozenset({0xFFE3, 0xFFE4, 0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8, 0xFFEB, 0xFFEC})
"""Control, Alt, Meta and Super: while one is held, a key is a command and no longer text."""

DESKTOP_KEYS: Final = frozenset({0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8, 0xFFEB, 0xFFEC})
"""Alt, Meta and Super: window managers keep these, and act on the window that is active for them."""

SHIFT_KEYS: Final = frozenset({0xFFE1, 0xFFE2})
LEVEL3: Final = 0xFE03
CAPS_LOCK: Final = 0xFFE5
