"""Whether the computer slept, by its clocks alone: one counts the time asleep, one does not (clock_gettime(2))."""

import time
from collections.abc import Callable
from typing import Final

MOST_DRIFT: Final = 1.0
"""Seconds by which the clocks may part without a sleep; they are read one after the other."""


def time_asleep() -> float:
    """Return the seconds that the computer has slept since it was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class Slept:
    """Says, each time it is asked, whether the computer slept since it was asked last."""

    def __init__(self, asleep: Callable[[], float] = time_asleep) -> None:
        self._asleep = asleep
        self._before = asleep()

    def __call__(self) -> bool:
        """Look."""
        before, self._before = self._before, self._asleep()
        return self._before - before > MOST_DRIFT
