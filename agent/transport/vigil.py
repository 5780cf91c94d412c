"""Whether the line lives, sans-I/O: silence loses it; only an answer to our own question gives the old one back.

What the console said on `input` before that answer may be long out of date, and is dropped (docs/protocol.md).
"""

import json
from typing import NamedTuple

from agent.transport.events import Channel

LOST = "link/lost"
MARK = "link/mark"
MAX_WORD = 64
"""Characters of what the two ends of a line say to one another about it."""


class Heard(NamedTuple):
    """What follows from a message."""

    deliver: bool = False
    ask: bool = False
    """Whether to say `question`."""
    lost: bool = False
    back: bool = False


class Vigil:
    """One line's life; `now` is the event loop's clock."""

    def __init__(self, now: float) -> None:
        self._heard = now
        self.lost_at: float | None = None
        self._mark = 0

    @property
    def question(self) -> str:
        """What is asked of the console on `control`; its answer, the same, comes on `input`."""
        return json.dumps({"type": MARK, "mark": self._mark})

    def silent(self, now: float) -> float:
        """Say for how many seconds nothing was heard."""
        return now - self._heard

    def hear(self, channel: Channel, data: str | bytes, now: float) -> Heard:
        """Take note of a message of the other side's, and say what follows."""
        self._heard = now
        word = _word(data)
        if word == {"type": LOST} and channel == "control":
            return Heard(ask=True, lost=self.lose(now))
        if word is not None and word.get("type") == MARK:
            back = channel == "input" and self.lost_at is not None and word == {"type": MARK, "mark": self._mark}
            return Heard(back=back and self.renew(now))
        lost = self.lost_at is not None
        return Heard(deliver=not (lost and channel == "input"), ask=lost)

    def lose(self, now: float) -> bool:
        """The line is lost; say whether it was not before."""
        if self.lost_at is not None:
            return False
        self.lost_at, self._mark = now, self._mark + 1
        return True

    def renew(self, now: float) -> bool:
        """The line, or another, lives; say whether it was lost before."""
        lost, self._heard, self.lost_at = self.lost_at is not None, now, None
        return lost


def _word(data: str | bytes) -> dict[str, object] | None:
    if not isinstance(data, str) or len(data) > MAX_WORD or '"link/' not in data:
        return None
    try:
        word = json.loads(data)
    except ValueError:
        return None
    return word if isinstance(word, dict) else None
