from dataclasses import replace
from typing import Any

import pytest

from scripts.benchmark import judgement
from scripts.benchmark.course import Results
from scripts.benchmark.judgement import Check, below_selkies, judged, not_behind, verdict
from scripts.benchmark.measure import Figures
from tests.scripts.benchmark.fakes import GOOD, PEER, UNSEEN


def with_ours(ours: Figures, tigervnc: Figures = PEER, selkies: Figures = PEER) -> Results:
    return {("scroll", "handrail"): ours, ("scroll", "tigervnc"): tigervnc, ("scroll", "selkies"): selkies}


def holds(checks: list[Check]) -> bool:
    return verdict(checks, lambda text: None).holds


def test_a_figure_at_its_limit_holds_and_beyond_it_does_not() -> None:
    assert Check("p50", 60, 60).holds
    assert not Check("p50", 60.1, 60).holds
    assert Check("steps", 10, 10, least=True).holds
    assert not Check("steps", 9.9, 10, least=True).holds


def test_one_figure_beyond_its_limit_makes_the_whole_not_hold_and_is_named() -> None:
    found = verdict([Check("p50", 1, 2), Check("p95", 3, 2)], lambda text: None)
    assert not found.holds
    assert "p95" in found.figure


def test_no_figure_at_all_does_not_hold() -> None:
    assert not holds([])


@pytest.mark.parametrize("worse", [{"p50": 25.1}, {"p95": 40.1}, {"shown": 170}])
def test_whatever_is_behind_the_better_peer_does_not_hold(worse: dict[str, Any]) -> None:
    slow = replace(PEER, p50=900.0, p95=900.0, shown=10)
    assert holds(list(not_behind(with_ours(GOOD, slow), "scroll")))
    assert not holds(list(not_behind(with_ours(replace(GOOD, **worse), slow), "scroll")))


def test_one_image_that_the_browser_left_out_is_not_behind() -> None:
    assert holds(list(not_behind(with_ours(replace(GOOD, shown=179)), "scroll")))


@pytest.mark.parametrize("worse", [{"cpu": 40.0}, {"mbit": 5.0}])
def test_as_much_as_selkies_is_not_below_selkies(worse: dict[str, Any]) -> None:
    assert holds(list(below_selkies(with_ours(GOOD), "scroll", cpu=True)))
    assert not holds(list(below_selkies(with_ours(replace(GOOD, **worse)), "scroll", cpu=True)))


def test_a_peer_that_showed_nothing_sets_no_limit() -> None:
    results = with_ours(replace(GOOD, cpu=99.0), selkies=UNSEEN)
    assert holds([*not_behind(results, "scroll"), *below_selkies(results, "scroll", cpu=True)])


def test_showing_nothing_ourselves_does_not_hold() -> None:
    results = with_ours(UNSEEN)
    assert not holds(list(not_behind(results, "scroll")))
    assert not holds(list(below_selkies(results, "scroll", cpu=True)))


def test_without_a_peer_nothing_is_proved_and_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgement, "installed", lambda: ["handrail", "tigervnc"])
    found = judged("lan", ["idle"], lambda results: [], lambda text: None)
    assert not found.holds
    assert "selkies" in found.figure
    assert "--install-peers" in found.figure
