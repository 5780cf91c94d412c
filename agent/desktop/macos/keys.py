"""Keys as data: KeyboardEvent.key that writes nothing -> a Mac's key (kVK_*, Carbon's HIToolbox/Events.h)."""

from typing import Final

from agent.desktop.macos.events import COMMAND, CONTROL, OPTION, SHIFT

RETURN, TAB, ESCAPE, F15 = 0x24, 0x30, 0x35, 0x71
"""F15 is what the Pause key of a PC's keyboard is on a Mac."""

NAMED: Final[dict[str, int]] = {
    "Enter": RETURN,
    "Tab": TAB,
    "Backspace": 0x33,
    "Escape": ESCAPE,
    "Delete": 0x75,
    "Help": 0x72,
    "Home": 0x73,
    "End": 0x77,
    "PageUp": 0x74,
    "PageDown": 0x79,
    "ArrowLeft": 0x7B,
    "ArrowRight": 0x7C,
    "ArrowDown": 0x7D,
    "ArrowUp": 0x7E,
    "Meta": 0x37,
    "Shift": 0x38,
    "Alt": 0x3A,
    "Control": 0x3B,
    "F1": 0x7A,
    "F2": 0x78,
    "F3": 0x63,
    "F4": 0x76,
    "F5": 0x60,
    "F6": 0x61,
    "F7": 0x62,
    "F8": 0x64,
    "F9": 0x65,
    "F10": 0x6D,
    "F11": 0x67,
    "F12": 0x6F,
}
"""AltGraph and the locks are absent on purpose: what they do to the technician's keyboard has already been done when
the character arrives."""

TWINS: Final[dict[tuple[str, str], int]] = {
    ("Meta", "MetaRight"): 0x36,
    ("Shift", "ShiftRight"): 0x3C,
    ("Control", "ControlRight"): 0x3E,
    ("Enter", "NumpadEnter"): 0x4C,
}
"""(key, code) of keys with a second one of their own."""

FLAGS: Final[dict[int, int]] = {
    0x37: COMMAND,
    0x36: COMMAND,
    0x38: SHIFT,
    0x3C: SHIFT,
    0x3A: OPTION,
    0x3B: CONTROL,
    0x3E: CONTROL,
}
"""Modifier keys, and what they set in each event while they are held (kCGEventFlagMask*)."""

TEXT_KEYS: Final = {"\n": RETURN, "\r": RETURN, "\t": TAB}
"""Characters that are keys, even in a text."""

WRITES: Final = 0
"""The key that carries what is written by its characters; programs read those, not the key."""

ALL: Final = range(0x80)
