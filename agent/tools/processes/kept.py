"""Which processes may not be ended from afar: the plug-in's own, the customer's desktop, the system's foundations."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePath

import psutil

from agent.leftovers import MARK
from agent.protocol.process_messages import Kept
from agent.tools.kept_names import kept_names
from agent.tools.processes.reading import Seen


def kept(seen: Sequence[Seen], own: int) -> dict[int, Kept]:
    """Name those of `seen` that may not be ended, by pid. `own`: the plug-in's process."""
    ours = family(seen, own)
    reasons = ((one.pid, Kept.HANDRAIL if one.pid in ours else by_name(one)) for one in seen)
    return {pid: reason for pid, reason in reasons if reason}


def by_name(seen: Seen) -> Kept | None:
    """Say whether a process is kept for what it is called, by itself or by its program's file."""
    names = {seen.name.casefold(), PurePath(seen.path).name.casefold()}
    if seen.pid == 1 or names & kept_names("programs", "system"):
        return Kept.SYSTEM
    return Kept.DESKTOP if names & kept_names("programs", "desktop") else None


def bears_our_mark(process: psutil.Process) -> bool:
    """Say whether this run of the plug-in started a process, however that detached itself since."""
    mark = os.environ.get(MARK)
    with suppress(psutil.Error, OSError):
        return mark is not None and process.environ().get(MARK) == mark
    return False


def family(seen: Sequence[Seen], pid: int) -> frozenset[int]:
    """Return a process, all that it started, and all that it was started from, but for init."""
    parents = {one.pid: one.parent for one in seen}
    above = _chain(parents, pid)
    below = {one for one in parents if pid in _chain(parents, one)}
    return frozenset({pid} | above | below) - {0, 1}


def _chain(parents: dict[int, int], pid: int) -> set[int]:
    """Return what a process was started from."""
    found: set[int] = set()
    while (pid := parents.get(pid, 0)) > 1 and pid not in found:
        found.add(pid)
    return found
