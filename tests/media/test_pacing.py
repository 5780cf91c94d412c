"""The next frame goes when there is room for it, and never into a growing queue."""

from agent.media.pacing import FIRST_WINDOW, FRAMES_IN_FLIGHT, LARGEST_WINDOW, SMALLEST_WINDOW, Pacer


def test_the_first_frame_may_go_at_once() -> None:
    assert Pacer().budget(0) == FIRST_WINDOW


def test_no_more_frames_than_allowed_are_under_way() -> None:
    pacer = Pacer()
    for frame in range(1, FRAMES_IN_FLIGHT + 1):
        assert pacer.budget(0)
        pacer.sent(frame, 100, 0.0)
    assert pacer.budget(0) == 0
    pacer.shown(1, 0.01)
    assert pacer.budget(0)


def test_a_frame_never_sent_counts_for_nothing() -> None:
    pacer = Pacer()
    pacer.sent(5, 1000, 0.0)
    pacer.shown(4, 0.1)
    assert not pacer.idle
    pacer.shown(99, 0.1)
    assert pacer.idle
    pacer.shown(99, 0.2)
    assert pacer.budget(0) <= LARGEST_WINDOW


def test_what_the_channel_still_holds_counts_as_under_way() -> None:
    assert Pacer().budget(FIRST_WINDOW) == 0


def run(rate: float, round_trip: float, seconds: float) -> tuple[Pacer, float]:
    """Send as much as the pacer lets, over a line of `rate` bytes/s; return it and the longest time under way."""
    pacer, now, free, frame, slowest = Pacer(), 0.0, 0.0, 0, 0.0
    waiting: list[tuple[float, int]] = []
    while now < seconds:
        while budget := pacer.budget(0):
            frame, size = frame + 1, min(budget, 30_000)
            free = max(free, now) + size / rate
            pacer.sent(frame, size, now)
            waiting.append((free + round_trip, frame))
            if now > seconds / 2:
                slowest = max(slowest, free + round_trip - now)
        now, shown = waiting.pop(0)
        pacer.shown(shown, now)
    return pacer, slowest


def test_on_a_thin_line_little_is_under_way() -> None:
    pacer, slowest = run(rate=125_000, round_trip=0.06, seconds=10)
    assert pacer.budget(0) <= 2 * SMALLEST_WINDOW
    assert slowest < 0.4


def test_on_a_fast_line_the_window_opens() -> None:
    pacer, _ = run(rate=20e6, round_trip=0.002, seconds=1)
    assert pacer._window == LARGEST_WINDOW
