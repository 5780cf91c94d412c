"""Which program a process runs, asked once as long as it has windows."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

_ARGUMENTS: Final = 8


@dataclass(frozen=True)
class Program:
    """What a process runs; what is not known is empty."""

    executable: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its file's name, in lower case."""
        return self.executable.rpartition("/")[2].lower()


class Programs:
    """Remembers from one list of windows to the next."""

    def __init__(self) -> None:
        self._known: dict[int, Program] = {}

    def of(self, pid: int) -> Program:
        """Return what a process runs."""
        found = self._known.get(pid)
        if found is None:
            found = self._known[pid] = _ask(pid)
        return found

    def keep(self, pids: Collection[int]) -> None:
        """Forget all others: their numbers may be given anew."""
        self._known = {pid: program for pid, program in self._known.items() if pid in pids}


def _ask(pid: int) -> Program:
    executable, arguments = "", tuple[str, ...]()
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        executable = process.exe()
        arguments = tuple(process.cmdline()[:_ARGUMENTS])
    return Program(executable, arguments)
