"""Which Pause and Stop the agent still owes an answer, and since when. Sans-I/O: times are seconds of any one clock."""

from collections import deque
from typing import Final, Literal

PATIENCE: Final = 0.15
"""Seconds until an agent that sleeps, or was stopped, must have come to a Pause or Stop; then it counts as frozen."""

MOST_PATIENCE: Final = 0.5
"""The same for one that only waits for the processor, among many others: it would come to it with its next turn."""

_REMEMBERED: Final = 16
"""Answers that came before what they answer: the agent may be the faster one."""

By = Literal["window", "key"]


class Acts:
    """Remembers acts of the customer's until the agent has come to them."""

    def __init__(self) -> None:
        self._owed: dict[tuple[By, int], float] = {}
        self._answered: deque[tuple[By, int]] = deque(maxlen=_REMEMBERED)

    def seen(self, by: By, what: int, now: float) -> None:
        """Take note of an act."""
        if (by, what) not in self._answered:
            self._owed.setdefault((by, what), now)

    def answered(self, by: By, what: int) -> None:
        """Take note that the agent has come to that act."""
        self._answered.append((by, what))
        self._owed.pop((by, what), None)

    def owed_since(self) -> float | None:
        """Return since when the agent has owed an answer, None when it owes nothing."""
        return min(self._owed.values(), default=None)
