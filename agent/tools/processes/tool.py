"""Running programs: a live table, told page by page as the console asks, and their end, first politely, then by force.

What is hidden is in no page and cannot be ended; what else may not be ended, kept.py says.
"""

import asyncio
import os
from functools import partial
from itertools import count

import psutil

from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import (
    EndOutcome,
    EndProcess,
    ForceProcess,
    Kept,
    ListProcesses,
    ListUnreadable,
    ProcessOutcome,
    ProcessPage,
)
from agent.tools.base import Around
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.off_loop import off_loop
from agent.tools.processes.ending import end, held, wait_for_end
from agent.tools.processes.kept import bears_our_mark, by_name, kept
from agent.tools.processes.reading import Reader, Seen, look
from agent.tools.processes.table import Table, is_hidden, shown_name
from agent.tools.seldom import Seldom
from agent.tools.tasks import Tasks

READ_EVERY = 2.0
"""Seconds between two readings of the table, at least."""

BUSY_SHARE = 0.1
"""How much of one core the readings may take: a long table is read more seldom."""

READ_SECONDS = 20.0
"""How long one reading, or one page of it, may take."""

POLITE_SECONDS = 5.0
"""How long a program may take to end before it counts as still running."""

_KEPT = {
    Kept.HANDRAIL: EndOutcome.KEPT_HANDRAIL,
    Kept.DESKTOP: EndOutcome.KEPT_DESKTOP,
    Kept.SYSTEM: EndOutcome.KEPT_SYSTEM,
}


class Processes:
    """The tool. It answers one `processes/list` at a time, and not before there can be something new."""

    permissions = frozenset({Permission.PROCESSES})
    messages: tuple[type[ForTool], ...] = (ListProcesses, EndProcess, ForceProcess)

    def __init__(self, around: Around, own: int | None = None) -> None:
        """`own`: the plug-in's process, which is never ended, nor is its family; this one."""
        self._around, self._own = around, own or os.getpid()
        self._reader, self._numbers = Reader(), count(1)
        self._table = Table(self._numbers)
        self._asked: set[int] = set()
        self._listing, self._ending = Tasks(around.spawn), Tasks(around.spawn)
        self._seldom = Seldom()
        self._answering = False
        """Whether a `processes/list` waits for its page; another one is passed over meanwhile."""
        self._due = 0.0

    def use(self, message: ForTool) -> None:
        """Begin to answer."""
        match message:
            case ListProcesses():
                self._list(message.fresh)
            case EndProcess():
                self._end(message.id, force=False)
            case ForceProcess():
                self._end(message.id, force=True)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Tell nothing more; the numbers told so far stand for nothing from now on."""
        self._listing.drop()
        self._ending.drop()
        self._answering = False
        self._table = Table(self._numbers)
        self._asked.clear()
        if ended:
            self._seldom.forget()

    async def close(self) -> None:
        """Let go of everything."""
        await self._listing.close()
        await self._ending.close()

    # --- the table --------------------------------------------------------------------------------------------------

    def _list(self, fresh: bool) -> None:
        if self._answering and not fresh:
            return
        self._answering = True
        if self._seldom.due():
            self._around.record("processes.listed", {})
        if fresh:
            self._listing.drop()
            self._table = Table(self._numbers)
        self._listing.spawn(self._tell_page(self._table))

    async def _tell_page(self, table: Table) -> None:
        if not table.more:
            await self._read(table)
        page = await off_loop(partial(_page, table, self._around.discretion()), READ_SECONDS, "processes-page")
        self._answering = False
        if self._around.permitted(Permission.PROCESSES):
            self._around.tell(page or ListUnreadable(list="processes", reason="unreadable"))

    async def _read(self, table: Table) -> None:
        """Read what runs, when that is due again. What could not be read in time leaves the table as it was."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self._due - clock())
        began = clock()
        read = await off_loop(self._read_all, READ_SECONDS, "processes-read")
        self._due = began + max(READ_EVERY, (clock() - began) / BUSY_SHARE)
        if read:
            table.fill(*read)

    def _read_all(self) -> tuple[list[Seen], dict[int, Kept]]:
        """Read what runs, and which of it is kept; on a thread."""
        seen = self._reader.read()
        return seen, kept(seen, self._own)

    # --- the end of one ---------------------------------------------------------------------------------------------

    def _end(self, number: int, force: bool) -> None:
        process = self._table.find(number)
        seen = look(process) if process else None
        outcome = self._try_to_end(seen, number, force) if seen else EndOutcome.GONE
        if outcome is EndOutcome.ASKED and seen:
            self._asked.add(number)
            self._ending.spawn(self._tell_end(number, seen.process))
        self._tell_outcome(number, outcome)

    def _try_to_end(self, seen: Seen, number: int, force: bool) -> EndOutcome:
        """Record it, ask again whether it is allowed, and do it: to this process and no other."""
        with held(seen.process) as descriptor:
            if descriptor is None:
                return EndOutcome.GONE
            if obstacle := self._obstacle(seen, force and number not in self._asked):
                return obstacle
            self._around.record("processes.forced" if force else "processes.ended", {"name": shown_name(seen)})
            if not self._around.permitted(Permission.PROCESSES):
                return EndOutcome.NOT_NOW
            return end(descriptor, force)

    def _obstacle(self, seen: Seen, unasked: bool) -> EndOutcome | None:
        """Say what stands against ending it; what is hidden is told as gone."""
        try:
            if is_hidden(seen, self._around.discretion()):
                return EndOutcome.GONE
        except SourceError:
            return EndOutcome.NOT_NOW
        reason = self._table.kept(seen.process) or by_name(seen)
        if bears_our_mark(seen.process):
            reason = Kept.HANDRAIL
        if reason:
            return _KEPT[reason]
        return EndOutcome.ASK_FIRST if unasked else None

    async def _tell_end(self, number: int, process: psutil.Process) -> None:
        with held(process) as descriptor:
            ended = descriptor is None or await wait_for_end(descriptor, POLITE_SECONDS)
        self._tell_outcome(number, EndOutcome.ENDED if ended else EndOutcome.STILL_RUNNING)

    def _tell_outcome(self, number: int, outcome: EndOutcome) -> None:
        if self._around.permitted(Permission.PROCESSES):
            self._around.tell(ProcessOutcome(id=number, outcome=outcome))


def _page(table: Table, discretion: Discretion) -> ProcessPage | ListUnreadable:
    """Make the next page, on a thread: what is hidden is judged by asking the disk."""
    try:
        return table.page(discretion)
    except SourceError:
        return ListUnreadable(list="processes", reason="not_now")
