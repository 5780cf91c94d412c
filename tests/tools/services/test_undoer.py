"""A service is put back by another run of the plug-in, over a real D-Bus; what refuses is told."""

import pytest

from agent.protocol.service_messages import Scope, ServiceState
from agent.tools.services.systemd import Systemd
from agent.tools.services.undoer import ServicesUndoer, ServiceWay, way_back
from agent.undo.base import NotUndone
from scripts.rigs.systemd import Service, systemd

ON, OFF = ServiceState.ACTIVE, ServiceState.INACTIVE


@pytest.mark.parametrize(
    ("before", "now", "back"),
    [(ON, OFF, ON), (OFF, ON, OFF), (ServiceState.FAILED, ON, OFF), (ON, ON, None), (ServiceState.UNKNOWN, ON, None)],
)
def test_the_way_back_leads_to_the_state_before(
    before: ServiceState, now: ServiceState, back: ServiceState | None
) -> None:
    way = way_back(Scope.SYSTEM, "cups.service", before, now)
    assert (way.before if way else None) is back


@pytest.mark.parametrize(("now", "before"), [("inactive", ON), ("active", OFF)])
async def test_a_service_is_put_back_and_left_alone_when_it_is_so_already(
    monkeypatch: pytest.MonkeyPatch, now: str, before: ServiceState
) -> None:
    async with systemd(Service("cups.service", state=now)) as (manager, address):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        undoer = ServicesUndoer()
        way = undoer.read(f'{{"scope": "system", "name": "cups.service", "before": "{before}"}}')
        await undoer.undo(way)
        await undoer.undo(way)
        await undoer.close()
        assert manager.services["cups.service"].state == before
        assert len(manager.calls) == 1


async def test_what_is_refused_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = Service("denied.service", state="inactive", refuses="org.freedesktop.DBus.Error.AccessDenied")
    async with systemd(denied) as (_, address):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        undoer = ServicesUndoer([Systemd(Scope.SYSTEM)])
        with pytest.raises(NotUndone) as told:
            await undoer.undo(ServiceWay(scope=Scope.SYSTEM, name="denied.service", before=ON))
        assert told.value.why == "undo/refused"
        await undoer.close()


async def test_a_computer_without_systemd_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    undoer = ServicesUndoer()
    with pytest.raises(NotUndone) as told:
        await undoer.undo(ServiceWay(scope=Scope.SYSTEM, name="cups.service", before=ON))
    assert told.value.why == "undo/failed"
