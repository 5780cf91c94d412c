"""The next frame goes when there is room for it, and never into a growing queue."""

from collections import deque
from dataclasses import dataclass, field

import pytest

from agent.media.pacing import FIRST_FRAME, LARGEST_FRAME, MOST_UNDER_WAY, MOST_UNSHOWN, SMALLEST_FRAME, Pacer

PACKET = 1200


@dataclass
class Line:
    """A line of `rate` bytes a second that always has something to send; `round_trip` in seconds."""

    rate: float
    round_trip: float
    pacer: Pacer = field(default_factory=Pacer)
    now: float = 0.0
    total: int = 0
    slowest: float = 0.0
    """Longest time from leaving to being acknowledged."""
    _free: float = 0.0
    _frame: int = 0
    waiting: int = 0
    _under_way: deque[tuple[float, int, int, float]] = field(default_factory=deque)
    """When each packet is acknowledged, its frame, its bytes, when it left."""

    def run(self, seconds: float, most: int = LARGEST_FRAME) -> None:
        """Send frames of the pacer's size, at most `most` bytes, whenever it lets."""
        until, self.slowest = self.now + seconds, 0.0
        while self.now < until:
            while budget := self.pacer.budget(self.waiting):
                self._send(min(budget, most))
            self._arrive()

    def _send(self, size: int) -> None:
        self._frame, self.total = self._frame + 1, self.total + size
        self.pacer.sent(self._frame, size, self.waiting, self.now)
        self.waiting += size
        for at in range(0, size, PACKET):
            packet = min(PACKET, size - at)
            self._free = max(self._free, self.now) + packet / self.rate
            self._under_way.append((self._free + self.round_trip, self._frame, packet, self.now))

    def _arrive(self) -> None:
        self.now, frame, size, left = self._under_way.popleft()
        self.waiting -= size
        self.slowest = max(self.slowest, self.now - left)
        self.pacer.acknowledged(self.waiting, self.now)
        if not self._under_way or self._under_way[0][1] != frame:
            self.pacer.shown(frame)


def test_the_first_frame_may_go_at_once() -> None:
    assert Pacer().budget(0) == FIRST_FRAME


def test_before_anything_is_known_only_one_frame_is_under_way() -> None:
    assert Pacer().budget(FIRST_FRAME) == 0


def test_a_console_that_draws_nothing_is_waited_for() -> None:
    pacer = Pacer()
    for frame in range(1, MOST_UNSHOWN + 1):
        assert pacer.budget(0)
        pacer.sent(frame, 100, 0, 0.0)
        pacer.acknowledged(0, 0.01)
    assert pacer.budget(0) == 0
    pacer.shown(1)
    assert pacer.budget(0)


def test_a_browser_that_has_nothing_to_draw_for_a_lost_packet_is_not_behind() -> None:
    pacer = Pacer()
    for frame in range(1, MOST_UNSHOWN + 2):
        pacer.sent(frame, 100, 0, 0.0)
        pacer.acknowledged(0, 0.01, gap=True)
    assert not pacer.behind
    pacer.acknowledged(0, 0.02)
    assert pacer.behind


def test_a_line_that_is_gone_is_not_filled() -> None:
    pacer = Pacer()
    for frame in range(1, MOST_UNDER_WAY + 1):
        assert pacer.budget(0)
        pacer.sent(frame, 1, frame, 0.0)
    assert pacer.budget(MOST_UNDER_WAY) == 0


def test_a_frame_never_sent_counts_for_nothing() -> None:
    pacer = Pacer()
    pacer.shown(99)
    for frame in range(1, MOST_UNSHOWN + 1):
        pacer.sent(frame, 100, 0, 0.0)
        pacer.acknowledged(0, 0.01)
    assert pacer.budget(0) == 0


@pytest.mark.parametrize(
    ("rate", "round_trip"), [(40_000, 0.08), (125_000, 0.06), (500_000, 0.08), (6e6, 0.02), (20e6, 0.002)]
)
def test_the_line_is_kept_busy_and_its_queue_short(rate: float, round_trip: float) -> None:
    line = Line(rate, round_trip)
    line.run(3)
    before = line.total
    line.run(5)
    assert (line.total - before) / 5 > 0.8 * rate
    assert line.slowest < round_trip + 0.2


def test_what_is_known_of_the_line_is_what_it_carries() -> None:
    line = Line(125_000, 0.06)
    line.run(5)
    assert 100_000 < line.pacer.rate < 140_000
    assert line.pacer.round_trip < 0.15


def test_a_line_that_became_thin_is_noticed() -> None:
    line = Line(5e6, 0.03)
    line.run(2)
    line.rate = 125_000
    line.run(8)
    assert line.pacer.rate < 200_000
    line.run(2)
    assert line.slowest < 0.3


def test_a_line_that_became_wide_is_noticed() -> None:
    line = Line(125_000, 0.03)
    line.run(5)
    line.rate = 5e6
    line.run(5)
    assert line.pacer.rate > 1e6


def test_little_to_send_does_not_make_the_line_look_thin() -> None:
    line = Line(5e6, 0.03)
    line.run(1)
    known = line.pacer.rate
    for _ in range(200):
        line.run(0.02, most=200)
    assert line.pacer.rate > known / 2


def test_a_frame_is_neither_too_small_nor_too_large_for_any_line() -> None:
    for rate in (2_000, 100e6):
        line = Line(rate, 0.01)
        line.run(3)
        assert SMALLEST_FRAME <= line.pacer.budget(0) <= LARGEST_FRAME


def test_what_is_under_way_can_be_forgotten_but_not_the_line() -> None:
    line = Line(125_000, 0.06)
    line.run(5)
    line.pacer.sent(10_000, 100_000, 100_000, line.now)
    known = line.pacer.rate
    line.pacer.reset()
    assert line.pacer.rate == known
    assert line.pacer.budget(0)
