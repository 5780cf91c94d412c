"""Whose input it is, and whether the customer acts just now: shared by what listens and the technician's hand.

On Windows and macOS what the agent injects bears a number that no other program knows; everything else is the
customer's, on-screen keyboards and dwell clickers included (DESIGN 7).
"""

import secrets
from threading import Lock


class Acting:
    """What was heard and the rules have not been told yet."""

    def __init__(self) -> None:
        self.mark = secrets.randbits(31) | 1
        """What our own input carries along (dwExtraInfo, kCGEventSourceUserData)."""
        self._lock = Lock()
        self._waiting = 0

    @property
    def customer(self) -> bool:
        """Say whether the customer did something of which the rules do not know yet: nothing is injected then."""
        return self._waiting > 0

    def is_own(self, injected: bool, extra: int) -> bool:
        """Say whether an event is what we injected."""
        return injected and extra == self.mark

    def seen(self) -> None:
        """Take note of an act of the customer's. Any thread."""
        with self._lock:
            self._waiting += 1

    def told(self) -> None:
        """Take note that the rules know of one."""
        with self._lock:
            self._waiting -= 1
