"""Decides when the next frame may go and how big it may be, from what the other side has acknowledged. Sans-I/O.

The line is kept busy and its queue short: the next frame leaves when what is under way will soon have arrived. What
does not fit waits on the screen itself and is captured when it can go. The estimate of what the line carries is the
most that was acknowledged in any round trip of the last seconds (draft-cardwell-iccrg-bbr-congestion-control, 4.1).
"""

from collections import deque
from dataclasses import dataclass

LEAD_SECONDS = 0.03
"""How long the line may still have work when the next frame is begun: capturing and encoding take about that."""

FRAME_SECONDS = 0.06
"""What one frame may take on the line: the longest that a later, more urgent change waits for it."""

SMALLEST_FRAME = 4 * 1024
LARGEST_FRAME = 1024 * 1024
"""Bytes of a frame, whatever the line."""

FIRST_RATE = 1_000_000.0
"""Bytes a second that a line is thought to carry until it has shown better or worse."""

FIRST_FRAME = 48 * 1024
"""Bytes of the frames before anything is known of the line."""

MEMORY_SECONDS = 3.0
"""How long the best that the line has carried is remembered."""

MOST_UNSHOWN = 8
"""Frames sent and not yet drawn: a browser that falls behind is waited for."""


@dataclass(frozen=True)
class _Sent:
    frame: int
    size: int
    at: float
    total: int
    """Bytes sent in all, this frame included."""
    arrived: int
    """Bytes acknowledged in all when it left."""
    busy: bool
    """Whether the line was kept busy: else its rate says how little there was to send."""


class Pacer:
    """Counts what is under way. Times are in seconds of any one clock."""

    def __init__(self) -> None:
        self._rates: deque[tuple[float, float]] = deque()
        self._rtts: deque[tuple[float, float]] = deque()
        self.reset()

    def reset(self) -> None:
        """Forget what is under way; what is known of the line stays."""
        self._under_way: deque[_Sent] = deque()
        self._sent = self._arrived = 0
        self._unshown = self._last = 0

    @property
    def rate(self) -> float:
        """Bytes a second that the line carries, as far as is known."""
        return max((rate for _, rate in self._rates), default=FIRST_RATE)

    @property
    def round_trip(self) -> float:
        """Seconds of the shortest round trip seen lately."""
        return min((rtt for _, rtt in self._rtts), default=0.05)

    @property
    def known(self) -> bool:
        """Say whether the line has shown what it carries."""
        return bool(self._rates)

    @property
    def behind(self) -> bool:
        """Say whether the browser has as much to draw as it may have: not the line, but it is waited for."""
        return self._last - self._unshown >= MOST_UNSHOWN

    def budget(self, waiting: int) -> int:
        """Return how many bytes the next frame may have; 0: it must wait until more has arrived.

        `waiting`: bytes that are not yet acknowledged.
        """
        if self.behind:
            return 0
        if not self.known:
            return FIRST_FRAME if waiting < FIRST_FRAME else 0
        if waiting > self.rate * (self.round_trip + LEAD_SECONDS):
            return 0
        return min(max(int(self.rate * FRAME_SECONDS), SMALLEST_FRAME), LARGEST_FRAME)

    def sent(self, frame: int, size: int, waiting: int, now: float) -> None:
        """Take note of a frame that leaves behind `waiting` bytes."""
        self._sent += size
        self._last = frame
        busy = waiting + size > self.rate * self.round_trip or not self._rates
        self._under_way.append(_Sent(frame, size, now, self._sent, self._arrived, busy))

    def shown(self, frame: int) -> None:
        """Take note that everything up to `frame` was drawn; a frame that was never sent counts for nothing."""
        self._unshown = max(self._unshown, min(frame, self._last))

    def acknowledged(self, waiting: int, now: float) -> None:
        """Take note that all but `waiting` bytes have arrived."""
        self._arrived = max(self._arrived, self._sent - waiting)
        latest: _Sent | None = None
        while self._under_way and self._under_way[0].total <= self._arrived:
            latest = self._under_way.popleft()
        if latest:
            self._learn(latest, now)

    def _learn(self, frame: _Sent, now: float) -> None:
        took = max(now - frame.at, 0.0005)
        self._remember(self._rtts, now, took)
        rate = (self._arrived - frame.arrived) / took
        if frame.busy or rate > self.rate:
            self._remember(self._rates, now, rate)

    @staticmethod
    def _remember(seen: deque[tuple[float, float]], now: float, value: float) -> None:
        seen.append((now, value))
        while len(seen) > 1 and seen[0][0] < now - MEMORY_SECONDS:
            seen.popleft()
