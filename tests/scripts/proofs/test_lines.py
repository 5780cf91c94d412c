from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from scripts.benchmark.course import Results
from scripts.benchmark.judgement import Check
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.measure import Figures
from scripts.proofs import adsl, fibre, lan, mobile
from tests.scripts.benchmark.fakes import GOOD, PEER

Limits = Callable[[Results], Iterable[Check]]
ALL = [lan.limits, fibre.limits, adsl.limits, mobile.limits]


def results(load: str = "", **worse: Any) -> Results:
    """Return figures that keep every limit, but for ours under one load."""
    found: dict[tuple[str, str], Figures] = {}
    for name in PERIODS:
        found[name, "handrail"] = replace(GOOD, **worse) if name == load else GOOD
        found[name, "tigervnc"] = found[name, "selkies"] = PEER
    return found


def wrong(limits: Limits, at: Results) -> list[str]:
    return [check.what for check in limits(at) if not check.holds]


@pytest.mark.parametrize("limits", ALL)
def test_figures_within_every_limit_hold(limits: Limits) -> None:
    assert wrong(limits, results()) == []


@pytest.mark.parametrize(
    ("limits", "load", "worse"),
    [
        *((lan.limits, load, worse) for load in PERIODS for worse in ({"p50": 26.0}, {"p95": 41.0}, {"shown": 100})),
        *((lan.limits, load, {"mbit": 5.0}) for load in PERIODS),
        *((lan.limits, load, {"cpu": 40.0}) for load in PERIODS),
        (lan.limits, "idle", {"cpu": 2.1}),
        (lan.limits, "typing", {"mbit": 0.31}),
        *((fibre.limits, load, worse) for load in PERIODS for worse in ({"p50": 26.0}, {"p95": 41.0}, {"shown": 100})),
        (fibre.limits, "scroll", {"per_second": 27.9}),
        (adsl.limits, "typing", {"shown": 178}),
        (adsl.limits, "typing", {"p50": 61.0}),
        (adsl.limits, "typing", {"p95": 101.0}),
        (adsl.limits, "scroll", {"per_second": 9.9}),
        (adsl.limits, "scroll", {"p50": 301.0}),
        (mobile.limits, "typing", {"shown": 176}),
        (mobile.limits, "typing", {"p50": 71.0}),
        (mobile.limits, "typing", {"p95": 151.0}),
        (mobile.limits, "scroll", {"per_second": 19.9}),
        (mobile.limits, "scroll", {"p50": 201.0}),
    ],
)
def test_any_one_figure_beyond_its_limit_does_not_hold(limits: Limits, load: str, worse: dict[str, Any]) -> None:
    assert any(load in what for what in wrong(limits, results(load, **worse)))
