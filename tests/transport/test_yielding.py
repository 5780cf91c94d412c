"""The window over a line in virtual time: a bottleneck with a buffer, a delay, and what else goes over it."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from agent.transport.yielding import FIRST_WINDOW, LEAST_WINDOW, LOSSY_TARGET, TARGET, Yielding

PACKET = 1100
ACK_EVERY = 0.02

WINDOWS, LAST = [45051, 43273, 60188, 15503, 21106, 41024], (32361, 36023, 8192)


@dataclass
class Line:
    """One direction of `rate` bytes a second, `delay` seconds there and as much back."""

    rate: float
    delay: float
    jitter: float = 0.0
    other: Callable[[float], float] = lambda now: 0.0
    """Bytes a second that something else sends, whatever happens; it goes first."""
    offset: float = 1e6
    """What the two clocks differ by."""
    drift: float = 0.0
    """Seconds that they differ by more each second."""
    queues: list[tuple[float, float]] = field(default_factory=list)
    delivered: list[tuple[float, int]] = field(default_factory=list)

    def run(self, yielding: Yielding, seconds: float) -> None:
        """Send for so long all that the window lets; an acknowledgement stands for ACK_EVERY."""
        luck = random.Random(5)
        events: list[tuple[float, int, Callable[[float], None]]] = []
        arrived: list[tuple[float, float]] = []
        now = free = last = 0.0
        under_way = number = 0

        def at(when: float, do: Callable[[float], None]) -> None:
            nonlocal number
            number += 1
            heapq.heappush(events, (when, number, do))

        def arrive(sent: float, now: float) -> None:
            if not arrived:
                at(now + ACK_EVERY, acknowledge)
            arrived.append((now - sent + self.offset + self.drift * now, sent))

        def acknowledge(now: float) -> None:
            at(now + self.delay, partial(hear, list(arrived)))
            arrived.clear()

        def hear(arrived: list[tuple[float, float]], now: float) -> None:
            nonlocal under_way
            size = PACKET * len(arrived)
            under_way -= size
            self.delivered.append((now, size))
            yielding.acknowledged(size, min(arrived)[0], now - arrived[-1][1], True, now)

        while now < seconds:
            while yielding.room(under_way, now) >= PACKET and yielding.wait(now) <= 0:
                yielding.sent(PACKET, now)
                free = max(free, now) + PACKET / max(self.rate - self.other(now), 1.0)
                last = max(last, free + self.delay + luck.uniform(-self.jitter, self.jitter))
                self.queues.append((now, free - now))
                under_way += PACKET
                at(last, partial(arrive, now))
            if yielding.room(under_way, now) >= PACKET:
                at(now + yielding.wait(now), lambda now: None)
            now, _, do = heapq.heappop(events)
            do(now)

    def carried(self, since: float, until: float) -> float:
        """Return the share of the line that was used."""
        return sum(size for at, size in self.delivered if since <= at < until) / (until - since) / self.rate

    def queue(self, since: float, until: float, share: float = 0.95) -> float:
        """Return the quantile of what a packet waited, its own time on the line included."""
        waits = sorted(wait for at, wait in self.queues if since <= at < until)
        return waits[int(share * (len(waits) - 1))]


def test_a_free_line_is_used_and_its_queue_stays_short() -> None:
    for rate, delay in ((125_000, 0.03), (1.25e6, 0.04), (3e6, 0.0005)):
        line = Line(rate, delay)
        line.run(Yielding(), 20)
        assert line.carried(10, 20) > 0.8, (rate, delay)
        assert line.queue(5, 20) < 3 * TARGET + 2 * PACKET / rate, (rate, delay)


def test_the_beginning_does_not_flood_the_line() -> None:
    line = Line(125_000, 0.03)
    line.run(Yielding(), 5)
    assert line.queue(0, 5, share=1.0) < 0.2
    assert line.carried(1, 5) > 0.7


def test_a_line_that_jitters_is_used() -> None:
    line = Line(0.5e6, 0.04, jitter=0.015)
    line.run(Yielding(), 30)
    assert line.carried(10, 30) > 0.55


def test_what_comes_beside_gets_its_room_at_once_and_gives_it_back() -> None:
    line = Line(5e5, 0.03, other=lambda now: 4e5 if 20 <= now < 40 else 0.0)
    line.run(Yielding(), 60)
    assert line.carried(22, 40) < 0.2
    assert line.queue(22, 40) < 0.1
    assert line.carried(45, 60) > 0.7


def test_a_clock_that_drifts_is_no_queue() -> None:
    for drift in (5e-5, -5e-5):
        line = Line(2e5, 0.03, drift=drift)
        line.run(Yielding(), 300)
        assert line.carried(200, 300) > 0.4
        assert line.queue(200, 300) < 5 * TARGET


def test_the_transfers_own_queue_is_never_taken_for_the_empty_line() -> None:
    line = Line(125_000, 0.03)
    line.run(Yielding(), 400)
    assert line.queue(300, 400) < 5 * TARGET


def test_a_long_queue_leaves_the_least_window_and_no_less() -> None:
    yielding = Yielding()
    yielding.acknowledged(1000, 0.0, 0.05, True, 0.0)
    for step in range(1, 200):
        yielding.acknowledged(1000, 1.0, 0.05, True, step / 10)
    assert yielding.window == LEAST_WINDOW


def test_a_window_that_is_not_used_up_does_not_grow() -> None:
    yielding = Yielding()
    for step in range(100):
        yielding.acknowledged(1000, 0.0, 0.05, False, step / 100)
    assert yielding.window == FIRST_WINDOW


def test_a_longer_way_may_have_a_longer_queue_within_bounds() -> None:
    for round_trip, target in ((0.002, TARGET), (0.08, 0.02), (0.6, LOSSY_TARGET)):
        yielding = Yielding()
        for step, more in enumerate((0.0, 0.0, 0.5, 0.5)):
            yielding.acknowledged(1000, 0.0, round_trip + more, True, float(step))
        assert yielding.target == target


def test_two_losses_that_chance_brings_together_make_no_lossy_line() -> None:
    yielding = Yielding()
    for lost, arrived in ((0, 500), (1, 20), (1, 20)):
        yielding.lost(lost, arrived)
    assert not yielding.lossy
    for _ in range(50):
        yielding.lost(2, 98)
    assert yielding.lossy


def test_after_a_pause_it_begins_carefully() -> None:
    yielding = Yielding()
    for step in range(100):
        yielding.acknowledged(10_000, 0.0, 0.05, True, step / 100)
    assert yielding.room(0, 1.1) > FIRST_WINDOW
    assert yielding.room(0, 5.0) == FIRST_WINDOW


def test_the_console_reckons_alike() -> None:
    """rendezvous/console/tests/yielding.test.ts holds the twin to the same figures."""
    yielding, seed, windows = Yielding(), 7, []
    for step in range(1, 1501):
        seed = (seed * 48271) % 2147483647
        delay = (0.02 + 0.08 * (step % 200 > 150)) * (seed % 1000) / 1000
        yielding.sent(3000, step / 50)
        yielding.acknowledged(3000, delay, 0.06 + delay, seed % 7 > 0, step / 50)
        if step % 250 == 0:
            windows.append(round(yielding.window))
    yielding.sent(20000, 30)
    assert windows == WINDOWS
    assert (round(yielding.wait(30) * 1e6), yielding.room(5000, 30), yielding.room(0, 40)) == LAST
