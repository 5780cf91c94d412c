"""When the screen is looked at for changes: often while something changes, seldom while nothing does."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic, sleep
from typing import Final

FAST_SECONDS: Final = 1 / 30
"""Between looks while things change."""

SLOW_SECONDS: Final = 0.25
"""While nothing has changed for a while; a look at 1080p takes about 20 ms on an old computer."""

SLOWER: Final = 1.25
"""By how much each look that finds nothing waits longer for the next."""


class Looking:
    """Looks, on a thread of its own, until stopped."""

    def __init__(self, look: Callable[[], bool]) -> None:
        """Begin; `look` says whether it found a change."""
        self._look = look
        self._soon = Event()
        self._stopped = False
        self._thread = Thread(target=self._run, name="looking", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        """Look at once, and often for a while: the customer or the technician did something. Any thread."""
        self._soon.set()

    def stop(self) -> None:
        """Look no more; a look that is under way may still end."""
        self._stopped = True
        self._soon.set()

    def _run(self) -> None:
        wait = FAST_SECONDS
        while not self._stopped:
            began = monotonic()
            wait = FAST_SECONDS if self._look() else min(wait * SLOWER, SLOW_SECONDS)
            ended = monotonic()
            at_least = max(FAST_SECONDS, ended - began)  # half of the thread's time, however slow the computer is
            if self._soon.wait(max(wait, at_least)):
                self._soon.clear()
                wait = FAST_SECONDS
                sleep(max(0.0, ended + at_least - monotonic()))
