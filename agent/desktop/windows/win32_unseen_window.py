"""Windows that are never shown, and only hear what Windows tells (winuser.h, "Window Classes", "Windows")."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Final

from agent.desktop.windows.libraries import callback, fail, function

_MESSAGES_ONLY: Final = -3  # HWND_MESSAGE
_PROC: Final = callback(wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)


class _WindowClass(ctypes.Structure):
    _fields_ = [
        ("style", wintypes.UINT),
        ("proc", ctypes.c_void_p),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    ]


_DefWindowProc = function(
    "user32", "DefWindowProcW", wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)
_RegisterClass = function("user32", "RegisterClassW", wintypes.ATOM, ctypes.POINTER(_WindowClass))
_UnregisterClass = function("user32", "UnregisterClassW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.HINSTANCE)
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
_GetModuleHandle = function("kernel32", "GetModuleHandleW", wintypes.HMODULE, wintypes.LPCWSTR)


class UnseenWindow:
    """One such window, on the thread that makes it while that pumps messages."""

    def __init__(self, name: str, hear: Callable[[int, int], None], what: str, *, broadcasts: bool) -> None:
        """Make it, of a class of that name; `hear` is told each message's number and its first parameter.

        `broadcasts`: it also hears what Windows tells all top-level windows. Raise DesktopError when Windows does not
        allow it, saying that `what` was not done.
        """

        def heard(window: int, message: int, first: int, second: int) -> int:
            hear(message, first)
            return int(_DefWindowProc(window, message, first, second))

        self._name, self._proc, self._module = name, _PROC(heard), _GetModuleHandle(None)
        kind = _WindowClass(proc=ctypes.cast(self._proc, ctypes.c_void_p), instance=self._module, name=name)
        if not _RegisterClass(ctypes.byref(kind)):
            raise fail(what)
        parent = None if broadcasts else wintypes.HWND(_MESSAGES_ONLY)
        self.handle: int = _CreateWindow(0, name, None, 0, 0, 0, 0, 0, parent, None, self._module, None) or 0
        if not self.handle:
            error = fail(what)
            _UnregisterClass(name, self._module)
            raise error

    def close(self) -> None:
        """Hear nothing more; only on the thread that made it."""
        _DestroyWindow(self.handle)
        _UnregisterClass(self._name, self._module)
