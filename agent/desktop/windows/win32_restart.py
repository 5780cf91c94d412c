"""A restart as the start menu's: every program is asked, and may have its user save first (winuser.h)."""

import ctypes
from ctypes import wintypes
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import fail, function, last_error

_REBOOT: Final = 0x2  # EWX_REBOOT, without EWX_FORCE or EWX_FORCEIFHUNG
_REASON: Final = 0x80040001  # SHTDN_REASON_FLAG_PLANNED, MAJOR_APPLICATION, MINOR_MAINTENANCE
_ADJUST, _QUERY, _ENABLED = 0x20, 0x8, 0x2  # TOKEN_ADJUST_PRIVILEGES, TOKEN_QUERY, SE_PRIVILEGE_ENABLED
_NOT_ALL_ASSIGNED: Final = 1300  # winerror.h
_PRIVILEGE: Final = "SeShutdownPrivilege"


class NotAllowed(DesktopError):
    """Windows does not let this user restart the computer."""


class _Privilege(ctypes.Structure):
    """TOKEN_PRIVILEGES with one entry (winnt.h)."""

    _pack_ = 4
    _fields_ = [("count", wintypes.DWORD), ("luid", wintypes.LARGE_INTEGER), ("attributes", wintypes.DWORD)]


_GetCurrentProcess = function("kernel32", "GetCurrentProcess", wintypes.HANDLE)
_CloseHandle = function("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_OpenToken = function(
    "advapi32",
    "OpenProcessToken",
    wintypes.BOOL,
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.HANDLE),
)
_LookupPrivilege = function(
    "advapi32",
    "LookupPrivilegeValueW",
    wintypes.BOOL,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    ctypes.POINTER(wintypes.LARGE_INTEGER),
)
_AdjustPrivileges = function(
    "advapi32",
    "AdjustTokenPrivileges",
    wintypes.BOOL,
    wintypes.HANDLE,
    wintypes.BOOL,
    ctypes.POINTER(_Privilege),
    wintypes.DWORD,
    ctypes.c_void_p,
    ctypes.c_void_p,
)
_ExitWindows = function("user32", "ExitWindowsEx", wintypes.BOOL, wintypes.UINT, wintypes.DWORD)


def allow_restart() -> None:
    """Switch on the privilege that a restart takes. Raise NotAllowed where this user has none, or DesktopError."""
    token = wintypes.HANDLE()
    if not _OpenToken(_GetCurrentProcess(), _ADJUST | _QUERY, ctypes.byref(token)):
        raise fail("reading what this user may do")
    try:
        wanted = _Privilege(count=1, attributes=_ENABLED)
        luid = wintypes.LARGE_INTEGER()
        if not _LookupPrivilege(None, _PRIVILEGE, ctypes.byref(luid)):
            raise fail("reading what this user may do")
        wanted.luid = luid
        if not _AdjustPrivileges(token, False, ctypes.byref(wanted), 0, None, None):
            raise fail("asking to restart")
        if last_error() == _NOT_ALL_ASSIGNED:
            raise NotAllowed("This user may not restart the computer.")
    finally:
        _CloseHandle(token)


def restart() -> None:
    """Begin to restart. Raise NotAllowed, or DesktopError where Windows does not."""
    allow_restart()
    if not _ExitWindows(_REBOOT, _REASON):
        raise fail("restarting")
