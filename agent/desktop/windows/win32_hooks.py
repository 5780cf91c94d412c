"""Low-level hooks: every mouse and keyboard event before any window has it (winuser.h, SetWindowsHookEx).

They are called on the thread that set them, while it pumps messages. A slow one is dropped by Windows without a word.
"""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any, Final

from agent.desktop.heard import Act
from agent.desktop.windows.libraries import callback, fail, function

_KEYBOARD_LL, _MOUSE_LL = 13, 14
_INJECTED: Final = {_KEYBOARD_LL: 0x10, _MOUSE_LL: 0x01}  # LLKHF_INJECTED, LLMHF_INJECTED
_UP: Final = 0x80  # LLKHF_UP
_MOVE: Final = 0x0200  # WM_MOUSEMOVE


@dataclass(frozen=True)
class Event:
    """One event: `extra` is what whoever injected it gave along, `time` the system's milliseconds."""

    act: Act
    key: int
    """Its virtual key; 0 for the mouse."""
    injected: bool
    extra: int
    time: int
    place: tuple[int, int] | None = None
    """Where the mouse is to be, in Windows' coordinates, perhaps beyond the screen's edge; None for the keyboard."""


class _Mouse(ctypes.Structure):
    _fields_ = [
        ("at", wintypes.POINT),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _Key(ctypes.Structure):
    _fields_ = [
        ("key", wintypes.DWORD),
        ("scan", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _LastInput(ctypes.Structure):
    _fields_ = [("size", wintypes.UINT), ("time", wintypes.DWORD)]


_PROC: Final = callback(wintypes.LPARAM, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM)
_SetHook = function(
    "user32", "SetWindowsHookExW", wintypes.HANDLE, ctypes.c_int, _PROC, wintypes.HINSTANCE, wintypes.DWORD
)
_Unhook = function("user32", "UnhookWindowsHookEx", wintypes.BOOL, wintypes.HANDLE)
_CallNext = function(
    "user32",
    "CallNextHookEx",
    wintypes.LPARAM,
    wintypes.HANDLE,
    ctypes.c_int,
    wintypes.WPARAM,
    wintypes.LPARAM,
)
_GetModuleHandle = function("kernel32", "GetModuleHandleW", wintypes.HMODULE, wintypes.LPCWSTR)
_GetLastInputInfo = function("user32", "GetLastInputInfo", wintypes.BOOL, ctypes.POINTER(_LastInput))


class Hooks:
    """Both hooks, of the thread that makes them."""

    def __init__(self, told: Callable[[Event], None]) -> None:
        """Set them; `told` hears each event before anybody else, and must return within milliseconds.

        Raise DesktopError when Windows does not allow it.
        """
        self._told = told
        self._procs = [_PROC(self._on_mouse), _PROC(self._on_key)]
        self._hooks: list[Any] = []
        module = _GetModuleHandle(None)
        for kind, proc in zip((_MOUSE_LL, _KEYBOARD_LL), self._procs, strict=True):
            hook = _SetHook(kind, proc, module, 0)
            if not hook:
                error = fail("watching mouse and keyboard")
                self.remove()
                raise error
            self._hooks.append(hook)

    def remove(self) -> None:
        """Hear nothing more."""
        while self._hooks:
            _Unhook(self._hooks.pop())

    def _on_mouse(self, code: int, message: int, at: int) -> int:
        if code >= 0:
            event = _Mouse.from_address(at)
            act = Act.MOVE if message == _MOVE else Act.BUTTON
            injected, place = bool(event.flags & _INJECTED[_MOUSE_LL]), (event.at.x, event.at.y)
            self._told(Event(act, 0, injected, event.extra, event.time, place))
        return int(_CallNext(None, code, message, at))

    def _on_key(self, code: int, message: int, at: int) -> int:
        if code >= 0:
            event = _Key.from_address(at)
            act = Act.KEY_UP if event.flags & _UP else Act.KEY_DOWN
            self._told(Event(act, event.key, bool(event.flags & _INJECTED[_KEYBOARD_LL]), event.extra, event.time))
        return int(_CallNext(None, code, message, at))


def last_input() -> int:
    """Return when something was last moved or pressed, by whomever, in the system's milliseconds."""
    info = _LastInput(size=ctypes.sizeof(_LastInput))
    if not _GetLastInputInfo(ctypes.byref(info)):
        raise fail("telling of the last input")
    return int(info.time)
