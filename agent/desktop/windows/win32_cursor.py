"""The mouse pointer: where it is, whether a button is down, and its picture (winuser.h, wingdi.h)."""

import ctypes
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any, Final

from agent.desktop.windows.libraries import fail, function

SHOWING: Final = 1  # CURSOR_SHOWING
_BUTTONS: Final = (1, 2, 4, 5, 6)  # VK_LBUTTON, VK_RBUTTON, VK_MBUTTON, VK_XBUTTON1, VK_XBUTTON2
MOST_SIDE: Final = 256
"""Pixels; larger pointers are not drawn by Windows either."""


class _CursorInfo(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("cursor", wintypes.HANDLE),
        ("at", wintypes.POINT),
    ]


class _IconInfo(ctypes.Structure):
    _fields_ = [
        ("icon", wintypes.BOOL),
        ("hot_x", wintypes.DWORD),
        ("hot_y", wintypes.DWORD),
        ("mask", wintypes.HBITMAP),
        ("colour", wintypes.HBITMAP),
    ]


class _Bitmap(ctypes.Structure):
    _fields_ = [
        ("type", wintypes.LONG),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("width_bytes", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("pixels", ctypes.c_void_p),
    ]


class _BitmapInfo(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("rest", wintypes.DWORD * 6),
        ("table", wintypes.DWORD * 256),
    ]


_GetCursorInfo = function("user32", "GetCursorInfo", wintypes.BOOL, ctypes.POINTER(_CursorInfo))
_GetAsyncKeyState = function("user32", "GetAsyncKeyState", ctypes.c_short, ctypes.c_int)
_GetIconInfo = function("user32", "GetIconInfo", wintypes.BOOL, wintypes.HANDLE, ctypes.POINTER(_IconInfo))
_GetDC = function("user32", "GetDC", wintypes.HDC, wintypes.HWND)
_ReleaseDC = function("user32", "ReleaseDC", ctypes.c_int, wintypes.HWND, wintypes.HDC)
_GetObject = function("gdi32", "GetObjectW", ctypes.c_int, wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p)
_DeleteObject = function("gdi32", "DeleteObject", wintypes.BOOL, wintypes.HANDLE)
_GetDIBits = function(
    "gdi32",
    "GetDIBits",
    ctypes.c_int,
    wintypes.HDC,
    wintypes.HBITMAP,
    wintypes.UINT,
    wintypes.UINT,
    ctypes.c_void_p,
    ctypes.POINTER(_BitmapInfo),
    wintypes.UINT,
)


@dataclass(frozen=True)
class Cursor:
    """The pointer at one moment, in Windows' coordinates; `handle` 0: it is not shown."""

    x: int
    y: int
    held: bool
    handle: int


@dataclass(frozen=True)
class Icon:
    """A pointer's two bitmaps as BGRX, rows from the top: its mask, and its colours; None: both are in the mask."""

    hot_x: int
    hot_y: int
    width: int
    mask: bytes
    colours: bytes | None


def cursor() -> Cursor:
    """Return how the pointer is now. Raise DesktopError when it cannot be seen (another desktop has it)."""
    info = _CursorInfo(size=ctypes.sizeof(_CursorInfo))
    if not _GetCursorInfo(ctypes.byref(info)):
        raise fail("telling where the pointer is")
    held = any(_GetAsyncKeyState(button) < 0 for button in _BUTTONS)
    return Cursor(info.at.x, info.at.y, held, (info.cursor or 0) if info.flags & SHOWING else 0)


def icon(handle: int) -> Icon | None:
    """Return a pointer's picture; None when it is gone, or none that is known."""
    info = _IconInfo()
    if not _GetIconInfo(handle, ctypes.byref(info)):
        return None
    try:
        mask = _pixels(info.mask)
        colours = _pixels(info.colour) if info.colour else None
    finally:
        for bitmap in filter(None, (info.mask, info.colour)):
            _DeleteObject(bitmap)
    if mask is None or (info.colour and colours is None):
        return None
    return Icon(info.hot_x, info.hot_y, mask[0], mask[1], colours[1] if colours else None)


def _pixels(bitmap: Any) -> tuple[int, bytes] | None:
    """Return a bitmap's width, and its pixels as BGRX from the top row down."""
    told = _Bitmap()
    if not _GetObject(bitmap, ctypes.sizeof(told), ctypes.byref(told)):
        return None
    width, height = told.width, told.height
    if not (0 < width <= MOST_SIDE and 0 < height <= 2 * MOST_SIDE):
        return None
    header = _BitmapInfo(size=40, width=width, height=-height, planes=1, bits=32)
    room = ctypes.create_string_buffer(width * height * 4)
    screen = _GetDC(None)
    try:
        rows = _GetDIBits(screen, bitmap, 0, height, room, ctypes.byref(header), 0)
    finally:
        _ReleaseDC(None, screen)
    return (width, room.raw) if rows == height else None
