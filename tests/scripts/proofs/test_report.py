from datetime import UTC, datetime, timedelta

import pytest

from scripts.rigs.report_truth.asked import near, size
from scripts.rigs.report_truth.lies import lies, untold
from scripts.rigs.report_truth.programs import is_session

SESSION = "0123456789abcdef" * 2


def test_three_lies_are_told_about_a_line_and_none_is_the_line() -> None:
    items = ["Debian 12", "kernel 6.1"]
    told = dict(lies(items))
    assert told["left out"] == ["kernel 6.1"]
    assert told["altered"] == ["Debian 23", "kernel 6.1"]
    assert len(told) == 3
    assert items not in told.values()


def test_a_comparison_that_takes_anything_misses_every_lie() -> None:
    assert untold(lambda items: True, ["a"]) == ["invented", "left out", "altered"]
    assert untold(lambda items: list(items) == ["a1"], ["a1"]) == []


@pytest.mark.parametrize(("count", "text"), [(512, "512 B"), (7_800_000_000, "7.3 GB"), (1 << 40, "1.0 TB")])
def test_sizes_are_written_as_a_person_reads_them(count: int, text: str) -> None:
    assert size(count) == text


def test_a_size_is_near_within_its_share_and_its_last_figure() -> None:
    assert near("100 MB", 103 << 20, 0.03)
    assert not near("100 MB", 110 << 20, 0.03)


def test_a_sessions_line_is_held_to_its_number_and_to_both_clocks() -> None:
    begun = datetime.now(UTC) - timedelta(seconds=5)

    def stamp(at: datetime) -> str:
        return f"{at:%Y-%m-%d %H:%M:%S} UTC ({at.astimezone():%H:%M} {at.astimezone().tzname()})"

    items = [f"number {SESSION}", f"started: {stamp(begun)}", f"description made: {stamp(begun)}"]
    assert is_session(items, SESSION, begun)
    assert not is_session(items, SESSION[::-1], begun)
    assert not is_session(items, SESSION, begun + timedelta(seconds=10))
    assert not is_session([items[0], items[2], items[1]], SESSION, begun)
    other = items[1].replace(f"({begun.astimezone():%H:%M}", "(25:61")
    assert not is_session([items[0], other, items[2]], SESSION, begun)
