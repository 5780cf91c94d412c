"""Services: told page by page, and started, stopped or restarted where the system lets this user.

What is hidden is in no page and cannot be changed; nor what the customer's session or the line hangs on.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from agent.protocol.message import ForTool
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
from agent.tools.base import Around
from agent.tools.clean import clean
from agent.tools.kept_names import kept_names
from agent.tools.known import SourceError
from agent.tools.listing import Listing
from agent.tools.paging import Pages
from agent.tools.services.systemd import NoSystemd, Systemd
from agent.tools.services.undoer import ServiceWay, put_back, way_back
from agent.tools.tasks import Tasks
from agent.undo.base import NotUndone

_RECORDS = {Verb.START: "services.started", Verb.STOP: "services.stopped", Verb.RESTART: "services.restarted"}


class Services:
    """The tool."""

    permissions = frozenset({Permission.PROCESSES})
    messages: tuple[type[ForTool], ...] = (ListServices, ChangeService)

    def __init__(self, around: Around, systemds: Sequence[Systemd] | None = None) -> None:
        self._around = around
        self._systemds = {one.scope: one for one in systemds or [Systemd(scope) for scope in Scope]}
        self._list = Listing(around, "services.listed", self._read, self._tell_page)
        self._told: dict[tuple[Scope, str], ServiceRow] = {}
        self._changing = Tasks(around.spawn)

    def use(self, message: ForTool) -> None:
        """Begin to answer."""
        match message:
            case ListServices():
                self._list.ask(message.fresh)
            case ChangeService():
                self._change(message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Tell nothing more; what systemd was asked already, it does."""
        self._list.stop(ended=ended)
        self._changing.drop()
        self._told.clear()

    async def close(self) -> None:
        """Let go of everything."""
        await self._list.close()
        await self._changing.close()
        for systemd in self._systemds.values():
            systemd.close()

    # --- the list ---------------------------------------------------------------------------------------------------

    async def _read(self) -> list[ServiceRow] | ListUnreadable:
        rows: list[ServiceRow] = []
        answered = False
        for systemd in self._systemds.values():
            try:
                rows += [_row(systemd.scope, *one) for one in await systemd.services()]
                answered = True
            except NoSystemd:  # many have none of the user's, some none at all
                continue
        return rows if answered else ListUnreadable(list="services", reason="unreadable")

    def _tell_page(self, pages: Pages[ServiceRow] | ListUnreadable) -> None:
        """Judge at the last moment what is hidden."""
        if isinstance(pages, ListUnreadable):
            return self._tell(pages)
        first, discretion = pages.first, self._around.discretion()
        if first:
            self._told.clear()
        try:
            rows = [row for row in pages.take() if not discretion.hides_named(_stem(row.name), row.description)]
        except SourceError:
            self._list.forget()
            return self._tell(ListUnreadable(list="services", reason="not_now"))
        self._told |= {(row.scope, row.name): row for row in rows}
        self._tell(ServicePage(first=first, rows=rows, more=pages.more))

    # --- a change ---------------------------------------------------------------------------------------------------

    def _change(self, message: ChangeService) -> None:
        row = self._told.get((message.scope, message.name))
        outcome = self._obstacle(row, message.verb) if row else ServiceOutcome.GONE
        if row is None or outcome:
            state = row.state if row else ServiceState.UNKNOWN
            return self._tell_outcome(message, outcome or ServiceOutcome.GONE, state)
        what = {"name": clean(row.name), "scope": row.scope.value, "before": row.state.value}
        self._around.record(_RECORDS[message.verb], what)
        self._changing.spawn(self._have_changed(message, row))

    def _obstacle(self, row: ServiceRow, verb: Verb) -> ServiceOutcome | None:
        """Say what stands against a change; what is hidden is told as gone."""
        try:
            if self._around.discretion().hides_named(_stem(row.name), row.description):
                return ServiceOutcome.GONE
        except SourceError:
            return ServiceOutcome.NOT_NOW
        match row.kept:
            case ServiceKept.DESKTOP if verb is not Verb.START:
                return ServiceOutcome.KEPT_DESKTOP
            case ServiceKept.LINE if verb is Verb.STOP:
                return ServiceOutcome.KEPT_LINE
        return None

    async def _have_changed(self, message: ChangeService, row: ServiceRow) -> None:
        systemd = self._systemds[message.scope]
        try:
            if not self._around.permitted(Permission.PROCESSES):
                return
            outcome = await systemd.change(message.name, message.verb)
            state = await systemd.state(message.name)
        except NoSystemd:
            outcome, state = ServiceOutcome.FAILED, ServiceState.UNKNOWN
        if outcome is ServiceOutcome.DONE and (way := way_back(row.scope, row.name, row.state, state)):
            self._around.changes.add(_RECORDS[message.verb], clean(row.name), partial(self._undo, way), way)
        self._tell_outcome(message, outcome, state)

    async def _undo(self, way: ServiceWay) -> bool:
        """Have a service as it was, for the customer, whatever the technician may do by now."""
        self._around.record("services.undone", {"name": clean(way.name), "scope": way.scope.value})
        with suppress(NotUndone):
            await put_back(self._systemds[way.scope], way)
            return True
        return False

    def _tell_outcome(self, message: ChangeService, outcome: ServiceOutcome, state: ServiceState) -> None:
        self._tell(ServiceChanged(scope=message.scope, name=message.name, outcome=outcome, state=state))

    def _tell(self, answer: ServicePage | ServiceChanged | ListUnreadable) -> None:
        if self._around.permitted(Permission.PROCESSES):
            self._around.tell(answer)


def _row(scope: Scope, name: str, description: str, state: ServiceState) -> ServiceRow:
    return ServiceRow(scope=scope, name=name, description=clean(description, 200), state=state, kept=_kept(name))


def _kept(name: str) -> ServiceKept | None:
    """Say whether a service is kept; an instance (user@1000.service) is kept as its template is."""
    stem = _stem(name).casefold()
    names = {stem, stem.partition("@")[0] + "@"} if "@" in stem else {stem}
    if names & kept_names("services", "desktop"):
        return ServiceKept.DESKTOP
    return ServiceKept.LINE if names & kept_names("services", "line") else None


def _stem(name: str) -> str:
    return name.removesuffix(".service")
