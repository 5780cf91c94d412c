"""Has a service run or rest as it did before it was changed. Whether it starts by itself is never changed at all."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from agent.protocol.service_messages import Scope, ServiceOutcome, ServiceState, Verb
from agent.tools.services.systemd import NoSystemd, Systemd
from agent.undo.base import NotUndone, Undoer, WayBack

_VERBS = {ServiceState.ACTIVE: Verb.START, ServiceState.INACTIVE: Verb.STOP}


class ServiceWay(WayBack):
    """How a service is undone: the state it had."""

    scope: Scope
    name: Annotated[str, Field(min_length=1, max_length=256)]
    before: Literal[ServiceState.ACTIVE, ServiceState.INACTIVE]


def way_back(scope: Scope, name: str, before: ServiceState, now: ServiceState) -> ServiceWay | None:
    """Return the way back to the state before; None where it is as it was, or was neither on nor off.

    One that had failed did not run either: it is stopped again.
    """
    rested = before in (ServiceState.INACTIVE, ServiceState.FAILED)
    if before is now or not (rested or before is ServiceState.ACTIVE):
        return None
    return ServiceWay(scope=scope, name=name, before=ServiceState.INACTIVE if rested else ServiceState.ACTIVE)


async def put_back(systemd: Systemd, way: ServiceWay) -> None:
    """Start or stop it; leave it alone where it is so again. Raise NotUndone."""
    try:
        if await systemd.state(way.name) is way.before:
            return
        outcome = await systemd.change(way.name, _VERBS[way.before])
    except NoSystemd:
        raise NotUndone("undo/failed") from None
    if outcome is not ServiceOutcome.DONE:
        raise NotUndone("undo/refused" if outcome is ServiceOutcome.REFUSED else "undo/failed")


class ServicesUndoer(Undoer[ServiceWay]):
    """Over systemd."""

    kinds: ClassVar[frozenset[str]] = frozenset({"services.started", "services.stopped", "services.restarted"})

    def __init__(self, systemds: Sequence[Systemd] | None = None) -> None:
        self._systemds = {one.scope: one for one in systemds or [Systemd(scope) for scope in Scope]}

    def read(self, text: str) -> ServiceWay:
        """Read a way back; see Undoer.read."""
        return ServiceWay.model_validate_json(text)

    async def undo(self, way: ServiceWay, *, insist: bool = False) -> None:
        """Start or stop it; see Undoer.undo. There is nothing to insist on."""
        await put_back(self._systemds[way.scope], way)

    async def close(self) -> None:
        """Leave the buses."""
        for systemd in self._systemds.values():
            systemd.close()
