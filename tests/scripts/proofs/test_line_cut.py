from typing import Any

import pytest

from scripts.proofs.line_cut import cut_faults, over_faults, p95

GOOD = {"cut": "10", "technician_told": 3.2, "customer_told": 3.1, "picture": 1.0, "hand": 1.2, "same": True}
ENDED = {"technician_over": 123.0, "customer_over": 123.4, "sockets": 0}


def faults(cut: str = "10", **otherwise: Any) -> list[str]:
    return cut_faults(cut, [{**GOOD, "cut": cut, **otherwise}] * 20, 3.0, 4.5)


def test_a_line_that_comes_back_in_time_has_no_faults() -> None:
    assert faults() == []
    assert faults("2", technician_told=None, customer_told=None) == []
    assert over_faults(ENDED) == []


@pytest.mark.parametrize(
    "otherwise",
    [
        {"picture": 3.1},
        {"picture": None},
        {"hand": None},
        {"same": False},
        {"technician_told": None},
        {"customer_told": 4.6},
    ],
)
def test_each_fault_is_seen(otherwise: dict[str, Any]) -> None:
    assert len(faults(**otherwise)) == 1


def test_no_cut_is_a_fault() -> None:
    assert cut_faults("10", [], 3.0, 4.5)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"technician_over": None},
        {"customer_over": 200.0},
        {"customer_over": 60.0},
        {"sockets": 1},
    ],
)
def test_each_fault_of_an_end_is_seen(otherwise: dict[str, Any]) -> None:
    assert len(over_faults({**ENDED, **otherwise})) == 1


def test_p95_is_the_nearest_rank() -> None:
    assert p95(range(1, 21)) == 19
    assert p95([]) == float("inf")
