"""The technician's deeds one after the other, in turns so short that the event loop sees the customer in between.

Decides when the next step is taken, never whether: that is asked anew at each step by who takes it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Generator
from contextlib import suppress
from typing import Final

from agent.desktop.base import DesktopError

TURN_SECONDS: Final = 0.008
"""How long the loop is kept at most, but for the step that is being taken."""

MOST: Final = 2000
"""Deeds that may wait; a flood beyond is dropped."""

Deed = Generator[float, None, None]
"""Something done in steps: after each it says how many seconds pass before the next may be taken."""


class Turns:
    """Runs deeds in their order: at once as far as a turn goes, the rest in later turns of the loop.

    Without a running loop (a script) it blocks until all is done.
    """

    def __init__(self) -> None:
        self._deeds: deque[Deed] = deque()
        self._next: asyncio.Handle | None = None
        self._failure: DesktopError | None = None

    def do(self, deed: Deed) -> bool:
        """Do it, after those that wait; return False when too many do, and it was not taken.

        Raise DesktopError for what failed just now, or since the last call.
        """
        self._raise_failure()
        if len(self._deeds) >= MOST:
            return False
        self._deeds.append(deed)
        if self._next is None:
            self._turn()
            self._raise_failure()
        return True

    def drop(self) -> None:
        """Forget all that waits, and what is done by half. Never raises."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        while self._deeds:
            with suppress(DesktopError):
                self._deeds.popleft().close()

    def _turn(self) -> None:
        self._next = None
        until = time.monotonic() + TURN_SECONDS
        while self._deeds:
            seconds = self._step()
            if (seconds or time.monotonic() > until) and self._deeds and self._come_back(seconds):
                return

    def _step(self) -> float:
        try:
            return next(self._deeds[0])
        except StopIteration:
            self._deeds.popleft()
        except DesktopError as error:
            self._failure = error
            self.drop()
        return 0

    def _come_back(self, seconds: float) -> bool:
        """Arrange for the next turn; where there is no loop, wait here and return False."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            time.sleep(seconds)
            return False
        self._next = loop.call_later(seconds, self._turn) if seconds else loop.call_soon(self._turn)
        return True

    def _raise_failure(self) -> None:
        failure, self._failure = self._failure, None
        if failure:
            raise failure
