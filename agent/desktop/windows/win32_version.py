"""Which Windows this is, whatever it tells a program whose manifest does not name it (ntddk.h, RtlGetVersion)."""

import ctypes
from ctypes import wintypes
from typing import Final

from agent.desktop.windows.libraries import function


class _Version(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.ULONG),
        ("major", wintypes.ULONG),
        ("minor", wintypes.ULONG),
        ("build", wintypes.ULONG),
        ("platform", wintypes.ULONG),
        ("service_pack", wintypes.WCHAR * 128),
    ]


_RtlGetVersion: Final = function("ntdll", "RtlGetVersion", ctypes.c_long, ctypes.POINTER(_Version))


def windows_version() -> tuple[int, int, int]:
    """Return major and minor version and build; (10, 0, 22000) is the first 11. Raise DesktopError elsewhere."""
    told = _Version(size=ctypes.sizeof(_Version))
    _RtlGetVersion(ctypes.byref(told))
    return told.major, told.minor, told.build
