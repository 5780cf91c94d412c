"""Work on the disk beside the event loop, with a word by which it is stopped, and a measure of how much is asked."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from agent.disk.base import Halted
from agent.protocol.errors import HandrailError

T = TypeVar("T")

BURST = 40
"""Requests at once."""
PER_SECOND = 8.0
"""Requests for long: more than a person clicks, too few to fill a journal."""

IDLE_SECONDS = 5.0


class Halt:
    """Says to work on another thread that it must stop."""

    def __init__(self) -> None:
        self._halted = False

    def now(self) -> None:
        """Stop the work at its next step."""
        self._halted = True

    def check(self) -> None:
        """Raise Halted once it must stop."""
        if self._halted:
            raise Halted


class WorkBroke(HandrailError):
    """Work failed in a way that nobody foresaw; threading's hook prints which."""


async def in_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise the HandrailError that it raises; WorkBroke for anything else.

    The thread is a daemon, unlike those of the loop's executor: a disk that hangs must not hold up the end.
    """
    result, run = _settling(work)
    threading.Thread(target=run, name="files", daemon=True).start()
    return await result


class Worker:
    """A thread as of `in_thread` that does one thing after another, for what comes many times a second.

    Starting one for each would hold the event loop up for a millisecond. It ends when nothing came for IDLE_SECONDS.
    """

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, or raise as `in_thread` does."""
        result, run = _settling(work)
        with self._lock:
            self._work.put(run)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="transfer", daemon=True)
                self._thread.start()
        return await result

    def _run(self) -> None:
        while work := self._next():
            work()

    def _next(self) -> Callable[[], None] | None:
        with contextlib.suppress(Empty):
            return self._work.get(timeout=IDLE_SECONDS)
        with self._lock:
            if not self._work.empty():
                return self._work.get()
            self._thread = None
        return None


def _settling(work: Callable[[], T]) -> tuple["asyncio.Future[T]", Callable[[], None]]:
    """Return a future, and what does `work` on whichever thread and settles it."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        settle: Callable[[], None] = partial(result.set_exception, WorkBroke())
        try:
            settle = partial(result.set_result, work())
        except HandrailError as error:
            settle = partial(result.set_exception, error)
        finally:
            with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
                loop.call_soon_threadsafe(lambda: None if result.done() else settle())

    return result, run


class Measure:
    """A token bucket; it starts full. `now` is in seconds."""

    def __init__(self) -> None:
        self._left, self._at = float(BURST), 0.0

    def take(self, now: float) -> bool:
        """Say whether one request more is within measure, and count it."""
        self._left = min(BURST, self._left + max(0.0, now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
