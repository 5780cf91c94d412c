"""The windows that macOS lists, as facts: what it does not say is never guessed in favour of showing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.follow import Follower
from agent.desktop.macos import programs
from agent.desktop.macos.displays import MacMonitors
from agent.desktop.macos.programs import Program
from agent.desktop.macos.window_list import CURSOR, ON_SCREEN, windows
from agent.desktop.macos.windows import GLASS, MacWindows
from agent.desktop.unknown import Unknown
from agent.hiding.facts import WindowFacts
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden
from tests.desktop.macos.fakes import OURS, FakeQuartz, window

PROGRAMS = {
    7: Program("/Applications/Pages.app/Contents/MacOS/Pages"),
    8: Program("/System/Library/CoreServices/Dock.app/Contents/MacOS/Dock"),
    9: Program("/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder"),
}


@pytest.fixture
def quartz(monkeypatch: pytest.MonkeyPatch) -> FakeQuartz:
    monkeypatch.setattr(programs, "_ask", lambda pid: PROGRAMS.get(pid, Program()))
    return FakeQuartz()


@pytest.fixture
def desk(quartz: FakeQuartz) -> MacWindows:
    quartz.screens = {1: Rect(0, 0, 1440, 900), 2: Rect(-800, 0, 800, 600)}
    return MacWindows(quartz, MacMonitors(quartz), lambda: {OURS})


def facts(desk: MacWindows, now: float = 100.0) -> dict[int, WindowFacts]:
    return {seen.facts.id: seen.facts for seen in desk.read(now)}


def test_windows_come_topmost_first_in_the_agents_coordinates(quartz: FakeQuartz, desk: MacWindows) -> None:
    quartz.shown = [window(1, area=Rect(-700, 5, 20, 10)), window(2)]
    assert [*facts(desk)] == [1, 2]
    assert facts(desk)[1].area == Rect(100, 5, 20, 10)
    assert facts(desk)[1].executable.endswith("Pages")


def test_half_a_point_counts_as_a_whole_one(quartz: FakeQuartz) -> None:
    told = window(1)
    quartz.shown = [{**told, "kCGWindowBounds": {"X": 10.5, "Y": 20.5, "Width": 5, "Height": 5}}]
    assert windows(quartz, ON_SCREEN)[0].area == Rect(10, 20, 6, 6)


@pytest.mark.parametrize("missing", ["kCGWindowBounds", "kCGWindowNumber", "kCGWindowOwnerPID", "kCGWindowLayer"])
def test_a_list_with_a_window_of_which_something_is_not_said_is_no_list(
    quartz: FakeQuartz, desk: MacWindows, missing: str
) -> None:
    quartz.shown = [window(1), {name: value for name, value in window(2).items() if name != missing}]
    with pytest.raises(DesktopError):
        desk.read(100.0)


def test_no_list_and_one_that_never_ends_are_errors(quartz: FakeQuartz, desk: MacWindows) -> None:
    quartz.shown = None
    with pytest.raises(DesktopError):
        desk.read(100.0)
    quartz.shown = [window(number) for number in range(4001)]
    with pytest.raises(DesktopError):
        desk.read(100.0)


def test_what_is_minimised_is_there_and_not_on_the_screen(quartz: FakeQuartz, desk: MacWindows) -> None:
    quartz.shown, quartz.others = [window(1)], [window(2, title="bank"), window(3, title=""), window(4, layer=25)]
    found = facts(desk)
    assert {number: one.viewable for number, one in found.items()} == {1: True, 2: False}
    assert desk.handles == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("told", "kind", "pops_up"),
    [
        (window(1), "normal", False),
        (window(1, title=""), "normal", True),
        (window(1, layer=101), "popup_menu", True),
        (window(1, layer=25), "dock", False),
        (window(1, pid=8, title=""), "dock", True),
        (window(1, pid=9, layer=-2147483603), "desktop", False),
    ],
)
def test_levels_and_programs_say_what_a_window_is(
    quartz: FakeQuartz, desk: MacWindows, told: dict[str, object], kind: str, pops_up: bool
) -> None:
    quartz.shown = [told]
    assert facts(desk)[1].types == {kind}
    assert facts(desk)[1].pops_up is pops_up


def test_the_pointers_own_picture_is_no_window_and_neither_is_our_glass(quartz: FakeQuartz, desk: MacWindows) -> None:
    glasses = window(2, pid=OURS, title=GLASS), window(4, title=GLASS)
    quartz.shown = [window(1, layer=CURSOR), *glasses, window(3, pid=OURS)]
    assert {number: one.own for number, one in facts(desk).items()} == {3: True, 4: False}


def test_a_window_is_new_until_it_has_been_there_a_while(quartz: FakeQuartz, desk: MacWindows) -> None:
    quartz.shown = [window(1)]
    assert facts(desk, 100.0)[1].stable == 100.0, "it was there before we were"
    quartz.shown = [window(1), window(2)]
    assert facts(desk, 101.0)[2].age == 0.0
    quartz.shown = [window(1, title="other"), window(2)]
    later = facts(desk, 102.0)
    assert (later[1].age, later[1].stable, later[2].stable) == (102.0, 0.0, 1.0)


@pytest.fixture
def follower(quartz: FakeQuartz, desk: MacWindows) -> Iterator[Follower]:
    follower = Follower(desk, judge, Unknown(), lambda: True, lambda areas, sudden: None)
    yield follower
    follower.close()


def shown(quartz: FakeQuartz, follower: Follower, hidden: Hidden) -> frozenset[int]:
    follower.use(hidden)
    follower.look()
    assert follower.standing is not None
    return follower.standing.shown


def test_a_sheet_without_a_title_goes_with_its_program(quartz: FakeQuartz, follower: Follower) -> None:
    quartz.shown = [window(2, title=""), window(1, title="bank"), window(3, pid=9, title="Documents")]
    assert shown(quartz, follower, Hidden(windows=frozenset({1}))) == {3}
    assert shown(quartz, follower, Hidden(windows=frozenset({3}))) == {1, 2}


def test_with_a_folder_hidden_nothing_at_all_is_shown(quartz: FakeQuartz, follower: Follower) -> None:
    quartz.shown = [window(1), window(3, pid=9, title="", layer=-2147483603)]
    assert shown(quartz, follower, Hidden(folders=(Path("/Users/ana/private"),))) == frozenset()


def test_a_program_is_hidden_by_its_files_name(quartz: FakeQuartz, follower: Follower) -> None:
    quartz.shown = [window(1), window(3, pid=9, title="Documents")]
    assert shown(quartz, follower, Hidden(applications=frozenset({"pages"}))) == {3}


def test_one_shared_window_shows_nothing_as_nobody_knows_what_shows_through_it(
    quartz: FakeQuartz, follower: Follower
) -> None:
    quartz.shown = [window(1), window(2, pid=9)]
    follower.use(Hidden(only=1))
    follower.look()
    assert follower.standing is not None
    assert any(area.width > 10_000 for area in follower.standing.areas)
