"""Services over a real D-Bus with a systemd of the test's on it: told without what is hidden, changed as allowed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent.hiding.vocabulary import Hidden
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import ListUnreadable
from agent.protocol.service_messages import (
    ChangeService,
    ListServices,
    Scope,
    ServiceChanged,
    ServiceKept,
    ServiceOutcome,
    ServicePage,
    ServiceRow,
    ServiceState,
    Verb,
)
from agent.tools import paging
from agent.tools.services import systemd as asking
from agent.tools.services.tool import Services
from scripts.rigs.systemd import Manager, Service, systemd
from tests.tools.fakes import Customer

MINE = frozenset({Permission.PROCESSES})
CUPS = Service("cups.service", "Printing")
SSH = Service("ssh.service", "Remote log-in", refuses="org.freedesktop.DBus.Error.InteractiveAuthorizationRequired")


@pytest.fixture
def customer() -> Customer:
    return Customer()


@asynccontextmanager
async def stage(
    customer: Customer, monkeypatch: pytest.MonkeyPatch, *services: Service
) -> AsyncIterator[tuple[Services, Manager]]:
    """Have these services of the system's; there are none of the customer's own."""
    async with systemd(*services) as (manager, address):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        tool = Services(customer.around())
        yield tool, manager
        await tool.close()


async def rows(tool: Services, customer: Customer) -> dict[str, ServiceRow]:
    pages: list[ServicePage] = []
    while not pages or pages[-1].more:
        tool.use(ListServices(fresh=not pages))
        pages.append(await customer.hear(ServicePage))
    return {row.name: row for page in pages for row in page.rows}


async def change(tool: Services, customer: Customer, name: str, verb: Verb) -> ServiceChanged:
    tool.use(ChangeService(scope=Scope.SYSTEM, name=name, verb=verb))
    return await customer.hear(ServiceChanged)


async def test_services_are_told_with_what_they_are_and_whether_they_run(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Service("odd.service", "two\nlines\u202e", state="maintenance")
    async with stage(customer, monkeypatch, CUPS, odd, Service("off.service", state="inactive")) as (tool, _):
        told = await rows(tool, customer)
    assert told["cups.service"] == ServiceRow(
        scope=Scope.SYSTEM, name="cups.service", description="Printing", state=ServiceState.ACTIVE
    )
    assert told["off.service"].state is ServiceState.INACTIVE
    assert (told["odd.service"].state, told["odd.service"].description) == (ServiceState.UNKNOWN, "two lines\ufffd")
    assert customer.kinds == ["services.listed"]


async def test_a_long_list_is_told_page_by_page(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_BYTES", 300)
    many = [Service(f"service-{number}.service") for number in range(20)]
    async with stage(customer, monkeypatch, *many) as (tool, _):
        tool.use(ListServices(fresh=True))
        first = await customer.hear(ServicePage)
        assert first.first
        assert first.more
        assert len(first.rows) < 6
        assert len(await rows(tool, customer)) == 20


async def test_a_service_is_stopped_and_the_customer_can_have_it_back(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = customer.around()
    async with systemd(Service("cups.service")) as (manager, address):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        tool = Services(around)
        await rows(tool, customer)
        changed = await change(tool, customer, "cups.service", Verb.STOP)
        assert (changed.outcome, changed.state) == (ServiceOutcome.DONE, ServiceState.INACTIVE)
        assert customer.recorded[-1] == (
            "services.stopped", {"name": "cups.service", "scope": "system", "before": "active"}
        )  # fmt: skip
        (entry,) = around.changes.newest_first
        assert (entry.kind, entry.what) == ("services.stopped", "cups.service")
        customer.permits = False
        await around.changes.undo(entry.number)
        assert manager.services["cups.service"].state == "active"
        assert customer.kinds[-1] == "services.undone"
        assert around.changes.newest_first == []
        await tool.close()


async def test_what_the_system_refuses_is_told_and_stays_as_it_is(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    denied = Service("denied.service", refuses="org.freedesktop.DBus.Error.AccessDenied")
    broken = Service("broken.service", state="inactive", fails=True)
    async with stage(customer, monkeypatch, SSH, denied, broken) as (tool, manager):
        await rows(tool, customer)
        for name in ("ssh.service", "denied.service"):
            changed = await change(tool, customer, name, Verb.STOP)
            assert (changed.outcome, changed.state) == (ServiceOutcome.REFUSED, ServiceState.ACTIVE)
        failed = await change(tool, customer, "broken.service", Verb.START)
        assert (failed.outcome, failed.state) == (ServiceOutcome.FAILED, ServiceState.FAILED)
        assert len(manager.calls) == 3


async def test_a_service_that_takes_long_is_told_as_slow(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "JOB_SECONDS", 0.1)
    async with stage(customer, monkeypatch, Service("late.service", slow=True)) as (tool, _):
        await rows(tool, customer)
        assert (await change(tool, customer, "late.service", Verb.RESTART)).outcome is ServiceOutcome.SLOW


async def test_what_the_session_or_the_line_hangs_on_is_not_stopped(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [Service(name) for name in ("display-manager.service", "user@1000.service", "NetworkManager.service")]
    async with stage(customer, monkeypatch, *kept) as (tool, manager):
        told = await rows(tool, customer)
        assert [row.kept for row in told.values()] == [ServiceKept.DESKTOP, ServiceKept.DESKTOP, ServiceKept.LINE]
        for name, verb, refusal in (
            ("display-manager.service", Verb.RESTART, ServiceOutcome.KEPT_DESKTOP),
            ("user@1000.service", Verb.STOP, ServiceOutcome.KEPT_DESKTOP),
            ("NetworkManager.service", Verb.STOP, ServiceOutcome.KEPT_LINE),
        ):
            assert (await change(tool, customer, name, verb)).outcome is refusal
        assert manager.calls == []
        assert customer.kinds == ["services.listed"]
        restarted = await change(tool, customer, "NetworkManager.service", Verb.RESTART)
        assert restarted.outcome is ServiceOutcome.DONE


async def test_a_hidden_service_is_absent_and_cannot_be_changed(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(customer, monkeypatch, CUPS, Service("zebre-4711.service"), SSH) as (tool, manager):
        await rows(tool, customer)
        customer.hidden = Hidden(applications=frozenset({"zebre-4711"}), guards=frozenset())
        assert (await change(tool, customer, "zebre-4711.service", Verb.STOP)).outcome is ServiceOutcome.GONE
        assert (await rows(tool, customer)).keys() == {"cups.service", "ssh.service"}
        assert (await change(tool, customer, "zebre-4711.service", Verb.STOP)).outcome is ServiceOutcome.GONE
        assert manager.calls == []


async def test_a_name_that_was_not_told_stands_for_nothing(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(customer, monkeypatch, CUPS) as (tool, manager):
        assert (await change(tool, customer, "cups.service", Verb.STOP)).outcome is ServiceOutcome.GONE
        assert manager.calls == []


async def test_while_what_is_hidden_is_not_known_no_service_is_told(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer.hidden = Hidden(everything=True)
    async with stage(customer, monkeypatch, CUPS) as (tool, _):
        tool.use(ListServices(fresh=True))
        assert await customer.hear(ListUnreadable) == ListUnreadable(list="services", reason="not_now")


async def test_a_computer_without_systemd_says_so(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nonexistent")
    tool = Services(customer.around())
    tool.use(ListServices(fresh=True))
    assert await customer.hear(ListUnreadable) == ListUnreadable(list="services", reason="unreadable")
    await tool.close()


async def test_consent_that_goes_before_the_change_keeps_it_from_being_made(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(customer, monkeypatch, CUPS) as (tool, manager):
        await rows(tool, customer)
        tool.use(ChangeService(scope=Scope.SYSTEM, name="cups.service", verb=Verb.STOP))
        customer.permits = False
        tool.stop(MINE, ended=True)
        await asyncio.sleep(0.1)
        assert manager.calls == []
        assert customer.told == []
