"""Decides how many bytes of a transfer may be under way, so that it gives way to everything else. Sans-I/O.

LEDBAT's idea (RFC 6817): a queue shows as delay above the smallest one seen, before anything is lost; hold it under
TARGET. Multiplicative decrease and the regular slowdown that lets the queue run empty are those of LEDBAT++
(draft-irtf-iccrg-ledbat-plus-plus). Twin of rendezvous/console/src/link/yielding.ts.
"""

from collections import deque

TARGET = 0.01
"""Seconds of queue that a transfer may cause: what a letter typed beside it may wait."""

TARGET_TRIPS = 0.25
"""The same as a share of the shortest round trip, where that is longer: a letter takes its time there anyway, and a
queue too short for what keeps a computer from sending leaves the line empty."""

LOSSY_TARGET = 0.05
"""The same where packets are lost by the way, as on a radio link, where the delay itself jumps by more than TARGET; and
at most anywhere."""

LOSSY = 0.008
"""Share of lost packets from which on a line counts as one of these."""

REMEMBERED = 512
"""Packets over which losses are counted: of fewer, two that chance brings together would make a line a lossy one."""

JITTERS = 1.0
"""How many times the line's own unrest is added to it: unrest is no queue."""

HASTE = 1.1
"""How much faster than one window in a round trip it may leave: spread, so that no burst makes a queue."""
BURST_SECONDS = 0.004
"""What may leave at once, as a timer comes no oftener."""

LEAST_WINDOW = 2 * 1024
FIRST_WINDOW = 8 * 1024
MOST_WINDOW = 1024 * 1024
"""Bytes under way: however long the queue, at the beginning and after a pause, and at most."""

FIRST_ROUND_TRIP = 0.05
"""Seconds, until one was seen."""

FILTER = 3
"""Acknowledgements of which the least delayed counts: jitter, and what waits for a lost packet, is no queue."""

LAGS = 8
"""How many of this side's own delays are told as their mean."""

BASE_SECONDS = 60.0
"""How long the smallest delay is remembered: clocks drift apart, and ways change."""
BUCKET_SECONDS = 10.0

SLOWDOWN_SECONDS = 10.0
SLOWDOWN_TRIPS = 50
"""From the end of one slowdown to the next: the longer of these seconds and so many round trips."""

IDLE_SECONDS = 1.0
"""After so long without anything under way what was known of the line's room is old."""

LEAST_STEP = 1024
"""Bytes by which the window grows at least each time it went round while there is no queue; else by half of what would
fill the queue to its target."""


class Least:
    """The smallest of what was seen in the last BASE_SECONDS, by buckets."""

    def __init__(self) -> None:
        self._buckets: deque[tuple[float, float]] = deque()

    @property
    def value(self) -> float:
        """Return it; 0 before anything was seen."""
        return min((value for _, value in self._buckets), default=0.0)

    def add(self, value: float, now: float) -> None:
        """See a value."""
        if not self._buckets or now - self._buckets[-1][0] > BUCKET_SECONDS:
            self._buckets.append((now, value))
        elif value < self._buckets[-1][1]:
            self._buckets[-1] = (self._buckets[-1][0], value)
        while now - self._buckets[0][0] > BASE_SECONDS:
            self._buckets.popleft()


class Yielding:
    """The window of one direction. Times are in seconds of any one clock; delays need no common clock."""

    def __init__(self) -> None:
        self.window = float(FIRST_WINDOW)
        self._threshold = float(MOST_WINDOW)
        """Below it the window grows fast."""
        self._least, self._shortest = Least(), Least()
        """Of the delays, and of the round trips."""
        self._latest: deque[float] = deque(maxlen=FILTER)
        self._decreased = self._active = 0.0
        self._round_trip = FIRST_ROUND_TRIP
        self._unrest = self._lag = self._loss = 0.0
        self._next = 0.0
        self._slow_at: float | None = None
        self._slow_until = 0.0

    @property
    def queue(self) -> float:
        """Seconds that what arrived last had waited somewhere on the way, and what comes in waits here."""
        waited = min(self._latest) - self._least.value if self._latest else 0.0
        return waited + self._lag

    @property
    def target(self) -> float:
        """Seconds of queue to hold."""
        if self.lossy:
            return LOSSY_TARGET
        trips = TARGET_TRIPS * self._shortest.value
        return min(LOSSY_TARGET, max(TARGET, trips) + min(JITTERS * self._unrest, TARGET))

    @property
    def lossy(self) -> bool:
        """Say whether the line loses packets by itself."""
        return self._loss > LOSSY

    def lost(self, lost: int, arrived: int) -> None:
        """Take note that of so many packets more it is known that they were lost, or arrived."""
        if known := lost + arrived:
            self._loss += (lost / known - self._loss) * min(1.0, known / REMEMBERED)

    def room(self, under_way: int, now: float) -> int:
        """Return how many bytes more may leave now; 0: wait for an acknowledgement."""
        if under_way == 0 and now - self._active > IDLE_SECONDS:
            self.window = min(self.window, FIRST_WINDOW)
        window = LEAST_WINDOW if now < self._slow_until else self.window
        return max(0, int(window) - under_way)

    def late(self, seconds: float) -> None:
        """Take note of how late this side's own loop came to something: who is slow to send is slow to receive."""
        self._lag += (seconds - self._lag) / LAGS

    def wait(self, now: float) -> float:
        """Return how many seconds what there is room for must still wait."""
        return max(0.0, self._next - now)

    def sent(self, size: int, now: float) -> None:
        """Take note that `size` bytes leave."""
        rate = HASTE * self.window / self._round_trip
        self._next = max(self._next, now - BURST_SECONDS) + size / rate

    def acknowledged(self, size: int, delay: float, round_trip: float, busy: bool, now: float) -> None:
        """Take note that `size` bytes more arrived, the last of them after `delay` (the clocks' difference included).

        `round_trip`: until this acknowledgement, in seconds. `busy`: the window was used up, so its size tells.
        """
        self._active = now
        self._round_trip += (round_trip - self._round_trip) / 8
        self._remember(delay, round_trip, now)
        if now < self._slow_until:
            return
        self._slow_down(round_trip, now)
        if self.queue > self.target:
            self._decrease(round_trip, now)
        elif busy:
            self._increase(size)
        self.window = min(max(self.window, LEAST_WINDOW), MOST_WINDOW)

    def _increase(self, size: int) -> None:
        if self.window < self._threshold:
            self.window += size / 2
            return
        share = 1 - self.queue / self.target
        self.window += share * size * max(self.target / self._round_trip / 2, LEAST_STEP / self.window)

    def _decrease(self, round_trip: float, now: float) -> None:
        """At most once in a round trip, as what was sent before shows only then."""
        if now - self._decreased > round_trip + self.target:
            self._decreased = now
            self.window *= 1 - min(0.5, (self.queue / self.target - 1) / 2)
            self._threshold = self.window

    def _slow_down(self, round_trip: float, now: float) -> None:
        """Let the queue that this transfer keeps run empty, now and then, so that the smallest delay stays true."""
        if self._slow_at is None:
            self._slow_at = now + SLOWDOWN_SECONDS
        elif now >= self._slow_at:
            self._slow_until = now + round_trip + TARGET
            self._slow_at = self._slow_until + max(SLOWDOWN_SECONDS, SLOWDOWN_TRIPS * round_trip)
            self.window *= 3 / 4

    def _remember(self, delay: float, round_trip: float, now: float) -> None:
        if self._latest:
            self._unrest += (abs(delay - self._latest[-1]) - self._unrest) / 16
        self._latest.append(delay)
        self._least.add(delay, now)
        self._shortest.add(round_trip, now)
