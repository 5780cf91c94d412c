"""The session: locked, asleep, taken over, or behind a desktop of Windows' own (wtsapi32.h, winuser.h)."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from enum import IntEnum
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import function
from agent.desktop.windows.win32_unseen_window import UnseenWindow

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

_CLASS: Final = "HandrailSession"


class SessionWindow:
    """A window that is never shown and hears of the session, on the thread that makes it while that pumps messages."""

    def __init__(self, told: Callable[[Word], None]) -> None:
        """Make it. Raise DesktopError when Windows does not allow it."""

        def heard(message: int, what: int) -> None:
            if (word := _word(message, what)) is not None:
                told(word)

        self._window = UnseenWindow(_CLASS, heard, "telling of the session", broadcasts=True)
        self.handle = self._window.handle
        _Register(self.handle, 0)

    def close(self) -> None:
        """Hear nothing more; only on the thread that made it."""
        _Unregister(self.handle)
        self._window.close()


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
