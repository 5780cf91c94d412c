"""The table of programs as the console knows it: what it was told, and what it is to be told next.

What is hidden gets no number and no row, so that nothing counts it; hidden later, it goes as if it had ended.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

import psutil

from agent.protocol.process_messages import Kept, ProcessPage, ProcessRow
from agent.tools.clean import clean
from agent.tools.discretion import Discretion
from agent.tools.paging import Budget
from agent.tools.processes.reading import Seen

COARSE = 128 * 1024
"""Bytes of memory below which a change is not worth a row."""

_NUMBER_BYTES = 11
"""JSON of a row's number, at most."""


class Table:
    """One whole table and its changes. `page` may run on a thread of its own, one call at a time."""

    def __init__(self, numbers: Iterator[int]) -> None:
        """`numbers`: each is used once, so that what an earlier table told stands for nothing."""
        self._numbers = numbers
        self._told: dict[psutil.Process, ProcessRow] = {}
        self._by_number: dict[int, psutil.Process] = {}
        self._waiting: deque[Seen] = deque()
        self._gone: deque[int] = deque()
        self._kept: Mapping[int, Kept] = {}
        self._first = True

    @property
    def more(self) -> bool:
        """Say whether something of the last reading is still to be told."""
        return bool(self._waiting or self._gone)

    def fill(self, seen: Sequence[Seen], kept: Mapping[int, Kept]) -> None:
        """Take a new reading, with who may not be ended."""
        self._waiting, self._kept = deque(seen), kept
        here = {one.process for one in seen}
        for process in [process for process in self._told if process not in here]:
            self._forget(process)

    def page(self, discretion: Discretion) -> ProcessPage:
        """Return the next page, without what is hidden. Raise SourceError while that is not known."""
        budget = Budget()
        rows: list[ProcessRow] = []
        while self._waiting and not budget.spent:
            if row := self._changed(self._waiting[0], discretion):
                budget.add(row)
                rows.append(row)
            self._waiting.popleft()
        gone: list[int] = []
        while self._gone and not budget.spent:
            budget.add_bytes(_NUMBER_BYTES)
            gone.append(self._gone.popleft())
        first, self._first = self._first, False
        return ProcessPage(first=first, rows=rows, gone=gone, more=self.more)

    def find(self, number: int) -> psutil.Process | None:
        """Return the process that a row stands for; None when it was not told of, or is not any more."""
        return self._by_number.get(number)

    def kept(self, process: psutil.Process) -> Kept | None:
        """Say whether the last reading found that a process may not be ended."""
        return self._kept.get(process.pid)

    def _changed(self, seen: Seen, discretion: Discretion) -> ProcessRow | None:
        """Return the row of a process, if there is something new in it to tell."""
        before = self._told.get(seen.process)
        if is_hidden(seen, discretion):
            self._forget(seen.process)
            return None
        user = "" if discretion.tells(seen.user) else seen.user
        row = _row(before.id if before else next(self._numbers), seen, user, self._kept.get(seen.pid))
        self._told[seen.process] = row
        self._by_number[row.id] = seen.process
        return row if row != before else None

    def _forget(self, process: psutil.Process) -> None:
        if told := self._told.pop(process, None):
            del self._by_number[told.id]
            self._gone.append(told.id)


def is_hidden(seen: Seen, discretion: Discretion) -> bool:
    """Say whether a process may not be told of. Raise SourceError while that is not known."""
    named = discretion.tells(seen.name) or discretion.tells(seen.path)
    return discretion.hides_program(seen.pid, seen.name, seen.path, seen.arguments) or named


def shown_name(seen: Seen) -> str:
    """Return a process's name as it is told, to the console and in the journal."""
    return clean(seen.name, 80) or "?"


def _row(number: int, seen: Seen, user: str, kept: Kept | None) -> ProcessRow:
    return ProcessRow(
        id=number,
        pid=seen.pid,
        name=shown_name(seen),
        path=clean(seen.path),
        user=clean(user, 80),
        cpu=None if seen.cpu is None else round(seen.cpu, 1),
        memory=seen.memory - seen.memory % COARSE,
        kept=kept,
    )
