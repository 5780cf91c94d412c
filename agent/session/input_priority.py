"""The customer's hand wins: from its first event until some seconds after its last, remote input is closed (P3)."""


class InputPriority:
    """Who has the hand."""

    def __init__(self, seconds: float) -> None:
        """Reopen `seconds` after the customer's last event."""
        self._seconds = seconds
        self.reopens_at: float | None = None

    @property
    def customer_has_hand(self) -> bool:
        """Say whether the customer acts, or did a moment ago."""
        return self.reopens_at is not None

    def seen(self, now: float) -> None:
        """Note an event of the customer's: it takes the hand, and keeps it."""
        self.reopens_at = now + self._seconds

    def reopen(self, now: float) -> bool:
        """Give the hand back when the time has come; say whether it was."""
        if self.reopens_at is None or now < self.reopens_at:
            return False
        self.reopens_at = None
        return True
