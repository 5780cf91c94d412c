"""What a tool does beside the loop's own events, so that it can be dropped at once; a failure ends the session."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any


class Tasks:
    """The tasks of one tool. On the event loop's thread."""

    def __init__(self, spawn: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        """`spawn`: what is around the tool, which ends the session where a piece of work fails."""
        self._spawn = spawn
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin a piece of work."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        self._spawn(_outcome(task))

    def drop(self) -> None:
        """Do none of it any further: nothing of it is said or changed from here on."""
        for task in self._running:
            task.cancel()

    async def close(self) -> None:
        """Drop all, and wait until each has let go of what it held."""
        self.drop()
        if self._running:
            await asyncio.wait(self._running)


async def _outcome(task: asyncio.Task[None]) -> None:
    """Raise what a piece of work raised; one that was dropped raised nothing."""
    with contextlib.suppress(asyncio.CancelledError):
        await task
