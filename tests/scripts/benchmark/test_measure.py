import math
from dataclasses import replace

import pytest

from scripts.benchmark.measure import NOTHING, Cost, figures, middle
from tests.scripts.benchmark.fakes import GOOD

COST = Cost(cpu=10.0, mbit=1.0, rss=100.0)
SENT = [(1, 10.0), (2, 10.1), (3, 10.2)]


def test_a_step_counts_from_drawn_to_first_shown() -> None:
    found = figures(SENT, [(0, 9.0), (1, 10.02), (2, 10.15), (1, 10.16), (2, 10.17), (3, 10.23)], COST)
    assert found.p50 == pytest.approx(30.0)
    assert found.p95 == pytest.approx(50.0)
    assert (found.shown, found.steps) == (3, 3)
    assert found.per_second == pytest.approx(15.0)


def test_a_step_that_is_never_shown_is_counted_and_has_no_delay() -> None:
    found = figures(SENT, [(1, 10.02), (3, 10.25)], COST)
    assert (found.shown, found.steps) == (2, 3)
    assert found.share == pytest.approx(2 / 3)


def test_what_reads_like_a_step_before_that_step_was_drawn_is_not_that_step() -> None:
    assert figures(SENT, [(3, 9.0), (1, 10.02)], COST).shown == 1


def test_nothing_shown_is_infinitely_late() -> None:
    assert figures(SENT, [], COST).p50 == math.inf


def test_each_figure_is_the_median_of_the_runs_by_itself() -> None:
    runs = [replace(GOOD, p50=10.0, cpu=3.0), replace(GOOD, p50=30.0, cpu=1.0), replace(GOOD, p50=20.0, cpu=2.0)]
    assert (middle(runs).p50, middle(runs).cpu) == (20.0, 2.0)


def test_a_run_that_showed_nothing_is_late_and_has_no_cost() -> None:
    found = middle([replace(GOOD, cpu=4.0), NOTHING, NOTHING])
    assert (found.p50, found.cpu) == (math.inf, 4.0)
    assert middle([NOTHING]).p50 == math.inf
