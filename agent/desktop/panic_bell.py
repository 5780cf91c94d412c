"""Panic keys that one thread sees and another asks for, which sleeps until then."""

import socket
from contextlib import suppress
from threading import Lock


class PanicBell:
    """Rung by the thread that sees keys, and heard by who waits for `fileno`."""

    def __init__(self) -> None:
        self._times: list[int] = []
        self._lock = Lock()
        self._bell, self._rung = socket.socketpair()

    def fileno(self) -> int:
        """Return what becomes readable when a panic key is pressed."""
        return self._rung.fileno()

    def ring(self, time: int) -> None:
        """Tell of a panic key pressed at that time (the screen's milliseconds)."""
        with self._lock:
            self._times.append(time)
        self._bell.send(b"k")

    def times(self) -> list[int]:
        """Return when panic keys were pressed since last asked."""
        self._rung.setblocking(False)
        with suppress(BlockingIOError):
            self._rung.recv(4096)
        with self._lock:
            times, self._times = self._times, []
        return times

    def close(self) -> None:
        """Ring no more."""
        self._bell.close()
        self._rung.close()
