"""Which clicks count as aimed: moves that are told late, the clock beginning anew, places long forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.areas import Rect
from agent.ui.aim import MOST, Places, is_after

HERE, BESIDE = Rect(100, 100, 200, 50), Rect(200, 100, 200, 50)
ALWAYS, NEWLY = (250, 120), (350, 120)
"""A place that both cover, and one that only BESIDE does."""


def lain(*places: tuple[Rect | None, int]) -> Places:
    made = Places(0)
    for place, now in places:
        made.move(place, now)
    return made


def test_a_click_made_since_the_window_lies_there_is_aimed() -> None:
    assert lain((HERE, 1000), (BESIDE, 2000)).aimed(*NEWLY, 2001)


@pytest.mark.parametrize("time", [1001, 2000])
def test_a_click_made_before_the_window_came_there_is_not(time: int) -> None:
    assert not lain((HERE, 1000), (BESIDE, 2000)).aimed(*NEWLY, time)


def test_a_click_where_it_has_lain_all_the_time_is_aimed_however_it_moves() -> None:
    assert lain((HERE, 1000), (BESIDE, 2000), (HERE, 2000), (BESIDE, 2001)).aimed(*ALWAYS, 1999)


def test_a_click_made_before_it_came_to_be_is_not_aimed() -> None:
    assert not lain((HERE, 1000)).aimed(*ALWAYS, 1000)
    assert not lain((HERE, 1000), (None, 2000), (HERE, 3000)).aimed(*ALWAYS, 2500)


def test_the_clock_may_begin_anew() -> None:
    assert is_after(5, 2**32 - 5)
    assert not is_after(2**32 - 5, 5)
    assert not is_after(7, 7)


def test_a_click_from_before_all_that_is_remembered_is_not_aimed() -> None:
    made = lain((HERE, 1000), *((HERE, 1001 + number) for number in range(MOST)))
    assert not made.aimed(*ALWAYS, 1000)


moves = st.lists(st.tuples(st.sampled_from([HERE, BESIDE, None]), st.integers(0, 9), st.integers(0, 9)), max_size=9)


@given(moves, st.integers(0, 99), st.sampled_from([ALWAYS, NEWLY]))
def test_no_click_is_aimed_that_was_made_while_it_lay_elsewhere(
    taken: list[tuple[Rect | None, int, int]], time: int, at: tuple[int, int]
) -> None:
    """Each move comes some time after the one before it, and is told some time late."""
    made, now, there = Places(0), 0, None
    for place, pause, late in taken:
        now += pause
        there = place if now < time else there
        now += late
        made.move(place, now)
    if there is None or not (0 <= at[0] - there.x < there.width):
        assert not made.aimed(*at, time)
