"""How much the technician may say before it is not heard any more: enough for any person, too little for a flood."""

BURST = 20
"""Messages at once."""

PER_SECOND = 1.0
"""Messages for long."""


class Allowance:
    """A token bucket; it starts full."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._at = 0.0

    def take(self, now: float) -> bool:
        """Say whether one message more is within measure, and count it."""
        self._left = min(BURST, self._left + max(0.0, now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
