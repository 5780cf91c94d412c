"""What starts by itself with the customer's session: told page by page, and switched off and on again."""

from dataclasses import dataclass
from functools import partial

from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import ListUnreadable
from agent.protocol.service_messages import (
    ListStartup,
    StartupPage,
    StartupRow,
    StartupSwitched,
    SwitchOutcome,
    SwitchStartup,
)
from agent.tools.base import Around
from agent.tools.clean import clean
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.listing import Listing
from agent.tools.off_loop import off_loop
from agent.tools.paging import Pages
from agent.tools.startup.entries import Places, rows
from agent.tools.startup.switch import StartupWay, Switch, Turned
from agent.tools.tasks import Tasks

SECONDS = 10.0
"""How long the disk may take."""


@dataclass
class _Consent:
    """What a thread asks right before it changes something; nothing else of the tool's is a thread's to ask."""

    holds: bool = True


class Startup:
    """The tool."""

    permissions = frozenset({Permission.PROCESSES})
    messages: tuple[type[ForTool], ...] = (ListStartup, SwitchStartup)

    def __init__(self, around: Around, places: Places | None = None) -> None:
        self._around, self._places = around, places or Places.of_this_session()
        self._switch = Switch(self._places)
        self._list = Listing(around, "startup.listed", self._read, self._tell_page)
        self._told: dict[str, StartupRow] = {}
        self._switching = Tasks(around.spawn)
        self._consent = _Consent()

    def use(self, message: ForTool) -> None:
        """Begin to answer."""
        match message:
            case ListStartup():
                self._list.ask(message.fresh)
            case SwitchStartup():
                self._turn(message.name, message.on)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Tell nothing more."""
        self._list.stop(ended=ended)
        self._switching.drop()
        self._consent.holds = False
        self._consent = _Consent()
        self._told.clear()

    async def close(self) -> None:
        """Let go of everything."""
        await self._list.close()
        await self._switching.close()

    # --- the list ---------------------------------------------------------------------------------------------------

    async def _read(self) -> list[StartupRow] | ListUnreadable:
        found = await off_loop(partial(self._rows, self._around.discretion()), SECONDS, "startup")
        return ListUnreadable(list="startup", reason="unreadable") if found is None else found

    def _rows(self, discretion: Discretion) -> list[StartupRow] | ListUnreadable:
        try:
            return rows(self._places, discretion, self._around.lang)
        except SourceError:
            return ListUnreadable(list="startup", reason="not_now")

    def _tell_page(self, pages: Pages[StartupRow] | ListUnreadable) -> None:
        """Judge at the last moment what is hidden."""
        if isinstance(pages, ListUnreadable):
            return self._tell(pages)
        first = pages.first
        if first:
            self._told.clear()
        shown = [row for row in pages.take() if self._obstacle(row) is None]
        self._told |= {row.name: row for row in shown}
        self._tell(StartupPage(first=first, rows=shown, more=pages.more))

    # --- the switch -------------------------------------------------------------------------------------------------

    def _turn(self, name: str, on: bool) -> None:
        row = self._told.get(name)
        outcome = self._obstacle(row) if row else SwitchOutcome.GONE
        if row is None or outcome:
            return self._tell(StartupSwitched(name=name, on=not on, outcome=outcome or SwitchOutcome.GONE))
        if row.on == on:
            return self._tell(StartupSwitched(name=name, on=on, outcome=SwitchOutcome.DONE))
        self._switching.spawn(self._have_turned(row, on))

    def _obstacle(self, row: StartupRow) -> SwitchOutcome | None:
        """Say what stands against switching an entry; what is hidden is told as gone."""
        try:
            hides = self._around.discretion().hides_named(row.program, row.name, row.title)
        except SourceError:
            return SwitchOutcome.NOT_NOW
        return SwitchOutcome.GONE if hides else None

    async def _have_turned(self, row: StartupRow, on: bool) -> None:
        consent, discretion = self._consent, self._around.discretion()
        if not await off_loop(partial(self._switch.sees, row.name, discretion), SECONDS, "startup-look"):
            return self._tell(StartupSwitched(name=row.name, on=not on, outcome=SwitchOutcome.GONE))
        kind = "startup.on" if on else "startup.off"
        self._around.record(kind, _named(row))
        turn = partial(self._switch.turn, row.name, on, self._around.discretion(), lambda: consent.holds)
        turned = await off_loop(turn, SECONDS, "startup-switch") or Turned(SwitchOutcome.REFUSED)
        done = turned.outcome is SwitchOutcome.DONE
        if done:
            self._told[row.name] = row.model_copy(update={"on": on})
        if turned.way:
            self._around.changes.add(kind, row.title, partial(self._undo, row, turned.way), turned.way)
        self._tell(StartupSwitched(name=row.name, on=on == done, outcome=turned.outcome))

    async def _undo(self, row: StartupRow, way: StartupWay) -> bool:
        """Put back what lay there, for the customer, whatever the technician may do by now."""
        self._around.record("startup.undone", _named(row))
        put_back = partial(self._switch.put_back, way, self._around.discretion())
        return await off_loop(put_back, SECONDS, "startup-undo") == ""

    def _tell(self, answer: StartupPage | StartupSwitched | ListUnreadable) -> None:
        if self._around.permitted(Permission.PROCESSES):
            self._around.tell(answer)


def _named(row: StartupRow) -> dict[str, str]:
    """Name an entry in the journal: its title in the customer's language, and its file."""
    return {"name": row.title or "?", "file": clean(row.name, 200)}
