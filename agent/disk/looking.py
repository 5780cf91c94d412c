"""Looks once through all processes: what each has open of the hidden folders, watches, or was started with."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from enum import Flag, auto
from urllib.parse import unquote, urlsplit

from agent.disk import proc
from agent.disk.identity import Identity
from agent.disk.tree import Tree

_NOT_FILES = ("/dev/", "/proc/", "/sys/", "/memfd:", "/SYSV", "/anon_hugepage", "/i915")


class Hold(Flag):
    """In what ways a process has something hidden."""

    NOTHING = 0
    WATCH = auto()
    """Watches a folder: it shows it."""
    FOLDER = auto()
    """Has a folder open, or stands in it."""
    FILE = auto()
    """Has a file open or in memory, or was started with one: it may keep what it read."""


@dataclass(frozen=True)
class Look:
    """One process at one moment."""

    process: proc.Process
    hold: Hold
    watched: frozenset[str]


class Looker:
    """Looks at processes with one tree of hidden things in hand; remembers what does not change."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[int, proc.Process] = {}
        self._started_with: dict[tuple[int, int], Hold] = {}
        self._above: dict[str, bool] = {}
        self._mounts = _link("/proc/self/ns/mnt")

    def look(self, thorough: bool = True) -> dict[int, Look]:
        """Return all processes that may be looked at; the agent itself is not among them.

        What is in memory is read of new processes, and of all where `thorough`: it got there by being opened.
        """
        self._above = {}
        looks: dict[int, Look] = {}
        for pid in proc.pids():
            known = self._known.get(pid)
            found = proc.process(pid, known)
            if found is not None and pid != os.getpid():
                self._known[pid] = found
                with suppress(OSError):
                    looks[pid] = self._look_at(found, thorough or known is None)
        self._forget(looks)
        return looks

    def _forget(self, alive: dict[int, Look]) -> None:
        self._known = {pid: known for pid, known in self._known.items() if pid in alive}
        running = {(known.pid, known.started) for known in self._known.values()}
        self._started_with = {one: hold for one, hold in self._started_with.items() if one in running}

    def _look_at(self, found: proc.Process, memory: bool) -> Look:
        things, watched = proc.opened(found.pid)
        root = "" if _link(f"/proc/{found.pid}/ns/mnt") == self._mounts else f"/proc/{found.pid}/root"
        hold = Hold.NOTHING if watched.isdisjoint(self._tree.keys) else Hold.WATCH
        for thing in things:
            hold |= self._hold_of(thing, root)
        if memory and Hold.FILE not in hold and not proc.mapped(found.pid).isdisjoint(self._tree.things):
            hold |= Hold.FILE
        return Look(found, hold | self._arguments_of(found, root), watched)

    def _hold_of(self, thing: proc.Open, root: str) -> Hold:
        if thing.path.startswith(_NOT_FILES):
            return Hold.NOTHING
        try:
            found = os.stat(thing.link)
        except OSError:
            return Hold.NOTHING
        if Identity(found.st_dev, found.st_ino) in self._tree.things or self._is_above(thing.path, root):
            return Hold.FOLDER if stat.S_ISDIR(found.st_mode) else Hold.FILE
        return Hold.NOTHING

    def _is_above(self, path: str, root: str) -> bool:
        """Say whether a folder above is hidden; asked once for each folder and look."""
        key = root + os.path.dirname(path)
        if key not in self._above:
            self._above[key] = self._tree.lies_above(path, root)
        return self._above[key]

    def _arguments_of(self, found: proc.Process, root: str) -> Hold:
        key = (found.pid, found.started)
        if key not in self._started_with:
            hold = Hold.NOTHING
            for argument in found.arguments[1:]:
                hold |= self._named_by(argument, found.pid, root)
            self._started_with[key] = hold
        return self._started_with[key]

    def _named_by(self, argument: str, pid: int, root: str) -> Hold:
        """Say what an argument names: a path, a file address, or an option's value."""
        text = argument.partition("=")[2] if argument.startswith("-") else argument
        with suppress(OSError, ValueError):
            if text.startswith("file:"):
                text = unquote(urlsplit(text).path)
            if not text or len(text) > 4096:
                return Hold.NOTHING
            path = f"{root}{text}" if text.startswith("/") else f"/proc/{pid}/cwd/{text}"
            found = os.stat(path)
            if self._tree.holds(found, os.path.realpath(path)):
                return Hold.FOLDER if stat.S_ISDIR(found.st_mode) else Hold.FILE
        return Hold.NOTHING


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""
