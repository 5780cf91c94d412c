"""Windows' own Notepad: another program's real text field."""

import ctypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from agent.areas import Rect
from agent.desktop.windows.libraries import function
from agent.desktop.windows.win32_windows import class_of, foreground, process_of, top_levels
from scripts.rigs.win32_windows import until

_SET_TEXT, _GET_TEXT = 0x000C, 0x000D  # WM_SETTEXT, WM_GETTEXT
_SECONDS = 60.0

_FindWindowEx = function(
    "user32", "FindWindowExW", wintypes.HWND, wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR
)
_SendMessage = function(
    "user32", "SendMessageW", wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, ctypes.c_void_p
)
_MoveWindow = function("user32", "MoveWindow", wintypes.BOOL, wintypes.HWND, *(ctypes.c_int,) * 4, wintypes.BOOL)
_SetForeground = function("user32", "SetForegroundWindow", wintypes.BOOL, wintypes.HWND)
_GetWindowRect = function("user32", "GetWindowRect", wintypes.BOOL, wintypes.HWND, ctypes.POINTER(wintypes.RECT))


class Notepad:
    """One that runs."""

    def __init__(self, window: int, field: int) -> None:
        self.window, self._field = window, field

    def text(self) -> str:
        """Return what is written in it."""
        room = ctypes.create_unicode_buffer(4096)
        _SendMessage(self._field, _GET_TEXT, 4096, ctypes.cast(room, ctypes.c_void_p))
        return room.value

    def clear(self) -> None:
        """Have nothing written in it."""
        _SendMessage(self._field, _SET_TEXT, 0, ctypes.cast(ctypes.create_unicode_buffer(""), ctypes.c_void_p))

    def move(self, area: Rect) -> None:
        """Lay it somewhere."""
        assert _MoveWindow(self.window, *area, True)

    def middle(self) -> tuple[int, int]:
        """Return a place in its field."""
        area = wintypes.RECT()
        assert _GetWindowRect(self._field, ctypes.byref(area))
        return (area.left + area.right) // 2, (area.top + area.bottom) // 2

    def has_the_keyboard(self) -> bool:
        """Say whether keys go to it."""
        return foreground() == self.window

    def to_front(self) -> None:
        """Give it the keyboard."""
        _SetForeground(self.window)
        until(self.has_the_keyboard)


@contextmanager
def notepad() -> Iterator[Notepad]:
    """Run one."""
    with subprocess.Popen(["notepad.exe"]) as process:
        try:
            until(lambda: _fields(process.pid), _SECONDS)
            yield Notepad(*_fields(process.pid)[0])
        finally:
            process.kill()


def _fields(pid: int) -> list[tuple[int, int]]:
    """Return its windows that have their text field already, each with it."""
    windows = [window for window in top_levels() if process_of(window) == pid and class_of(window) == "Notepad"]
    return [(window, field) for window in windows if (field := _FindWindowEx(window, None, "Edit", None))]
