"""An administrator's rights: whether this process has them, and starting a program with them (shellapi.h).

Windows asks the customer itself, on a desktop of its own that nobody else sees or reaches.
"""

import ctypes
from collections.abc import Sequence
from contextlib import suppress
from ctypes import wintypes
from subprocess import list2cmdline
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import function

_WAIT, _NO_MESSAGES = 0x100, 0x400  # SEE_MASK_NOASYNC, SEE_MASK_FLAG_NO_UI
_SHOW: Final = 1  # SW_SHOWNORMAL
_OF_ONE_THREAD, _NO_OLD_LINKS = 2, 4  # COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE


class _Execute(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("mask", wintypes.ULONG),
        ("window", wintypes.HWND),
        ("verb", wintypes.LPCWSTR),
        ("file", wintypes.LPCWSTR),
        ("parameters", wintypes.LPCWSTR),
        ("folder", wintypes.LPCWSTR),
        ("show", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("ids", ctypes.c_void_p),
        ("kind", wintypes.LPCWSTR),
        ("key", wintypes.HKEY),
        ("hot_key", wintypes.DWORD),
        ("icon", wintypes.HANDLE),
        ("process", wintypes.HANDLE),
    ]


_IsUserAnAdmin = function("shell32", "IsUserAnAdmin", wintypes.BOOL)
_ShellExecute = function("shell32", "ShellExecuteExW", wintypes.BOOL, ctypes.POINTER(_Execute))
_CoInitialize = function("ole32", "CoInitializeEx", ctypes.c_long, ctypes.c_void_p, wintypes.DWORD)


def is_administrator() -> bool:
    """Say whether this process has an administrator's rights now; one who could get them has not."""
    with suppress(DesktopError):
        return bool(_IsUserAnAdmin())
    return False


def start_as_administrator(words: Sequence[str]) -> bool:
    """Have Windows ask the customer, and start a program; say whether it did. Returns once they have answered."""
    _CoInitialize(None, _OF_ONE_THREAD | _NO_OLD_LINKS)
    how = _Execute(
        size=ctypes.sizeof(_Execute),
        mask=_WAIT | _NO_MESSAGES,
        verb="runas",
        file=words[0],
        parameters=list2cmdline(words[1:]),
        show=_SHOW,
    )
    return bool(_ShellExecute(ctypes.byref(how)))
