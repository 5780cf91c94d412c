"""What the watchdog waits for, on every system something that select(2) takes: pipes, and the agent's end.

Windows' select takes sockets alone, so that there a thread passes on what a pipe says, and one waits for the agent.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import Protocol

MOST = 64 * 1024
LOOK_SECONDS = 0.25
"""How often a process is looked for that the system tells nothing of."""


class Ear(Protocol):
    """One end of a pipe that is listened to."""

    def fileno(self) -> int:
        """Return what becomes readable."""

    def read(self) -> bytes:
        """Return what came; nothing at its end."""


class AgentsEnd(Protocol):
    """The agent itself, whatever number other processes get later."""

    def fileno(self) -> int:
        """Return what becomes readable when it is gone."""

    def kill(self) -> None:
        """End it. Never raises."""


class _PipeEar:
    """A pipe, where select takes pipes."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def fileno(self) -> int:
        """Return the pipe."""
        return self._pipe

    def read(self) -> bytes:
        """Return what came."""
        return os.read(self._pipe, MOST)


class _Relay:
    """A socket that becomes readable with what a thread reads elsewhere, and ends when that does."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._near, self._far = socket.socketpair()
        Thread(target=self._run, name="ear", daemon=True).start()

    def fileno(self) -> int:
        """Return the socket."""
        return self._near.fileno()

    def read(self) -> bytes:
        """Return what came."""
        return self._near.recv(MOST)

    def _run(self) -> None:
        with self._far, contextlib.suppress(OSError):
            while data := self._read():
                self._far.sendall(data)


class _Pidfd:
    """A process by its file descriptor (pidfd_open(2))."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Return it."""
        return self._descriptor

    def kill(self) -> None:
        """End the process."""
        if sys.platform == "linux":
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)


class _Parent:
    """The process that started this one, where the system has no descriptor of it: looked for now and then."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._near, self._far = socket.socketpair()
        Thread(target=self._run, name="agent", daemon=True).start()

    def fileno(self) -> int:
        """Return the socket that ends with the process."""
        return self._near.fileno()

    def kill(self) -> None:
        """End the process, as long as it is still the one that started this: its number is nobody else's then."""
        if sys.platform != "win32" and self._pid == os.getppid():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def _run(self) -> None:
        with self._far:
            while self._pid == os.getppid():
                time.sleep(LOOK_SECONDS)


def ear(pipe: int) -> Ear:
    """Listen to a pipe."""
    return _Relay(lambda: os.read(pipe, MOST)) if sys.platform == "win32" else _PipeEar(pipe)


def agents_end(pid: int) -> AgentsEnd | None:
    """Open the agent itself, to see it end even if something else kept its pipe open, and to end no other.

    None when it is not the process that started this one, or is gone.
    """
    if pid != os.getppid():
        return None
    if sys.platform == "win32":
        from agent.watchdog.windows_process import WindowsProcess

        return WindowsProcess.open(pid)
    if not hasattr(os, "pidfd_open"):
        return _Parent(pid)
    try:
        return _Pidfd(os.pidfd_open(pid))
    except OSError:
        return None
