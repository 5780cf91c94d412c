"""A thread's message loop (winuser.h, "Messages and Message Queues"): hooks and notices come only to one with it."""

import ctypes
from ctypes import wintypes
from typing import Final

from agent.desktop.windows.libraries import function

_QUIT: Final = 0x0012  # WM_QUIT

_GetMessage = function(
    "user32",
    "GetMessageW",
    ctypes.c_int,
    ctypes.POINTER(wintypes.MSG),
    wintypes.HWND,
    wintypes.UINT,
    wintypes.UINT,
)
_TranslateMessage = function("user32", "TranslateMessage", wintypes.BOOL, ctypes.POINTER(wintypes.MSG))
_DispatchMessage = function("user32", "DispatchMessageW", wintypes.LPARAM, ctypes.POINTER(wintypes.MSG))
_PeekMessage = function(
    "user32",
    "PeekMessageW",
    wintypes.BOOL,
    ctypes.POINTER(wintypes.MSG),
    wintypes.HWND,
    wintypes.UINT,
    wintypes.UINT,
    wintypes.UINT,
)
_PostThreadMessage = function(
    "user32",
    "PostThreadMessageW",
    wintypes.BOOL,
    wintypes.DWORD,
    wintypes.UINT,
    wintypes.WPARAM,
    wintypes.LPARAM,
)
_GetCurrentThreadId = function("kernel32", "GetCurrentThreadId", wintypes.DWORD)


def make_queue() -> int:
    """Give this thread a queue; return the thread's number, which `end` takes."""
    _PeekMessage(ctypes.byref(wintypes.MSG()), None, 0, 0, 0)
    return int(_GetCurrentThreadId())


def pump() -> None:
    """Hand out messages until somebody calls `end`."""
    message = wintypes.MSG()
    while _GetMessage(ctypes.byref(message), None, 0, 0) > 0:
        _TranslateMessage(ctypes.byref(message))
        _DispatchMessage(ctypes.byref(message))


def end(thread: int) -> None:
    """End that thread's `pump`."""
    _PostThreadMessage(thread, _QUIT, 0, 0)
