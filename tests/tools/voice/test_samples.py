"""How loud sound is, and how what comes unevenly is heard evenly."""

from array import array

import pytest

from agent.tools.voice.samples import FRAME_BYTES, MOST_BYTES, READY_BYTES, Waiting, level
from agent.tools.voice.words import LEVELS


@pytest.mark.parametrize(("peak", "shown"), [(0, 0), (30, 0), (100, 1), (3000, 6), (16384, 8), (-32768, LEVELS)])
def test_a_level_is_that_of_the_loudest_sample(peak: int, shown: int) -> None:
    assert level(array("h", [0, peak, 0]).tobytes()) == shown


def test_no_samples_are_silence() -> None:
    assert level(b"") == 0


def test_nothing_is_heard_before_enough_waits() -> None:
    waiting = Waiting()
    waiting.put(b"a" * (READY_BYTES - 1))
    assert waiting.take(FRAME_BYTES) == bytes(FRAME_BYTES)
    waiting.put(b"a")
    assert waiting.take(FRAME_BYTES) == b"a" * FRAME_BYTES


def test_what_runs_out_is_filled_with_silence_and_waited_for_again() -> None:
    waiting = Waiting()
    waiting.put(b"a" * READY_BYTES)
    assert waiting.take(READY_BYTES + 2) == b"a" * READY_BYTES + bytes(2)
    waiting.put(b"b" * FRAME_BYTES)
    assert waiting.take(FRAME_BYTES) == bytes(FRAME_BYTES)


def test_the_oldest_is_dropped_where_too_much_waits() -> None:
    waiting = Waiting()
    waiting.put(b"a" * MOST_BYTES)
    waiting.put(b"b" * FRAME_BYTES)
    assert waiting.take(MOST_BYTES).endswith(b"a" + b"b" * FRAME_BYTES)
