"""Reads what runs on this computer, with psutil. Whether any of it may be told or ended is judged elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import psutil

_ASKED = ("ppid", "name", "exe", "cmdline", "username", "memory_info")


@dataclass(frozen=True)
class Seen:
    """One process as it was at one moment."""

    process: psutil.Process
    """Holds its identity: pid and time of creation."""
    parent: int
    name: str
    path: str
    arguments: tuple[str, ...]
    user: str
    memory: int
    """Bytes of memory it holds (RSS)."""
    cpu: float | None = None
    """Per cent of the whole computer since it was read before; None the first time."""

    @property
    def pid(self) -> int:
        """Its number now; another process may have it later."""
        return self.process.pid


class Reader:
    """Reads the whole table, again and again. One call at a time, on any thread: 2,000 processes take some 0.3 s."""

    def __init__(self) -> None:
        self._known: dict[int, psutil.Process] = {}
        self._cores = psutil.cpu_count() or 1

    def read(self) -> list[Seen]:
        """Return all that run and have memory of their own: no threads of the kernel's, no zombies."""
        before, self._known = self._known, {}
        found = [self._read_one(pid, before) for pid in psutil.pids()]
        return [seen for seen in found if seen]

    def _read_one(self, pid: int, before: Mapping[int, psutil.Process]) -> Seen | None:
        known = before.get(pid)
        try:
            process = known if known and known.is_running() else psutil.Process(pid)
            share = process.cpu_percent() / self._cores  # the first answer only starts the clock
        except psutil.Error:
            return None
        self._known[pid] = process
        return look(process, share if process is known else None)


def look(process: psutil.Process, cpu: float | None = None) -> Seen | None:
    """Read one process; None when it is gone, a zombie, or a thread of the kernel's."""
    try:
        told = process.as_dict(_ASKED, ad_value=None)
    except psutil.NoSuchProcess:
        return None
    memory = told["memory_info"]
    if memory is None or not memory.vms:
        return None
    name, path, user = (told[key] or "" for key in ("name", "exe", "username"))
    return Seen(process, told["ppid"] or 0, name, path, tuple(told["cmdline"] or ()), user, memory.rss, cpu)
