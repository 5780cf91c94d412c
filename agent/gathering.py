"""Shows at once what changed, and what changes soon after together: ten thousand files are not as many pictures."""

import asyncio
from collections.abc import Callable

GATHER_SECONDS = 0.1


class Gathering:
    """On the event loop's thread."""

    def __init__(self, show: Callable[[], None]) -> None:
        self._show = show
        self._next = 0.0
        self._later: asyncio.TimerHandle | None = None

    def show(self) -> None:
        """Show now, or within GATHER_SECONDS where something was shown just before."""
        loop = asyncio.get_running_loop()
        if self._later is None and loop.time() >= self._next:
            self._show_now()
        elif self._later is None:
            self._later = loop.call_at(self._next, self._show_now)

    def close(self) -> None:
        """Show nothing any more."""
        if self._later:
            self._later.cancel()

    def _show_now(self) -> None:
        self._later = None
        self._next = asyncio.get_running_loop().time() + GATHER_SECONDS
        self._show()
