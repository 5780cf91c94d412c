"""The clipboard (winuser.h, "Clipboard"): whose it is, how often it changed, what is in it, and word of each change."""

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import wintypes
from time import monotonic, sleep
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import fail, function
from agent.desktop.windows.win32_unseen_window import UnseenWindow

TEXT, DIB = 13, 8  # CF_UNICODETEXT, CF_DIB
OPEN_SECONDS: Final = 1.0
"""How long other programs may keep the clipboard open before it counts as not answering."""

_LOOK_SECONDS: Final = 0.02
_CHANGED: Final = 0x031D  # WM_CLIPBOARDUPDATE
_MOVABLE: Final = 0x0002  # GMEM_MOVEABLE
_CLASS: Final = "HandrailClipboard"

_AddListener = function("user32", "AddClipboardFormatListener", wintypes.BOOL, wintypes.HWND)
_RemoveListener = function("user32", "RemoveClipboardFormatListener", wintypes.BOOL, wintypes.HWND)
_Open = function("user32", "OpenClipboard", wintypes.BOOL, wintypes.HWND)
_Close = function("user32", "CloseClipboard", wintypes.BOOL)
_Empty = function("user32", "EmptyClipboard", wintypes.BOOL)
_GetOwner = function("user32", "GetClipboardOwner", wintypes.HWND)
_GetSequence = function("user32", "GetClipboardSequenceNumber", wintypes.DWORD)
_RegisterFormat = function("user32", "RegisterClipboardFormatW", wintypes.UINT, wintypes.LPCWSTR)
_IsThere = function("user32", "IsClipboardFormatAvailable", wintypes.BOOL, wintypes.UINT)
_GetData = function("user32", "GetClipboardData", wintypes.HANDLE, wintypes.UINT)
_SetData = function("user32", "SetClipboardData", wintypes.HANDLE, wintypes.UINT, wintypes.HANDLE)
_Alloc = function("kernel32", "GlobalAlloc", wintypes.HGLOBAL, wintypes.UINT, ctypes.c_size_t)
_Free = function("kernel32", "GlobalFree", wintypes.HGLOBAL, wintypes.HGLOBAL)
_Lock = function("kernel32", "GlobalLock", ctypes.c_void_p, wintypes.HGLOBAL)
_Unlock = function("kernel32", "GlobalUnlock", wintypes.BOOL, wintypes.HGLOBAL)
_Size = function("kernel32", "GlobalSize", ctypes.c_size_t, wintypes.HGLOBAL)


def owner() -> int:
    """Return the window of the program that copied last; 0: not known, or nobody did."""
    return _GetOwner() or 0


def sequence() -> int:
    """Return a number that grows with each change."""
    return int(_GetSequence())


def named(name: str) -> int:
    """Return the format of that name."""
    return int(_RegisterFormat(name))


def holds(form: int) -> bool:
    """Say whether there is something in that form."""
    return bool(_IsThere(form))


@contextmanager
def opened(window: int) -> Iterator[None]:
    """Keep the clipboard for this thread. Raise DesktopError when another program keeps it too long."""
    until = monotonic() + OPEN_SECONDS
    while not _Open(window or None):
        if monotonic() > until:
            raise fail("opening the clipboard")
        sleep(_LOOK_SECONDS)
    try:
        yield
    finally:
        _Close()


def take(form: int, most: int) -> bytes:
    """Return what it holds in that form, at most `most` bytes; empty where there is nothing. Only while opened.

    Blocks while the program that copied it makes it (delayed rendering).
    """
    memory = _GetData(form)
    start = _Lock(memory) if memory else None
    if not start:
        return b""
    try:
        return ctypes.string_at(start, min(_Size(memory), most))
    finally:
        _Unlock(memory)


def fill(forms: Mapping[int, bytes]) -> None:
    """Hold exactly this from now on. Only while opened, with a window. Raise DesktopError."""
    if not _Empty():
        raise fail("emptying the clipboard")
    for form, data in forms.items():
        memory = _Alloc(_MOVABLE, max(1, len(data)))
        start = _Lock(memory) if memory else None
        if not start:
            raise fail("keeping what is put into the clipboard")
        ctypes.memmove(start, data, len(data))
        _Unlock(memory)
        if not _SetData(form, memory):
            error = fail("filling the clipboard")
            _Free(memory)
            raise error


class ClipboardWindow:
    """A window that is never shown and hears of each change, on the thread that makes it while that pumps messages."""

    def __init__(self, told: Callable[[], None]) -> None:
        """Make it. Raise DesktopError when Windows does not allow it."""

        def heard(message: int, first: int) -> None:
            if message == _CHANGED:
                told()

        self._window = UnseenWindow(_CLASS, heard, "following the clipboard", broadcasts=False)
        self.handle = self._window.handle
        if not _AddListener(self.handle):
            error = fail("following the clipboard")
            self._window.close()
            raise error

    def close(self) -> None:
        """Take back what is still there of ours, and hear nothing more; only on the thread that made it."""
        try:
            if owner() == self.handle:
                with opened(self.handle):
                    fill({})
        except DesktopError:
            pass  # a program that keeps the clipboard keeps it for itself
        finally:
            _RemoveListener(self.handle)
            self._window.close()
