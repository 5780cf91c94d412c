"""Real Win32 windows of this process that do what a test says, and other hands than the technician's."""

import ctypes
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes
from itertools import count
from typing import Any

from agent.areas import Rect
from agent.desktop.windows.libraries import callback, function
from agent.desktop.windows.pump import Pump, Undo

PATIENCE = 20.0
XDOTOOL = ("start", "/wait", "/unix", "/usr/bin/xdotool")
"""The machine below Wine has the real mouse and keyboard."""

POPUP, VISIBLE, FRAMED, MULTILINE = 0x80000000, 0x10000000, 0x00CF0000, 0x0004
TOPMOST, TOOL = 0x8, 0x80

_PROC = callback(wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
_DefWindowProc = function(
    "user32", "DefWindowProcW", wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)
_RegisterClass = function("user32", "RegisterClassW", wintypes.ATOM, ctypes.c_void_p)
_CreateWindow = function(
    "user32",
    "CreateWindowExW",
    wintypes.HWND,
    wintypes.DWORD,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    wintypes.DWORD,
    *(ctypes.c_int,) * 4,
    wintypes.HWND,
    wintypes.HMENU,
    wintypes.HINSTANCE,
    ctypes.c_void_p,
)
_DestroyWindow = function("user32", "DestroyWindow", wintypes.BOOL, wintypes.HWND)
_MoveWindow = function("user32", "MoveWindow", wintypes.BOOL, wintypes.HWND, *(ctypes.c_int,) * 4, wintypes.BOOL)
_ShowWindow = function("user32", "ShowWindow", wintypes.BOOL, wintypes.HWND, ctypes.c_int)
_SetWindowText = function("user32", "SetWindowTextW", wintypes.BOOL, wintypes.HWND, wintypes.LPCWSTR)
_GetWindowText = function("user32", "GetWindowTextW", ctypes.c_int, wintypes.HWND, wintypes.LPWSTR, ctypes.c_int)
_SetForeground = function("user32", "SetForegroundWindow", wintypes.BOOL, wintypes.HWND)
_CreateSolidBrush = function("gdi32", "CreateSolidBrush", wintypes.HANDLE, wintypes.DWORD)

_numbers = count(1)


class _WindowClass(ctypes.Structure):
    _fields_ = [
        ("style", wintypes.UINT),
        ("proc", ctypes.c_void_p),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HANDLE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    ]


class Puppet:
    """One top-level window on a thread of its own."""

    def __init__(
        self, area: Rect, title: str = "", *, colour: int = 0x0000FF, kind: str = "", style: int = POPUP, more: int = 0
    ) -> None:
        """Show it; `colour` is 0xBBGGRR, `kind` a class of Windows' own ("EDIT")."""
        self.messages: list[tuple[int, int]] = []
        self._kind, self._colour = kind, colour
        self._make = (more, title, style | VISIBLE, *area)
        self.handle = 0
        self._pump = Pump("puppet", self._begin)

    def move(self, area: Rect) -> None:
        _MoveWindow(self.handle, *area, True)

    def rename(self, title: str) -> None:
        _SetWindowText(self.handle, title)

    def show(self, on: bool) -> None:
        _ShowWindow(self.handle, 8 if on else 0)  # SW_SHOWNA, SW_HIDE

    def minimise(self) -> None:
        _ShowWindow(self.handle, 6)  # SW_MINIMIZE

    def text(self) -> str:
        room = ctypes.create_unicode_buffer(4096)
        _GetWindowText(self.handle, room, 4096)
        return room.value

    def to_front(self) -> None:
        _SetForeground(self.handle)

    def close(self) -> None:
        self._pump.stop()

    def _begin(self) -> Undo:
        more, title, style, x, y, width, height = self._make
        name = self._kind or self._own_class()
        self.handle = _CreateWindow(more, name, title, style, x, y, width, height, None, None, None, None) or 0
        assert self.handle
        return lambda: _DestroyWindow(self.handle) and None

    def _own_class(self) -> str:
        def heard(window: int, message: int, what: int, more: int) -> int:
            self.messages.append((message, what))
            return int(_DefWindowProc(window, message, what, more))

        self._proc = _PROC(heard)
        name = f"Puppet{next(_numbers)}"
        kind = _WindowClass(
            proc=ctypes.cast(self._proc, ctypes.c_void_p), background=_CreateSolidBrush(self._colour), name=name
        )
        assert _RegisterClass(ctypes.byref(kind))
        return name


@contextmanager
def puppet(area: Rect, title: str = "", **more: Any) -> Iterator[Puppet]:
    window = Puppet(area, title, **more)
    try:
        yield window
    finally:
        window.close()


def real_hand(*words: str) -> None:
    """Act as the customer: what the X server gets is hardware to Windows."""
    subprocess.run([*XDOTOOL, *words], check=True)


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > patience:
            raise TimeoutError("it did not come to be")
        time.sleep(0.01)
