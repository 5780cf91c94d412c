"""Decides when the next frame may go and how big it may be, from what the console says it has shown. Sans-I/O.

Never a growing queue: what does not fit waits on the screen itself and is captured when it can go.
"""

from collections import deque
from dataclasses import dataclass

FRAMES_IN_FLIGHT = 4
"""Frames sent and not yet shown: enough for 30 a second over a round trip of 100 ms."""

SMALLEST_WINDOW = 16 * 1024
LARGEST_WINDOW = 1024 * 1024
"""Bytes sent and not yet shown: the least that keeps a thin line busy, and the most for a fast one."""

FIRST_WINDOW = 96 * 1024
"""Before anything is known of the line: on 1 Mbit/s the first piece of the picture is there within a second."""

PATIENCE = 0.15
"""Seconds that what is under way may take: the window is what the line carried in that time."""


@dataclass(frozen=True)
class _Sent:
    frame: int
    size: int
    at: float
    delivered: int
    """Bytes known to be shown when this one left."""


class Pacer:
    """Counts what is under way. Times are in seconds of any one clock."""

    def __init__(self) -> None:
        self._window = FIRST_WINDOW
        self.reset()

    def reset(self) -> None:
        """Forget what is under way; what is known of the line stays."""
        self._under_way: deque[_Sent] = deque()
        self._bytes = 0
        self._delivered = 0

    @property
    def idle(self) -> bool:
        """Say whether nothing is under way."""
        return not self._under_way

    def budget(self, buffered: int) -> int:
        """Return how many bytes the next frame may have; 0: it must wait. `buffered`: what the channel still holds."""
        if len(self._under_way) >= FRAMES_IN_FLIGHT:
            return 0
        free = self._window - max(self._bytes, buffered)
        return free if free >= SMALLEST_WINDOW // 4 or (self.idle and free > 0) else 0

    def sent(self, frame: int, size: int, now: float) -> None:
        """Take note of a frame that left."""
        self._under_way.append(_Sent(frame, size, now, self._delivered))
        self._bytes += size

    def shown(self, frame: int, now: float) -> None:
        """Take note that everything up to `frame` was shown; a frame that was never sent counts for nothing."""
        latest: _Sent | None = None
        while self._under_way and self._under_way[0].frame <= frame:
            latest = self._under_way.popleft()
            self._bytes -= latest.size
            self._delivered += latest.size
        if latest:
            self._learn(latest, now)

    def _learn(self, shown: _Sent, now: float) -> None:
        """Adapt the window to the line: what was shown since `shown` left, over that time."""
        carried = self._delivered - shown.delivered
        took = max(now - shown.at, 0.001)
        fits = int(carried / took * PATIENCE)
        if took > PATIENCE and carried >= SMALLEST_WINDOW:
            self._window = max(SMALLEST_WINDOW, min(fits, self._window))
        elif fits > self._window:
            self._window = min(LARGEST_WINDOW, fits)
