"""Decides when the next frame may go and how big it may be, from what the other side has acknowledged. Sans-I/O.

The line is kept busy and its queue short: the next frame leaves when what is under way will soon have arrived. What
does not fit waits on the screen itself and is captured when it can go. The model of the line is BBR's
(draft-ietf-ccwg-bbr, 2.4): the most that it carried lately, and the shortest round trip of an empty line.
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

FIRST_FRAME = 24 * 1024
"""Bytes of the frames before anything is known of the line."""

FIRST_ROUND_TRIP = 0.05

MEMORY_SECONDS = 3.0
"""How long the best that the line has carried is remembered."""

PROBE_SECONDS = 10.0
"""After this long without an empty line it is let run empty for a moment: the way may have become shorter or longer."""

WORSE_SECONDS = 0.4
"""A frame that took so long, at less than half the rate believed in, says that the line is another now."""

MOST_UNSHOWN = 4
"""Frames that the browser has and has not yet drawn: one that falls behind is waited for."""

MOST_UNDER_WAY = 32
"""Frames that have not arrived, however small: a line that is gone is not filled."""


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
        self._round_trip = FIRST_ROUND_TRIP
        self._probed: float | None = None
        self._now = 0.0
        self.reset()

    def reset(self) -> None:
        """Forget what is under way; what is known of the line stays."""
        self._under_way: deque[_Sent] = deque()
        self._sent = self._arrived = 0
        self._last = self._arrived_frame = self._got = self._shown = 0
        self._lone: _Sent | None = None
        """The frame that left when nothing else was under way: what first arrives of it tells how long the way is."""

    @property
    def known(self) -> bool:
        """Say whether the line has shown what it carries."""
        return bool(self._rates)

    @property
    def rate(self) -> float:
        """Bytes a second that the line carries, as far as is known."""
        return max((rate for _, rate in self._rates), default=FIRST_RATE)

    @property
    def round_trip(self) -> float:
        """Seconds until a packet is acknowledged while the line is empty."""
        return self._round_trip

    @property
    def behind(self) -> bool:
        """Say whether the browser has as much to draw as it may have: not the line, but it is waited for."""
        return self._got - self._shown >= MOST_UNSHOWN

    def budget(self, waiting: int) -> int:
        """Return how many bytes the next frame may have; 0: it must wait until more has arrived, or is shown.

        `waiting`: bytes that are not yet acknowledged.
        """
        if self.behind or len(self._under_way) >= MOST_UNDER_WAY:
            return 0
        if not self.known:
            return FIRST_FRAME if waiting < FIRST_FRAME else 0
        if waiting > (0 if self._must_probe else self.rate * (self._round_trip + LEAD_SECONDS)):
            return 0
        return min(max(int(self.rate * FRAME_SECONDS), SMALLEST_FRAME), LARGEST_FRAME)

    def sent(self, frame: int, size: int, waiting: int, now: float) -> None:
        """Take note of a frame that leaves behind `waiting` bytes."""
        self._sent += size
        if self._last == self._shown:
            self._arrived_frame = self._got = self._shown = frame - 1
        self._last = frame
        busy = waiting + size > self.rate * self._round_trip or not self.known
        self._under_way.append(_Sent(frame, size, now, self._sent, self._arrived, busy))
        if waiting == 0:
            self._lone = self._under_way[-1]

    def shown(self, frame: int) -> None:
        """Take note that everything up to `frame` was drawn; a frame that was never sent counts for nothing."""
        self._shown = max(self._shown, min(frame, self._last))

    def acknowledged(self, waiting: int, now: float, *, gap: bool = False) -> None:
        """Take note that all but `waiting` bytes have arrived. `gap`: some of them are held back for a lost packet."""
        self._now = now
        self._arrived = max(self._arrived, self._sent - waiting)
        if self._lone and self._arrived > self._lone.arrived:
            self._learn_way(now - self._lone.at, now)
            self._lone = None
        latest: _Sent | None = None
        while self._under_way and self._under_way[0].total <= self._arrived:
            latest = self._under_way.popleft()
        if latest:
            self._arrived_frame = latest.frame
            self._learn_rate(latest, now)
        if not gap:
            self._got = self._arrived_frame

    @property
    def _must_probe(self) -> bool:
        return self._probed is not None and self._now > self._probed + PROBE_SECONDS

    def _learn_way(self, took: float, now: float) -> None:
        """Take the shortest of the last PROBE_SECONDS."""
        if self._probed is None or took <= self._round_trip or now > self._probed + PROBE_SECONDS:
            self._round_trip, self._probed = max(took, 0.0005), now

    def _learn_rate(self, frame: _Sent, now: float) -> None:
        took = max(now - frame.at, 0.0005)
        rate = (self._arrived - frame.arrived) / took
        if not (frame.busy or rate > self.rate):
            return
        if self.known and took > WORSE_SECONDS and rate < self.rate / 2:
            self._rates.clear()
        self._rates.append((now, rate))
        while len(self._rates) > 1 and self._rates[0][0] < now - MEMORY_SECONDS:
            self._rates.popleft()
