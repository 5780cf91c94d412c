"""Whether the computer slept, by its clocks alone: one counts the time asleep, one does not."""

from collections.abc import Callable
from typing import Final

MOST_DRIFT: Final = 1.0
"""Seconds by which the clocks may part without a sleep; they are read one after the other."""


class Slept:
    """Says, each time it is asked, whether the computer slept since it was asked last."""

    def __init__(self, asleep: Callable[[], float]) -> None:
        """Begin; `asleep` tells the seconds that the computer has slept since it was started."""
        self._asleep = asleep
        self._before = asleep()

    def __call__(self) -> bool:
        """Look."""
        before, self._before = self._before, self._asleep()
        return self._before - before > MOST_DRIFT
