import random

from scripts.proofs.memory import Round, limits, trend

LUCK = random.Random(1)  # the same noise each time


def watched(rise: float = 0.0, noise: float = 1.0, base: float = 200.0, warm_up: float = 0.0) -> list[Round]:
    """Return a median each minute that rises by `rise` MiB in half an hour, after a warm-up of five minutes."""
    return [
        (float(at), base + warm_up * min(at, 5) / 5 + rise * at / 30 + LUCK.uniform(-noise, noise)) for at in range(31)
    ]


def holds(rounds: list[Round]) -> bool:
    return all(check.holds for check in limits(rounds))


def test_memory_that_only_wavers_is_flat() -> None:
    assert holds(watched())
    assert holds(watched(noise=4.0))


def test_what_is_taken_in_the_first_minutes_is_no_leak() -> None:
    assert holds(watched(warm_up=30.0, base=180.0))


def test_a_leak_of_a_hundred_bytes_a_frame_is_seen() -> None:
    assert not holds(watched(rise=100 * 30 * 1800 / 2**20))


def test_too_much_memory_does_not_hold_however_flat() -> None:
    assert not holds(watched(base=260.0))


def test_a_line_too_uncertain_to_tell_does_not_hold() -> None:
    assert not holds(watched(noise=30.0, base=180.0))


def test_the_rise_is_that_of_half_an_hour() -> None:
    rise, error = trend([(float(at), 100 + at / 10) for at in range(20)])
    assert abs(rise - 3.0) < 1e-9
    assert error < 1e-6
