"""Tells that a pointer moved or changed, where the system does not: by looking while somebody wants to know."""

import asyncio
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

WATCH_SECONDS: Final = 0.015
"""How often is looked whether it moved: one call that takes some microseconds."""


class Watching:
    """Looks on a thread of its own, and tells on the loop's: once, and again after each look of the caller's."""

    def __init__(self, now: Callable[[], object]) -> None:
        """Prepare; `now` says, on any thread, how the pointer is, to be compared; None: not known."""
        self._now = now
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_change: Callable[[], None] = lambda: None
        self._seen: object = None
        self._looked = Event()
        self._ended: Event | None = None

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin, on the running loop."""
        self.stop()
        self._loop, self._on_change, self._seen = asyncio.get_running_loop(), on_change, None
        self._looked, self._ended = Event(), Event()
        self._looked.set()
        Thread(target=self._watch, args=(self._looked, self._ended), name="pointer", daemon=True).start()

    def stop(self) -> None:
        """Tell nothing more. Never raises."""
        self._loop = None
        if self._ended:
            self._ended.set()
            self._looked.set()

    def looked(self, seen: object) -> None:
        """Take note of how the caller saw it: what differs from that is told."""
        self._seen = seen
        self._looked.set()

    def _watch(self, looked: Event, ended: Event) -> None:
        """Report once what differs from the last look, then wait for the next."""
        while not ended.wait(WATCH_SECONDS):
            looked.wait()
            if not ended.is_set() and self._now() != self._seen:
                looked.clear()
                self._report()

    def _report(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._told)

    def _told(self) -> None:
        if self._loop is not None:
            self._on_change()
