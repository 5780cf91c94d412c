"""How often: a sliding window of events a key. Sans-I/O; `now` is the monotonic clock, in seconds."""

from collections import deque
from collections.abc import Hashable

MAX_KEYS = 100_000


class Window:
    """At most `limit` events in any `seconds`, told apart by key."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._events: dict[Hashable, deque[float]] = {}

    def wait(self, key: Hashable, now: float) -> float:
        """Return the seconds until `key` may have one more event; 0 when it may now."""
        events = self._events.get(key, deque())
        self._drop_old(events, now)
        return events[0] + self._seconds - now if len(events) >= self._limit else 0

    def count(self, key: Hashable, now: float) -> None:
        """Note an event of `key`."""
        if key not in self._events and len(self._events) >= MAX_KEYS:
            self.prune(now)
        events = self._events.setdefault(key, deque(maxlen=self._limit))
        events.append(now)

    def take(self, key: Hashable, now: float) -> float:
        """Note an event if `key` may have it; return the seconds to wait, 0 when it was noted."""
        wait = self.wait(key, now)
        if not wait:
            self.count(key, now)
        return wait

    def forgive(self, key: Hashable) -> None:
        """Take the latest event of `key` back."""
        if events := self._events.get(key):
            events.pop()

    def prune(self, now: float) -> None:
        """Forget every key without an event in the window."""
        for events in self._events.values():
            self._drop_old(events, now)
        self._events = {key: events for key, events in self._events.items() if events}

    def _drop_old(self, events: deque[float], now: float) -> None:
        while events and events[0] + self._seconds <= now:
            events.popleft()


class Bucket:
    """A token bucket: `rate` a second, at most `depth` at once."""

    def __init__(self, rate: float, depth: float, now: float) -> None:
        self._rate, self._depth = rate, depth
        self._level, self._at = depth, now

    def take(self, amount: float, now: float) -> bool:
        """Take `amount`; False when there is not enough, and then nothing is taken."""
        self._level = min(self._depth, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < amount:
            return False
        self._level -= amount
        return True
