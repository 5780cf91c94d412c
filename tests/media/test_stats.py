"""What limits the picture is what it waited for most, if that was noticeable."""

import pytest

from agent.media.stats import NOTICED, Waits
from agent.protocol.messages import Limit

HELD = [Limit.LINE, Limit.CONSOLE, Limit.MACHINE]


def after(*spent: tuple[Limit, float]) -> Limit:
    """What is said after so many seconds of each wait."""
    waits, now = Waits(0.0), 0.0
    for state, seconds in spent:
        waits.turn(state, now)
        now += seconds
    return waits.look(now)


def test_a_still_screen_is_limited_by_nothing() -> None:
    assert after((Limit.NONE, 1.0)) is Limit.NONE
    assert Waits(0.0).look(0.0) is Limit.NONE


@pytest.mark.parametrize("limit", HELD)
def test_what_was_waited_for_most_is_the_limit(limit: Limit) -> None:
    others = [(other, 0.3) for other in HELD if other is not limit]
    assert after(*others, (limit, 0.5)) is limit


def test_a_short_wait_is_no_limit() -> None:
    assert after((Limit.LINE, NOTICED - 0.01), (Limit.NONE, 1 - NOTICED)) is Limit.NONE
    assert after((Limit.LINE, NOTICED + 0.05), (Limit.NONE, 1 - NOTICED)) is Limit.LINE


def test_a_wait_that_goes_on_counts_although_nothing_changes() -> None:
    waits = Waits(0.0)
    waits.turn(Limit.LINE, 0.1)
    assert [waits.look(at) for at in (1.0, 2.0, 3.0)] == [Limit.LINE] * 3


def test_the_word_does_not_change_to_and_fro_with_a_line_that_stutters() -> None:
    waits, said = Waits(0.0), []
    for second in range(10):
        waits.turn(Limit.LINE if second % 2 == 0 else Limit.NONE, float(second))
        said.append(waits.look(second + 1.0))
    assert set(said) == {Limit.LINE}


def test_a_limit_that_is_gone_is_forgotten_within_seconds() -> None:
    waits = Waits(0.0)
    waits.turn(Limit.MACHINE, 0.0)
    waits.look(10.0)
    waits.turn(Limit.NONE, 10.0)
    assert Limit.NONE in [waits.look(10.0 + second) for second in range(1, 5)]
