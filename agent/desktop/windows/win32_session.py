"""The session: locked, asleep, taken over, or behind a desktop of Windows' own (wtsapi32.h, winuser.h)."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from enum import IntEnum
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import callback, fail, function

_WTS_CHANGE, _POWER, _END = 0x02B1, 0x0218, 0x0016  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST, WM_ENDSESSION
_READ_OBJECTS, _NAME = 0x0001, 2  # DESKTOP_READOBJECTS, UOI_NAME
_SCREEN_SAVER: Final = 0x0072  # SPI_GETSCREENSAVERRUNNING


class Word(IntEnum):
    """What Windows tells a window of the session: its message's number above the word's own."""

    SWITCHED_CONSOLE = _WTS_CHANGE << 16 | 2  # WTS_CONSOLE_DISCONNECT
    SWITCHED_REMOTE = _WTS_CHANGE << 16 | 4  # WTS_REMOTE_DISCONNECT
    LOGGED_OFF = _WTS_CHANGE << 16 | 6  # WTS_SESSION_LOGOFF
    LOCKED = _WTS_CHANGE << 16 | 7  # WTS_SESSION_LOCK
    SLEEPS = _POWER << 16 | 4  # PBT_APMSUSPEND
    WOKE = _POWER << 16 | 0x12  # PBT_APMRESUMEAUTOMATIC
    ENDS = _END << 16 | 1


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


_PROC: Final = callback(wintypes.LPARAM, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
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
_Register = function("wtsapi32", "WTSRegisterSessionNotification", wintypes.BOOL, wintypes.HWND, wintypes.DWORD)
_Unregister = function("wtsapi32", "WTSUnRegisterSessionNotification", wintypes.BOOL, wintypes.HWND)
_OpenInputDesktop = function(
    "user32", "OpenInputDesktop", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD
)
_CloseDesktop = function("user32", "CloseDesktop", wintypes.BOOL, wintypes.HANDLE)
_GetThreadDesktop = function("user32", "GetThreadDesktop", wintypes.HANDLE, wintypes.DWORD)
_GetCurrentThreadId = function("kernel32", "GetCurrentThreadId", wintypes.DWORD)
_GetObjectInformation = function(
    "user32",
    "GetUserObjectInformationW",
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_int,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
)
_SystemParameters = function(
    "user32", "SystemParametersInfoW", wintypes.BOOL, wintypes.UINT, wintypes.UINT, ctypes.c_void_p, wintypes.UINT
)
_GetTickCount = function("kernel32", "GetTickCount64", ctypes.c_uint64)
_QueryUnbiased = function("kernel32", "QueryUnbiasedInterruptTime", wintypes.BOOL, ctypes.POINTER(ctypes.c_uint64))
_GetModuleHandle = function("kernel32", "GetModuleHandleW", wintypes.HMODULE, wintypes.LPCWSTR)

_CLASS: Final = "HandrailSession"


class SessionWindow:
    """A window that is never shown and hears of the session, on the thread that makes it while that pumps messages."""

    def __init__(self, told: Callable[[Word], None]) -> None:
        """Make it. Raise DesktopError when Windows does not allow it."""

        def heard(window: int, message: int, what: int, more: int) -> int:
            if (word := _word(message, what)) is not None:
                told(word)
            return int(_DefWindowProc(window, message, what, more))

        self._proc = _PROC(heard)
        self._module = _GetModuleHandle(None)
        kind = _WindowClass(proc=ctypes.cast(self._proc, ctypes.c_void_p), instance=self._module, name=_CLASS)
        if not _RegisterClass(ctypes.byref(kind)):
            raise fail("telling of the session")
        self.handle: int = _CreateWindow(0, _CLASS, None, 0, 0, 0, 0, 0, None, None, self._module, None) or 0
        if not self.handle:
            error = fail("telling of the session")
            _UnregisterClass(_CLASS, self._module)
            raise error
        _Register(self.handle, 0)

    def close(self) -> None:
        """Hear nothing more; only on the thread that made it."""
        _Unregister(self.handle)
        _DestroyWindow(self.handle)
        _UnregisterClass(_CLASS, self._module)


def _word(message: int, what: int) -> Word | None:
    try:
        return Word(message << 16 | what)
    except ValueError:
        return None


def input_desktop_is_ours() -> bool:
    """Say whether this desktop has keys and screen: not a prompt's (UAC), a lock's or a screen saver's."""
    desktop = _OpenInputDesktop(0, False, _READ_OBJECTS)
    if not desktop:
        return False
    try:
        return _name(desktop) == _name(_GetThreadDesktop(_GetCurrentThreadId()))
    finally:
        _CloseDesktop(desktop)


def _name(desktop: object) -> str | None:
    room = ctypes.create_unicode_buffer(256)
    known = _GetObjectInformation(desktop, _NAME, room, ctypes.sizeof(room), None)
    return room.value.casefold() if known else None


def screen_saver_runs() -> bool:
    """Say whether the screen saver is on."""
    runs = wintypes.BOOL()
    return bool(_SystemParameters(_SCREEN_SAVER, 0, ctypes.byref(runs), 0)) and bool(runs.value)


def time_asleep() -> float:
    """Return the seconds that the computer has slept since it was started; 0 where Windows does not tell (before 7)."""
    unbiased = ctypes.c_uint64()
    try:
        _QueryUnbiased(ctypes.byref(unbiased))
    except DesktopError:
        return 0.0
    return float(_GetTickCount()) / 1e3 - unbiased.value / 1e7
