import pytest

from scripts.benchmark.clicks import answered


def test_each_click_waits_for_the_first_change_after_it() -> None:
    waits, lost = answered([1.0, 2.0], [(1, 1.03), (2, 2.05)])
    assert waits == pytest.approx([30.0, 50.0])
    assert lost == 0


def test_a_change_after_the_next_click_is_not_the_first_ones() -> None:
    waits, lost = answered([1.0, 2.0], [(1, 2.5)])
    assert waits == pytest.approx([500.0])
    assert lost == 1


def test_a_change_from_before_answers_nothing() -> None:
    assert answered([1.0], [(0, 0.5)]) == ([], 1)


def test_no_click_is_no_answer() -> None:
    assert answered([], []) == ([], 0)
