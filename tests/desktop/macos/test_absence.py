"""The customer's absence on a Mac: what is not told counts as being away."""

from collections.abc import Mapping

import pytest

from agent.desktop.base import AwayKind
from agent.desktop.macos import programs
from agent.desktop.macos.absence import MacAbsence
from agent.desktop.macos.presence import Presence
from agent.desktop.macos.programs import Program
from agent.desktop.slept import Slept
from tests.desktop.macos.fakes import FakeQuartz, window

HERE = {"kCGSSessionOnConsoleKey": True}
PROGRAMS = {7: Program("/Applications/Pages.app/Contents/MacOS/Pages"), 9: Program("/System/X/SecurityAgent")}


@pytest.fixture
def quartz(monkeypatch: pytest.MonkeyPatch) -> FakeQuartz:
    monkeypatch.setattr(programs, "_ask", lambda pid: PROGRAMS.get(pid, Program()))
    quartz = FakeQuartz()
    quartz.shown = [window(1)]
    return quartz


@pytest.mark.parametrize(
    ("login", "away"),
    [
        (HERE, None),
        ({**HERE, "CGSSessionScreenIsLocked": 1}, AwayKind.LOCKED),
        ({"kCGSSessionOnConsoleKey": False}, AwayKind.SWITCHED),
        ({}, AwayKind.SWITCHED),
        (None, AwayKind.SWITCHED),
    ],
)
async def test_how_a_login_stands_says_whether_the_customer_is_there(
    quartz: FakeQuartz, login: Mapping[str, object] | None, away: AwayKind | None
) -> None:
    quartz.login = login
    told: list[AwayKind] = []
    absence = MacAbsence(Presence(quartz), lambda: False)
    absence.start(told.append)
    absence.stop()
    assert told == ([away] if away else [])
    assert Presence(quartz)() is (away is None)


async def test_a_question_of_macos_own_is_a_prompt(quartz: FakeQuartz) -> None:
    quartz.shown = [window(2, pid=9), window(1)]
    told: list[AwayKind] = []
    absence = MacAbsence(Presence(quartz), lambda: False)
    absence.start(told.append)
    absence.stop()
    assert told == [AwayKind.PROMPT]


def test_where_windows_are_not_listed_the_desktop_cannot_be_seen(quartz: FakeQuartz) -> None:
    quartz.shown = None
    assert not Presence(quartz)()


async def test_each_way_of_being_away_is_told_once_until_another_comes(quartz: FakeQuartz) -> None:
    told: list[AwayKind] = []
    absence = MacAbsence(Presence(quartz), lambda: False)
    absence.start(told.append)
    quartz.login = {**HERE, "CGSSessionScreenIsLocked": 1}
    absence._look()
    absence._look()
    quartz.login = HERE
    absence._look()
    quartz.login = None
    absence._look()
    absence.stop()
    assert told == [AwayKind.LOCKED, AwayKind.SWITCHED]


async def test_sleep_is_told_by_the_clocks(quartz: FakeQuartz) -> None:
    asleep = 10.0
    told: list[AwayKind] = []
    absence = MacAbsence(Presence(quartz), Slept(lambda: asleep))
    absence.start(told.append)
    asleep += 60
    absence._look()
    absence._look()
    absence.stop()
    assert told == [AwayKind.ASLEEP]
