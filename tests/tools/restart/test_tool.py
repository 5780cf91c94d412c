"""A restart, asked of a logind of our own on a real D-Bus: done once, or refused clearly and nothing kept."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.comeback import kept
from agent.comeback.xdg_entry import XdgEntry
from agent.protocol.permissions import Permission
from agent.protocol.restart_messages import BeginRestart, RestartFault, RestartRefused
from agent.tools.restart.login1 import Login1
from agent.tools.restart.tool import RestartTool
from scripts.rigs.logind import Logind, logind
from tests.comeback.fakes import SECRET, FakeEntry, comeback_with, everything
from tests.tools.fakes import Customer

ALL = frozenset({Permission.RESTART})
LOCK = ("shutdown", "Updater", "Writes the new kernel", "block", 0, 1)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logind]:
    with logind() as (service, environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield service


class Rig:
    """The tool, with everything round it real but the customer."""

    def __init__(self) -> None:
        self.customer, self.restarts = Customer(), 0
        self.comeback = comeback_with(FakeEntry())
        self.comeback._entry = XdgEntry()
        self.tool = RestartTool(self.customer.around(restarting=self._restarting), Login1(), self.comeback)
        self.news = asyncio.Event()

    def _restarting(self) -> None:
        self.restarts += 1
        self.news.set()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.02)


async def test_it_restarts_once_unforced_and_the_way_back_stays(home: Path, system: Logind) -> None:
    rig = Rig()
    for _ in range(3):
        rig.tool.use(BeginRestart(secret=SECRET))
    await rig.until(lambda: rig.restarts)
    rig.tool.stop(ALL, ended=True)
    assert system.reboots == [False]
    assert system.held_back() == 1  # until the end is said
    await rig.tool.close()
    system.wait_held_back(0)
    found = kept.read()
    assert found is not None
    assert found.secret == SECRET
    assert [kind for kind, _ in rig.customer.recorded] == ["restart.begun"]
    assert rig.restarts == 1
    rig.comeback.forget()
    assert everything(home) == []


def may_not(system: Logind) -> None:
    system.may_reboot = "no"


def needs_a_password(system: Logind) -> None:
    system.may_reboot = "challenge"


def cannot(system: Logind) -> None:
    system.may_reboot = "na"


def is_held(system: Logind) -> None:
    system.locks = [LOCK]


def says_no_after_all(system: Logind) -> None:
    system.refuses = "org.freedesktop.DBus.Error.AccessDenied"


def is_held_after_all(system: Logind) -> None:
    system.refuses = "org.freedesktop.login1.BlockedByInhibitorLock"


@pytest.mark.parametrize(
    ("so", "fault"),
    [
        (may_not, RestartFault.DENIED),
        (needs_a_password, RestartFault.DENIED),
        (cannot, RestartFault.UNAVAILABLE),
        (is_held, RestartFault.HELD),
        (says_no_after_all, RestartFault.DENIED),
        (is_held_after_all, RestartFault.HELD),
    ],
)
async def test_a_refusal_is_told_and_nothing_is_kept(
    home: Path, system: Logind, so: Callable[[Logind], None], fault: RestartFault
) -> None:
    so(system)
    rig = Rig()
    rig.tool.use(BeginRestart(secret=SECRET))
    await rig.until(lambda: rig.customer.told)
    assert rig.customer.told == [RestartRefused(reason=fault)]
    assert rig.customer.recorded[-1] == ("restart.refused", {"fault": fault})
    assert (system.reboots, rig.restarts) == ([], 0)
    assert everything(home) == []
    await rig.tool.close()
    assert system.held_back() == 0


async def test_locks_that_only_delay_or_only_keep_awake_do_not_hold_it(home: Path, system: Logind) -> None:
    system.locks = [("shutdown", "a", "b", "delay", 0, 1), ("sleep:idle", "a", "b", "block", 0, 1)]
    rig = Rig()
    rig.tool.use(BeginRestart(secret=SECRET))
    await rig.until(lambda: rig.restarts)
    await rig.tool.close()
    rig.comeback.forget()


async def test_without_logind_it_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    rig = Rig()
    rig.tool.use(BeginRestart(secret=SECRET))
    await rig.until(lambda: rig.customer.told)
    assert rig.customer.told == [RestartRefused(reason=RestartFault.UNAVAILABLE)]
    await rig.tool.close()


async def test_where_nothing_can_be_kept_it_does_not_restart(home: Path, system: Logind) -> None:
    (home / ".local").write_text("a file where a folder should be")
    rig = Rig()
    rig.tool.use(BeginRestart(secret=SECRET))
    await rig.until(lambda: rig.customer.told)
    assert rig.customer.told == [RestartRefused(reason=RestartFault.NOT_KEPT)]
    assert system.reboots == []
    await rig.tool.close()


@pytest.mark.parametrize("way", ["stopped", "withdrawn"])
async def test_without_the_customers_yes_at_that_moment_nothing_is_done_or_kept(
    home: Path, system: Logind, way: str
) -> None:
    rig = Rig()
    rig.tool.use(BeginRestart(secret=SECRET))
    if way == "stopped":
        rig.tool.stop(ALL, ended=True)
    else:
        rig.customer.permits = False
    await rig.until(lambda: not rig.tool._busy)
    assert (system.reboots, rig.restarts, rig.customer.told) == ([], 0, [])
    assert everything(home) == []
    await rig.tool.close()
