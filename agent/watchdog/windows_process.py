"""A process of Windows by its handle, which is its own whatever number others get (processthreadsapi.h)."""

import socket
from ctypes import wintypes
from threading import Thread
from typing import Any, Final

from agent.desktop.windows.libraries import function

_SYNCHRONIZE, _TERMINATE = 0x00100000, 0x0001  # SYNCHRONIZE, PROCESS_TERMINATE
_FOR_EVER: Final = 0xFFFFFFFF  # INFINITE

_OpenProcess = function("kernel32", "OpenProcess", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
_Wait = function("kernel32", "WaitForSingleObject", wintypes.DWORD, wintypes.HANDLE, wintypes.DWORD)
_Terminate = function("kernel32", "TerminateProcess", wintypes.BOOL, wintypes.HANDLE, wintypes.UINT)


class WindowsProcess:
    """One process, waited for on a thread."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._near, self._far = socket.socketpair()
        Thread(target=self._wait, name="agent", daemon=True).start()

    @classmethod
    def open(cls, pid: int) -> "WindowsProcess | None":
        """Open the process of that number, if there is one that this program may wait for."""
        handle = _OpenProcess(_SYNCHRONIZE | _TERMINATE, False, pid)
        return cls(handle) if handle else None

    def fileno(self) -> int:
        """Return what becomes readable when it is gone."""
        return self._near.fileno()

    def kill(self) -> None:
        """End it."""
        _Terminate(self._handle, 1)

    def _wait(self) -> None:
        _Wait(self._handle, _FOR_EVER)
        self._far.close()
