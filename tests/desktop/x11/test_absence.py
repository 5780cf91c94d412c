"""The customer leaves: on a real D-Bus with a logind of our own, and on a real X server."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from Xlib import X
from Xlib.display import Display

from agent.desktop.base import AwayKind
from agent.desktop.slept import MOST_DRIFT, Slept
from agent.desktop.x11.absence import X11Absence
from agent.desktop.x11.buses import SCREEN_SAVERS
from agent.desktop.x11.slept import time_asleep
from scripts.rigs.logind import Logind, logind
from scripts.rigs.xserver import xvfb
from tests.desktop.rig import PATIENCE


class Reported:
    """What was reported, in order."""

    def __init__(self) -> None:
        self.kinds: list[AwayKind] = []
        self._news = asyncio.Event()

    def __call__(self, kind: AwayKind) -> None:
        self.kinds.append(kind)
        self._news.set()

    async def next(self) -> AwayKind:
        """Wait for the next report."""
        count = len(self.kinds)
        async with asyncio.timeout(PATIENCE):
            while len(self.kinds) == count:
                self._news.clear()
                await self._news.wait()
        return self.kinds[count]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with xvfb((320, 240)) as display:
        yield display


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logind]:
    with logind() as (service, environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("XDG_SESSION_ID", "1")
        yield service


@asynccontextmanager
async def watched(screen: str, computer: Logind) -> AsyncIterator[Reported]:
    """Watch, once it is known that logind is listened to."""
    reported = Reported()
    absence = X11Absence(screen)
    absence.start(reported)
    await asyncio.to_thread(computer.wait_held_back, 1)
    await settled(computer)
    yield reported
    absence.stop()


def darken(screen: str, mode: int) -> None:
    """Do what `xset s activate` and `xset s reset` do."""
    display = Display(screen)
    display.force_screen_saver(mode)
    display.sync()
    display.close()


async def settled(computer: Logind) -> None:
    """Let the listener come past its last subscription, which follows the lock that holds sleep back."""
    await asyncio.sleep(0.3)  # the bus tells nobody of matches


async def test_a_lock_asked_for_is_reported(screen: str, computer: Logind) -> None:
    async with watched(screen, computer) as reported:
        waiting = asyncio.ensure_future(reported.next())
        await asyncio.sleep(0)
        computer.lock()
        assert await waiting is AwayKind.LOCKED


@pytest.mark.parametrize(
    ("name", "value", "kind"), [("LockedHint", True, AwayKind.LOCKED), ("Active", False, AwayKind.SWITCHED)]
)
async def test_what_logind_says_of_the_session_is_reported(
    screen: str, computer: Logind, name: str, value: bool, kind: AwayKind
) -> None:
    async with watched(screen, computer) as reported:
        waiting = asyncio.ensure_future(reported.next())
        await asyncio.sleep(0)
        computer.say(name, not value)
        computer.say("IdleHint", value)
        computer.sleep()
        assert await waiting is AwayKind.ASLEEP, "neither of the two before it is a sign"
        waiting = asyncio.ensure_future(reported.next())
        await asyncio.sleep(0)
        computer.say(name, value)
        assert await waiting is kind


@pytest.mark.parametrize("interface", SCREEN_SAVERS)
async def test_every_screen_saver_is_heard(screen: str, computer: Logind, interface: str) -> None:
    async with watched(screen, computer) as reported:
        waiting = asyncio.ensure_future(reported.next())
        await asyncio.sleep(0)
        computer.screen_saver(False, interface)
        computer.screen_saver(True, interface)
        assert await waiting is AwayKind.LOCKED
        assert len(reported.kinds) == 1


async def test_sleep_waits_until_its_report_was_acted_on_and_is_held_back_again_after(
    screen: str, computer: Logind
) -> None:
    async with watched(screen, computer) as reported:
        waiting = asyncio.ensure_future(reported.next())
        await asyncio.sleep(0)
        computer.sleep()
        assert await waiting is AwayKind.ASLEEP
        assert computer.held_back() == 1, "the last words have their time"
        await asyncio.to_thread(computer.wait_held_back, 0)
        computer.wake()
        await asyncio.to_thread(computer.wait_held_back, 1)


async def test_what_is_stopped_before_its_first_turn_leaves_nothing_undone(
    screen: str, recwarn: pytest.WarningsRecorder
) -> None:
    absence = X11Absence(screen)
    absence.start(lambda kind: None)
    absence.stop()
    await asyncio.sleep(0)
    gc.collect()
    assert [str(told.message) for told in recwarn if told.category is RuntimeWarning] == []


async def test_what_is_stopped_lets_the_computer_sleep_and_reports_nothing(screen: str, computer: Logind) -> None:
    async with watched(screen, computer) as reported:
        pass
    await asyncio.to_thread(computer.wait_held_back, 0)
    computer.lock()
    await asyncio.sleep(0.2)
    assert reported.kinds == []


@pytest.mark.parametrize("way", ["GetSession", "GetSessionByPID", "the user's display"])
async def test_the_session_is_found_by_its_name_its_process_or_its_user(
    screen: str, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    with logind(way) as (service, environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        if way == "GetSession":
            monkeypatch.setenv("XDG_SESSION_ID", "1")
        else:
            monkeypatch.delenv("XDG_SESSION_ID", raising=False)
        async with watched(screen, service) as reported:
            waiting = asyncio.ensure_future(reported.next())
            await asyncio.sleep(0)
            service.lock()
            assert await waiting is AwayKind.LOCKED


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nowhere")


@pytest.mark.usefixtures("no_bus")
async def test_without_a_bus_a_dark_screen_is_still_seen(screen: str) -> None:
    reported = Reported()
    absence = X11Absence(screen)
    absence.start(reported)
    waiting = asyncio.ensure_future(reported.next())
    await asyncio.sleep(0)
    darken(screen, X.ScreenSaverActive)
    assert await waiting is AwayKind.LOCKED
    darken(screen, X.ScreenSaverReset)
    absence.stop()
    assert len(reported.kinds) == 1


@pytest.mark.usefixtures("no_bus")
async def test_without_a_bus_time_asleep_is_still_seen(screen: str) -> None:
    answers = iter([False, True])
    reported = Reported()
    absence = X11Absence(screen, slept=lambda: next(answers, False))
    absence.start(reported)
    assert await reported.next() is AwayKind.ASLEEP
    absence.stop()


@pytest.mark.usefixtures("no_bus")
async def test_a_screen_that_goes_away_is_no_absence(screen: str) -> None:
    reported = Reported()
    with xvfb((320, 240)) as display:
        absence = X11Absence(display)
        absence.start(reported)
    await asyncio.sleep(0.2)
    absence.stop()
    assert reported.kinds == []


def test_sleep_is_told_once_from_the_clocks() -> None:
    asleep = 100.0
    slept = Slept(lambda: asleep)
    assert not slept()
    asleep += MOST_DRIFT / 2
    assert not slept()
    asleep += 60
    assert slept()
    assert not slept()


def test_the_real_clocks_have_not_slept_during_this_test() -> None:
    assert not Slept(time_asleep)()
