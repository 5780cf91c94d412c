"""Windows of the desktop: which there are, what they say of themselves, whose they are (winuser.h, dwmapi.h)."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Any, Final

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import callback, fail, function
from agent.desktop.windows.win32_display import rect_of

STYLE, EXTENDED_STYLE = -16, -20  # GWL_STYLE, GWL_EXSTYLE
POPUP, CAPTION, MINIMISED = 0x80000000, 0x00C00000, 0x20000000  # WS_*
TOOL, LAYERED, TRANSPARENT, NO_ACTIVATE = 0x80, 0x80000, 0x20, 0x08000000  # WS_EX_*
ABOVE_ALL: Final = -1
"""HWND_TOPMOST: the place above all windows that do not keep themselves there too."""
MOST_CHARACTERS: Final = 1024
"""Characters of a title or a path that are read."""
_OWNER, _ROOT = 4, 2  # GW_OWNER, GA_ROOT
_UNASKED: Final = 0x210  # SWP_NOACTIVATE, SWP_NOOWNERZORDER
_IN_PLACE: Final = 0x3  # SWP_NOSIZE, SWP_NOMOVE
_CLOAKED: Final = 14  # DWMWA_CLOAKED, Windows 8
_LIMITED: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_EXCLUDE: Final = 0x11  # WDA_EXCLUDEFROMCAPTURE, Windows 10 2004

_EACH: Final = callback(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
_EnumWindows = function("user32", "EnumWindows", wintypes.BOOL, _EACH, wintypes.LPARAM)
_IsWindow = function("user32", "IsWindow", wintypes.BOOL, wintypes.HWND)
_IsWindowVisible = function("user32", "IsWindowVisible", wintypes.BOOL, wintypes.HWND)
_GetWindowRect = function("user32", "GetWindowRect", wintypes.BOOL, wintypes.HWND, ctypes.POINTER(wintypes.RECT))
_GetWindowText = function("user32", "InternalGetWindowText", ctypes.c_int, wintypes.HWND, wintypes.LPWSTR, ctypes.c_int)
_GetClassName = function("user32", "GetClassNameW", ctypes.c_int, wintypes.HWND, wintypes.LPWSTR, ctypes.c_int)
_GetWindow = function("user32", "GetWindow", wintypes.HWND, wintypes.HWND, wintypes.UINT)
_GetAncestor = function("user32", "GetAncestor", wintypes.HWND, wintypes.HWND, wintypes.UINT)
_GetWindowLong = function("user32", "GetWindowLongW", wintypes.LONG, wintypes.HWND, ctypes.c_int)
_SetWindowLong = function("user32", "SetWindowLongW", wintypes.LONG, wintypes.HWND, ctypes.c_int, wintypes.LONG)
_SetWindowPos = function(
    "user32",
    "SetWindowPos",
    wintypes.BOOL,
    wintypes.HWND,
    wintypes.HWND,
    *(ctypes.c_int,) * 4,
    wintypes.UINT,
)
_GetWindowRgnBox = function("user32", "GetWindowRgnBox", ctypes.c_int, wintypes.HWND, ctypes.POINTER(wintypes.RECT))
_GetThreadProcess = function(
    "user32", "GetWindowThreadProcessId", wintypes.DWORD, wintypes.HWND, ctypes.POINTER(wintypes.DWORD)
)
_GetForegroundWindow = function("user32", "GetForegroundWindow", wintypes.HWND)
_GetDesktopWindow = function("user32", "GetDesktopWindow", wintypes.HWND)
_WindowFromPoint = function("user32", "WindowFromPoint", wintypes.HWND, wintypes.POINT)
_GetCursorPos = function("user32", "GetCursorPos", wintypes.BOOL, ctypes.POINTER(wintypes.POINT))
_SetAffinity = function("user32", "SetWindowDisplayAffinity", wintypes.BOOL, wintypes.HWND, wintypes.DWORD)
_GetWindowAttribute = function(
    "dwmapi",
    "DwmGetWindowAttribute",
    ctypes.c_long,
    wintypes.HWND,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
)
_OpenProcess = function("kernel32", "OpenProcess", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
_CloseHandle = function("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_QueryImageName = function(
    "kernel32",
    "QueryFullProcessImageNameW",
    wintypes.BOOL,
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.LPWSTR,
    ctypes.POINTER(wintypes.DWORD),
)


def top_levels() -> list[int]:
    """List all top-level windows, topmost first, invisible ones too. Raise DesktopError when Windows does not tell."""
    found: list[int] = []

    def each(window: int, _: Any) -> bool:
        found.append(window)
        return True

    if not _EnumWindows(_EACH(each), 0):
        raise fail("listing the windows")
    return found


def exists(window: int) -> bool:
    """Say whether there is such a window."""
    return bool(_IsWindow(window))


def is_seen(window: int) -> bool:
    """Say whether it has a picture on the screen: visible, not minimised, not kept back by the compositor."""
    return bool(_IsWindowVisible(window)) and not style(window) & MINIMISED and not _cloaked(window)


def is_visible(window: int) -> bool:
    """Say whether its program shows it, be it minimised."""
    return bool(_IsWindowVisible(window))


def _cloaked(window: int) -> bool:
    value = wintypes.DWORD()
    try:
        failed = _GetWindowAttribute(window, _CLOAKED, ctypes.byref(value), ctypes.sizeof(value))
    except (DesktopError, OSError):  # no compositor before Windows Vista's
        return False
    return not failed and bool(value.value)


def area_of(window: int) -> Rect | None:
    """Return where it lies, in Windows' coordinates; None when it is gone."""
    area = wintypes.RECT()
    return rect_of(area) if _GetWindowRect(window, ctypes.byref(area)) else None


def title_of(window: int) -> str:
    """Return its title, as Windows keeps it: its program is not asked, and cannot keep us waiting."""
    return _text(_GetWindowText, window)


def class_of(window: int) -> str:
    """Return the name of its class."""
    return _text(_GetClassName, window)


def _text(ask: Callable[..., int], window: int) -> str:
    room = ctypes.create_unicode_buffer(MOST_CHARACTERS)
    return room.value if ask(window, room, MOST_CHARACTERS) else ""


def style(window: int) -> int:
    """Return its style (WS_*)."""
    return int(_GetWindowLong(window, STYLE)) & 0xFFFFFFFF


def extended_style(window: int) -> int:
    """Return its extended style (WS_EX_*)."""
    return int(_GetWindowLong(window, EXTENDED_STYLE)) & 0xFFFFFFFF


def let_clicks_through(window: int) -> None:
    """Have a top-level window of this process take no click and no focus, nor stand in the taskbar."""
    _SetWindowLong(window, EXTENDED_STYLE, extended_style(window) | LAYERED | TRANSPARENT | NO_ACTIVATE | TOOL)


def lets_clicks_through(window: int) -> bool:
    """Say whether every click goes to what lies below a top-level window."""
    return extended_style(window) & (LAYERED | TRANSPARENT) == LAYERED | TRANSPARENT


def put(window: int, area: Rect | None, below: int = ABOVE_ALL) -> None:
    """Put a top-level window there (None: where it is), right below another or above all; it gets no focus by it."""
    _SetWindowPos(window, below, *(area or (0, 0, 0, 0)), _UNASKED | (0 if area else _IN_PLACE))


def is_whole(window: int) -> bool:
    """Say whether it is a rectangle that nothing shows through, as far as Windows knows."""
    return not extended_style(window) & LAYERED and not _GetWindowRgnBox(window, ctypes.byref(wintypes.RECT()))


def owner_of(window: int) -> int | None:
    """Return the window that it belongs to."""
    return _GetWindow(window, _OWNER) or None


def process_of(window: int) -> int:
    """Return the process that made it; 0 when it is gone."""
    process = wintypes.DWORD()
    _GetThreadProcess(window, ctypes.byref(process))
    return process.value


def thread_of(window: int) -> int:
    """Return the thread that made it; 0 when it is gone."""
    return int(_GetThreadProcess(window, None))


def foreground() -> int:
    """Return the window that keys go to; 0: none."""
    return _GetForegroundWindow() or 0


def bare_desktop() -> int:
    """Return the window behind all others."""
    return _GetDesktopWindow() or 0


def top_at(x: int, y: int) -> int:
    """Return the top-level window at a place of Windows' coordinates; 0: none."""
    inner = _WindowFromPoint(wintypes.POINT(x, y))
    return top_of(inner) if inner else 0


def top_of(window: int) -> int:
    """Return the top-level window that it lies in, which may be itself."""
    return _GetAncestor(window, _ROOT) or window


def pointer_place() -> tuple[int, int]:
    """Return where the pointer is, in Windows' coordinates. Raise DesktopError when another desktop has it."""
    at = wintypes.POINT()
    if not _GetCursorPos(ctypes.byref(at)):
        raise fail("telling where the pointer is")
    return at.x, at.y


def executable_of(process: int) -> str | None:
    """Return the path of a process's program; None when it may not be looked at, or is gone."""
    handle = _OpenProcess(_LIMITED, False, process)
    if not handle:
        return None
    room, length = ctypes.create_unicode_buffer(MOST_CHARACTERS), wintypes.DWORD(MOST_CHARACTERS)
    try:
        return room.value if _QueryImageName(handle, 0, room, ctypes.byref(length)) else None
    finally:
        _CloseHandle(handle)


def exclude_from_capture(window: int) -> bool:
    """Keep a window of this process out of every picture of the screen; say whether Windows does that (10 2004 on)."""
    try:
        return bool(_SetAffinity(window, _EXCLUDE))
    except DesktopError:
        return False
