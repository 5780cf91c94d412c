"""Injecting input, and what the keyboard's layout says of characters (winuser.h, "Keyboard and Mouse Input")."""

import ctypes
from collections.abc import Sequence
from ctypes import wintypes
from typing import Final

from agent.desktop.windows.libraries import fail, function

MOVE, WHEEL, HWHEEL, ABSOLUTE, WHOLE_DESKTOP = 0x0001, 0x0800, 0x1000, 0x8000, 0x4000  # MOUSEEVENTF_*
EXTENDED, UP, UNICODE = 0x0001, 0x0002, 0x0004  # KEYEVENTF_*
NOTCH: Final = 120  # WHEEL_DELTA
SHIFT_STATE, CONTROL_STATE, ALT_STATE = 1, 2, 4
"""What VkKeyScanEx says of the modifiers that a character needs."""

_MOUSE, _KEYBOARD = 0, 1
_TO_SCAN, _TO_CHARACTER, _TO_KEY, _TO_SCAN_EXTENDED = 0, 2, 3, 4  # MAPVK_*
_DEAD: Final = 1 << 31


class _MouseInput(ctypes.Structure):
    _fields_ = [
        ("x", wintypes.LONG),
        ("y", wintypes.LONG),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _KeyInput(ctypes.Structure):
    _fields_ = [
        ("key", wintypes.WORD),
        ("scan", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _Either(ctypes.Union):
    _fields_ = [("mouse", _MouseInput), ("key", _KeyInput)]


class _Input(ctypes.Structure):
    _fields_ = [("type", wintypes.DWORD), ("of", _Either)]


_SendInput = function("user32", "SendInput", wintypes.UINT, wintypes.UINT, ctypes.POINTER(_Input), ctypes.c_int)
_MapVirtualKey = function("user32", "MapVirtualKeyExW", wintypes.UINT, wintypes.UINT, wintypes.UINT, ctypes.c_void_p)
_VkKeyScan = function("user32", "VkKeyScanExW", ctypes.c_short, wintypes.WCHAR, ctypes.c_void_p)
_GetKeyboardLayout = function("user32", "GetKeyboardLayout", ctypes.c_void_p, wintypes.DWORD)
_GetKeyState = function("user32", "GetKeyState", ctypes.c_short, ctypes.c_int)
_GetAsyncKeyState = function("user32", "GetAsyncKeyState", ctypes.c_short, ctypes.c_int)


def mouse(flags: int, mark: int, x: int = 0, y: int = 0, data: int = 0) -> None:
    """Inject one event of the mouse that bears `mark`. Raise DesktopError when Windows does not take it."""
    event = _MouseInput(x=x, y=y, data=data & 0xFFFFFFFF, flags=flags, extra=mark)
    _send([_Input(type=_MOUSE, of=_Either(mouse=event))])


def keys(strokes: Sequence[tuple[int, int, int]], mark: int) -> None:
    """Inject events of the keyboard, nothing of anybody else's between them: (virtual key, scan code, flags)."""
    events = [_KeyInput(key=key, scan=scan, flags=flags, extra=mark) for key, scan, flags in strokes]
    _send([_Input(type=_KEYBOARD, of=_Either(key=event)) for event in events])


def _send(events: list[_Input]) -> None:
    if _SendInput(len(events), (_Input * len(events))(*events), ctypes.sizeof(_Input)) != len(events):
        raise fail("taking the technician's input")


def layout_of(thread: int) -> int:
    """Return the layout that a thread's windows have now."""
    return int(_GetKeyboardLayout(thread) or 0)


def find_character(character: str, layout: int) -> tuple[int, int] | None:
    """Return the virtual key that writes a character there, and the modifiers it needs (*_STATE); None: none does."""
    if ord(character) > 0xFFFF:
        return None
    found = int(_VkKeyScan(character, layout))
    return None if found == -1 else (found & 0xFF, found >> 8 & 0xFF)


def is_dead(key: int, layout: int) -> bool:
    """Say whether a key, unshifted, waits for the next one (an accent)."""
    return bool(_MapVirtualKey(key, _TO_CHARACTER, layout) & _DEAD)


def scan_of(key: int, layout: int) -> int:
    """Return a virtual key's place (scan code set 1); its high byte is 0xE0 where the keyboard sends that first."""
    return int(_MapVirtualKey(key, _TO_SCAN_EXTENDED, layout) or _MapVirtualKey(key, _TO_SCAN, layout))


def key_at(scan: int, layout: int) -> int:
    """Return the virtual key at a place; 0: none."""
    return int(_MapVirtualKey(scan, _TO_KEY, layout))


def is_on(key: int) -> bool:
    """Say whether a key that toggles (Caps Lock) is on."""
    return bool(_GetKeyState(key) & 1)


def is_down(key: int) -> bool:
    """Say whether a key or button is held down now, by whomever."""
    return bool(_GetAsyncKeyState(key) & 0x8000)
