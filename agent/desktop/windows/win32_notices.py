"""Notices of what windows do, after they did it (winuser.h, SetWinEventHook); heard while the thread pumps messages."""

from collections.abc import Callable
from ctypes import wintypes
from typing import Any, Final

from agent.desktop.windows.libraries import callback, fail, function

_FOREGROUND, _MINIMISED_END = 0x0003, 0x0017  # EVENT_SYSTEM_FOREGROUND to EVENT_SYSTEM_MINIMIZEEND
_CREATED, _RENAMED = 0x8000, 0x800C  # EVENT_OBJECT_CREATE to EVENT_OBJECT_NAMECHANGE
_CLOAKED, _UNCLOAKED = 0x8017, 0x8018  # EVENT_OBJECT_CLOAKED, EVENT_OBJECT_UNCLOAKED
_RANGES: Final = ((_FOREGROUND, _MINIMISED_END), (_CREATED, _RENAMED), (_CLOAKED, _UNCLOAKED))
_WINDOW: Final = 0  # OBJID_WINDOW

_PROC: Final = callback(
    None,
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.HWND,
    wintypes.LONG,
    wintypes.LONG,
    wintypes.DWORD,
    wintypes.DWORD,
)
_SetHook = function(
    "user32",
    "SetWinEventHook",
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.HMODULE,
    _PROC,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.DWORD,
)
_Unhook = function("user32", "UnhookWinEvent", wintypes.BOOL, wintypes.HANDLE)


class WindowNotices:
    """Hears that windows came, went, moved, changed their titles or their order, on the thread that makes it."""

    def __init__(self, told: Callable[[], None]) -> None:
        """Begin. Raise DesktopError when Windows does not allow it."""

        def heard(_hook: Any, _event: int, window: int, kind: int, child: int, _thread: int, _time: int) -> None:
            if window and kind == _WINDOW and not child:
                told()

        self._proc = _PROC(heard)
        self._hooks = [_SetHook(first, last, None, self._proc, 0, 0, 0) for first, last in _RANGES]
        if not all(self._hooks):
            error = fail("telling of windows")
            self.remove()
            raise error

    def remove(self) -> None:
        """Hear nothing more."""
        for hook in filter(None, self._hooks):
            _Unhook(hook)
        self._hooks = []
