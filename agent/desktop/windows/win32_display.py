"""Monitors, their scaling, and the desktop that they make up (winuser.h, "Multiple Display Monitors")."""

import ctypes
from ctypes import wintypes
from typing import Any, Final

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.monitors import Screen
from agent.desktop.windows.libraries import callback, function

_X, _Y, _WIDTH, _HEIGHT = 76, 77, 78, 79  # SM_XVIRTUALSCREEN and the next three
_PRIMARY: Final = 1  # MONITORINFOF_PRIMARY
_PER_MONITOR_V2: Final = -4  # DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, Windows 10 1703
_PER_MONITOR: Final = 2  # PROCESS_PER_MONITOR_DPI_AWARE, Windows 8.1


class _MonitorInfo(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("monitor", wintypes.RECT),
        ("work", wintypes.RECT),
        ("flags", wintypes.DWORD),
        ("device", wintypes.WCHAR * 32),
    ]


_EACH: Final = callback(wintypes.BOOL, wintypes.HMONITOR, wintypes.HDC, ctypes.POINTER(wintypes.RECT), wintypes.LPARAM)
_GetSystemMetrics = function("user32", "GetSystemMetrics", ctypes.c_int, ctypes.c_int)
_EnumDisplayMonitors = function(
    "user32", "EnumDisplayMonitors", wintypes.BOOL, wintypes.HDC, ctypes.c_void_p, _EACH, wintypes.LPARAM
)
_GetMonitorInfo = function("user32", "GetMonitorInfoW", wintypes.BOOL, wintypes.HMONITOR, ctypes.POINTER(_MonitorInfo))
_SetAwarenessContext = function("user32", "SetProcessDpiAwarenessContext", wintypes.BOOL, ctypes.c_void_p)
_SetAwareness = function("shcore", "SetProcessDpiAwareness", ctypes.c_long, ctypes.c_int)
_SetAware = function("user32", "SetProcessDPIAware", wintypes.BOOL)


def be_aware_of_pixels() -> None:
    """Have Windows tell this process real pixels on every monitor; what a manifest set before stays."""
    for ask, what in ((_SetAwarenessContext, [_PER_MONITOR_V2]), (_SetAwareness, [_PER_MONITOR]), (_SetAware, [])):
        try:
            ask(*what)
        except (DesktopError, OSError):  # an older Windows lacks the function, or its library
            continue
        return


def virtual_screen() -> Rect:
    """Return the rectangle around all monitors."""
    return Rect(*(int(_GetSystemMetrics(index)) for index in (_X, _Y, _WIDTH, _HEIGHT)))


def screens() -> list[Screen]:
    """List the monitors."""
    found: list[Screen] = []

    def each(handle: Any, _context: Any, _area: Any, _data: Any) -> bool:
        info = _MonitorInfo(size=ctypes.sizeof(_MonitorInfo))
        if _GetMonitorInfo(handle, ctypes.byref(info)):
            found.append(Screen(info.device, rect_of(info.monitor), bool(info.flags & _PRIMARY)))
        return True

    _EnumDisplayMonitors(None, None, _EACH(each), 0)
    return found


def metric(index: int) -> int:
    """Return one of the system's metrics (SM_*)."""
    return int(_GetSystemMetrics(index))


def rect_of(area: wintypes.RECT) -> Rect:
    """Return a RECT as this agent counts: corner and size."""
    return Rect(area.left, area.top, area.right - area.left, area.bottom - area.top)
