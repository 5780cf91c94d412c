"""What is covered from look to look, with windows laid out in a table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from agent.areas import Rect, cut
from agent.desktop import follow
from agent.desktop.base import DesktopError
from agent.desktop.follow import Follower, Seen
from agent.desktop.standing import EVERYWHERE
from agent.desktop.trails import COMPOSITED_SECONDS
from agent.desktop.unknown import Unknown
from agent.hiding.facts import WindowFacts
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden

PLACE, OTHER = Rect(10, 10, 100, 100), Rect(300, 10, 100, 100)


class Table:
    """Windows as the test lays them out, and the time."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.fails = False
        self.now = 1000.0

    @property
    def handles(self) -> frozenset[int]:
        return frozenset(seen.facts.id for seen in self.seen)

    def read(self, now: float) -> list[Seen]:
        if self.fails:
            raise DesktopError("gone")
        return [*self.seen]

    def lay(self, *windows: WindowFacts) -> None:
        self.seen = [Seen(window, window.viewable, True) for window in windows]


def window(number: int, area: Rect = PLACE, title: str = "letter") -> WindowFacts:
    program = r"C:\Program Files\Writer\writer.exe"
    return WindowFacts(number, area, title, ("", "W"), pid=number, executable=program, age=9, stable=9)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def follower(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Follower]:
    monkeypatch.setattr(follow, "monotonic", lambda: table.now)
    monkeypatch.setattr(follow, "AGAIN_SECONDS", 1000.0)
    monkeypatch.setattr(follow, "UNSETTLED_SECONDS", 1000.0)
    follower = Follower(table, judge, Unknown(), lambda: True, lambda areas, sudden: None)
    yield follower
    follower.close()


def covers(masks: Sequence[Rect], area: Rect) -> bool:
    return any(cut(mask, area) for mask in masks)


def test_a_hidden_window_is_covered_at_the_first_look_and_one_above_does_not_uncover_it(
    table: Table, follower: Follower
) -> None:
    table.lay(window(2, title="above"), window(1))
    follower.use(Hidden(windows=frozenset({1})))
    assert covers(follower.masks(table.now), Rect(50, 50, 1, 1))


def test_between_two_looks_it_may_have_been_anywhere_on_its_way(table: Table, follower: Follower) -> None:
    follower.use(Hidden(windows=frozenset({1})))
    table.lay(window(1))
    follower.look()
    table.lay(window(1, OTHER))
    assert covers(follower.masks(table.now), Rect(200, 50, 1, 1))
    table.now += COMPOSITED_SECONDS + 0.1
    follower.look()
    table.now += 0.1
    assert not covers(follower.masks(table.now), Rect(200, 50, 1, 1))
    assert covers(follower.masks(table.now - 1.0), Rect(200, 50, 1, 1)), "a capture that began while it was covered"
    assert covers(follower.masks(table.now), OTHER)


def test_a_minimised_one_stays_covered_a_moment(table: Table, follower: Follower) -> None:
    follower.use(Hidden(windows=frozenset({1})))
    table.lay(window(1))
    follower.look()
    table.lay(replace(window(1), viewable=False))
    assert covers(follower.masks(table.now), PLACE)
    table.now += COMPOSITED_SECONDS + 0.1
    follower.look()
    table.now += 0.1
    assert not covers(follower.masks(table.now), PLACE)


def test_a_window_that_is_no_rectangle_does_not_uncover_what_lies_below_when_one_is_shared(
    table: Table, follower: Follower
) -> None:
    follower.use(Hidden(only=1, guards=frozenset()))
    table.lay(window(1))
    table.seen = [replace(table.seen[0], whole=False)]
    follower.look()
    table.now += 10
    assert covers(follower.masks(table.now), PLACE)
    table.seen = [replace(table.seen[0], whole=True)]
    follower.look()
    table.now += 10
    assert not covers(follower.masks(table.now), PLACE)
    assert covers(follower.masks(table.now), OTHER)


def test_when_the_windows_cannot_be_read_everything_is_covered(table: Table, follower: Follower) -> None:
    table.fails = True
    assert follower.masks(table.now) == (EVERYWHERE,)
    assert follower.standing is None


def test_a_capture_that_took_too_long_shows_nothing(table: Table, follower: Follower) -> None:
    assert follower.masks(table.now - 60) == (EVERYWHERE,)


def test_after_the_end_everything_is_covered(table: Table, follower: Follower) -> None:
    follower.close()
    assert follower.masks(table.now) == (EVERYWHERE,)
