"""Weighs what one look through the processes says together with what the looks before said: who holds, who is suspect.

Sans-I/O: times are arguments (monotonic seconds). Doubt ends when a look that began late enough names a holder, or when
several names none: then the opening was a ghost's, and whatever changed just then stays covered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from agent.disk.looking import Hold, Look
from agent.hiding.knowledge import Knowledge
from agent.hiding.programs import Kind, is_a, names

ATTRIBUTE_SECONDS = 0.1
"""A look must begin so long after an opening to tell whose it was: file managers open a folder, then watch it."""
GHOST_SECONDS = 0.4
"""After so long, an opening that nobody is found to have made is nobody's."""
BUSY_SECONDS = 0.03
"""Between looks while something is in doubt."""
LINGER_SECONDS = 1.0
"""A listing stays on the screen a little longer than its folder is watched."""
LATE_SECONDS = 3.0
"""A file manager still reads small pictures of a folder for so long after it left: openings meanwhile are its."""
MAX_GHOSTS = 20


@dataclass
class _Record:
    """What is remembered of one process."""

    started: int
    kept: bool = False
    """It had a file open, and may show what it read for as long as it lives."""
    had: bool = False
    """Whether the last look found a folder with it."""
    held: float = float("-inf")
    """When it may last have had a folder: it can have left just before the first look that does not find one."""
    suspected: frozenset[str] | None = None
    """The folders it watched when it came under suspicion; cleared once it watches others."""

    def holds(self, now: float) -> bool:
        """Say whether it may show something hidden."""
        return self.kept or self.leaves(now)

    def leaves(self, now: float) -> bool:
        """Say whether it had a folder just now."""
        return self.held > now - LINGER_SECONDS


@dataclass(frozen=True)
class Surroundings:
    """What a weighing needs beside the processes."""

    windows: frozenset[int]
    """Processes with windows."""
    shown: Mapping[int, frozenset[str]]
    """For each file manager, the titles of the folders that it watches."""
    beside: frozenset[str]
    """The folders that hidden ones lie in, as watches are named."""
    above: frozenset[str]
    """All folders above them: whoever searches there finds what is hidden."""
    names: frozenset[str]
    words: frozenset[str]
    recents: frozenset[str]


class Weighing:
    """What is known over time, for one tree of hidden things."""

    def __init__(self) -> None:
        self.doubt = False
        self.ghosts: list[float] = []
        self._loose = False
        self._records: dict[int, _Record] = {}
        self._first = self._last = float("-inf")

    def due(self, now: float) -> float | None:
        """Return the seconds until another look will tell more; None: nothing changes by waiting."""
        if self.doubt:
            return BUSY_SECONDS
        leaving = [record.held + LINGER_SECONDS for record in self._records.values() if record.leaves(now)]
        return max(0.0, min(leaving) - now) + BUSY_SECONDS if leaving else None

    def opened(self, now: float) -> None:
        """Take note that something hidden was opened."""
        if not self.doubt:
            self._first = now
        self.doubt, self._last = True, now

    def since_ghosts(self, now: float) -> tuple[float, ...]:
        """Return the seconds since each opening that was nobody's."""
        return tuple(now - ghost for ghost in self.ghosts)

    def weigh(self, looks: Mapping[int, Look], began: float, now: float, around: Surroundings) -> Knowledge:
        """Take in a look that began at `began`; return all that is known now, `ghosts` apart."""
        self._records = {pid: self._remember(look, now) for pid, look in looks.items()}
        holding = {pid for pid, look in looks.items() if look.hold}
        reading = any(
            is_manager(looks[pid]) and record.held > now - LATE_SECONDS for pid, record in self._records.items()
        )
        self._settle(looks, began, bool(holding) or reading, around)
        self._loose |= self._spread(looks, holding, around)
        shown = {pid: titles for pid, titles in around.shown.items() if titles}
        return Knowledge(
            ready=True,
            doubt=self.doubt,
            holders=frozenset(pid for pid, record in self._records.items() if record.holds(now)),
            loose=self._loose,
            known=frozenset(looks),
            suspects=frozenset(pid for pid, record in self._records.items() if record.suspected is not None),
            places=shown,
            beside=frozenset(pid for pid, look in looks.items() if look.watched & around.beside),
            names=around.names,
            words=around.words,
            recents=around.recents,
        )

    def _remember(self, look: Look, now: float) -> _Record:
        """Take one process in. A file manager may still read small pictures of a folder that it left just now."""
        record = self._records.get(look.process.pid)
        if record is None or record.started != look.process.started:
            record = _Record(look.process.started)
        if record.suspected is not None and is_manager(look) and look.watched - record.suspected:
            record.suspected = None
        managing = is_manager(look)
        if managing and look.hold and Hold.WATCH not in look.hold and not record.leaves(now):
            record.suspected = look.watched
        has = bool(look.hold) if managing else bool(look.hold & (Hold.WATCH | Hold.FOLDER))
        if has or record.had:
            record.held = now
        record.had = has
        record.kept |= Hold.FILE in look.hold and not managing
        return record

    def _settle(self, looks: Mapping[int, Look], began: float, found: bool, around: Surroundings) -> None:
        """End the doubt, if this look can: by a holder that it found, or by having waited for one in vain."""
        if not self.doubt:
            return
        if found and began >= self._last + ATTRIBUTE_SECONDS:
            self.doubt = False
        elif began >= self._last + GHOST_SECONDS:
            self.doubt = False
            self.ghosts = [*self.ghosts, *{self._first, self._last}][-MAX_GHOSTS:]
            self._suspect(looks, around)

    def _suspect(self, looks: Mapping[int, Look], around: Surroundings) -> None:
        """Suspect the file managers that may have searched from above, and all terminals: they tell by no title."""
        for pid, look in looks.items():
            known_as = _names(look)
            searching = is_a(Kind.FILE_MANAGERS, known_as) and (not look.watched or look.watched & around.above)
            if searching or is_a(Kind.TERMINALS, known_as):
                self._records[pid].suspected = look.watched

    def _spread(self, looks: Mapping[int, Look], holding: Collection[int], around: Surroundings) -> bool:
        """Let the terminal that a holder runs in, and the program that it is a helper of, hold too.

        Say whether some holder's terminal is nowhere to be found.
        """
        loose = False
        for pid in holding:
            for helped in _helped_by(pid, looks):
                self._records[helped].kept |= self._records[pid].kept
                self._records[helped].had |= self._records[pid].had
                self._records[helped].held = max(self._records[helped].held, self._records[pid].held)
            if looks[pid].process.terminal:
                terminal = _terminal_of(pid, looks)
                if terminal is None or not (
                    terminal in around.windows or is_a(Kind.TERMINALS, _names(looks[terminal]))
                ):
                    loose = True
                else:
                    self._records[terminal].kept = True
        return loose


def is_manager(look: Look) -> bool:
    """Say whether a process is a file manager, whose watches tell what it shows."""
    return is_a(Kind.FILE_MANAGERS, _names(look))


def _names(look: Look) -> frozenset[str]:
    return names(look.process.executable, look.process.arguments)


def _helped_by(pid: int, looks: Mapping[int, Look]) -> list[int]:
    """Return the processes above `pid` that run the same program: browsers have many helpers."""
    helped: list[int] = []
    above = looks.get(looks[pid].process.parent)
    while above and above.process.executable == looks[pid].process.executable and above.process.pid not in helped:
        helped.append(above.process.pid)
        above = looks.get(above.process.parent)
    return helped


def _terminal_of(pid: int, looks: Mapping[int, Look]) -> int | None:
    """Return the first process above `pid` that is not in the same terminal: the terminal itself, most often."""
    device, seen = looks[pid].process.terminal, set[int]()
    here: Look | None = looks[pid]
    while here is not None and here.process.terminal == device and here.process.pid not in seen:
        seen.add(here.process.pid)
        here = looks.get(here.process.parent)
    return here.process.pid if here else None
