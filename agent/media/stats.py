"""Decides what limits the picture, from what it waited for. Sans-I/O; times are seconds of any one clock."""

from collections.abc import Mapping

from agent.protocol.messages import Limit

NOTICED = 0.25
"""Share of the time looked at that must have gone by waiting before it counts as a limit."""

FADE = 0.5
"""What an earlier look still counts, so that the word does not change to and fro."""


class Waits:
    """Adds up what the picture waited for. Tell `turn` at each change, and `look` about once a second."""

    def __init__(self, now: float) -> None:
        self._spent = dict.fromkeys(Limit, 0.0)
        self._state, self._since = Limit.NONE, now

    def turn(self, state: Limit, now: float) -> None:
        """Take note of what the picture waits for from now on; NONE: for nothing, or for the screen to change."""
        self._spent[self._state] += now - self._since
        self._state, self._since = state, now

    def look(self, now: float) -> Limit:
        """Return what the picture waited for most since the last looks; NONE when that was not much."""
        self.turn(self._state, now)
        limit = _longest(self._spent)
        for state in self._spent:
            self._spent[state] *= FADE
        return limit


def _longest(spent: Mapping[Limit, float]) -> Limit:
    limit = max((one for one in Limit if one is not Limit.NONE), key=lambda one: spent[one])
    return limit if spent[limit] > NOTICED * sum(spent.values()) else Limit.NONE
