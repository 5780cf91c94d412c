"""All that lies in the hidden folders, by identity, and word of everything that is opened there (inotify(7)).

Bounded: past the bounds a thing is known by the folders above it alone, and file managers there by being nowhere known.
"""

import os
import stat
import time
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from inotify_simple import INotify, flags

from agent.disk import proc
from agent.disk.identity import Handle, Identity, identity

MAX_THINGS = 20_000
MAX_FOLDERS = 4_096
"""Each is watched; systems allow a user 8,192 watches and more."""
WALK_SECONDS = 3.0
MIN_NAME = 4
"""Shorter names tell nothing in a title."""

_TOLD = (
    flags.OPEN | flags.CREATE | flags.MOVED_FROM | flags.MOVED_TO | flags.DELETE_SELF | flags.MOVE_SELF | flags.ONLYDIR
    | flags.DONT_FOLLOW
)  # fmt: skip
_NEW_SHAPE = flags.MOVED_FROM | flags.MOVED_TO | flags.CREATE


class Tree:
    """What lies in some folders, as found when made; `catch_up` keeps it true."""

    def __init__(self, folders: Collection[Path], before: "Tree | None" = None) -> None:
        """Walk the folders and begin to watch them. Folders that are not there hold nothing.

        `before` is the tree of the same folders until now: what they were stays hidden wherever it was moved.
        """
        self.folders = folders
        self.things: set[Identity] = set()
        self.names: set[str] = set()
        self.words: set[str] = set()
        self.keys: frozenset[str] = frozenset()
        """The folders as the kernel names a watch on them."""
        self.beside: frozenset[str] = frozenset()
        """The same of the folders that they lie in."""
        self.above: frozenset[str] = frozenset()
        """The same of all folders above."""
        self.whole = True
        self.moved = False
        """Whether folders came or went while it was walked."""
        found = [*(before.roots if before else ()), *filter(None, map(_held, folders))]
        self.roots: list[Handle] = [*{handle.identity: handle for handle in found if handle.now().st_nlink}.values()]
        self._notify = INotify(nonblocking=True)
        self._watched: dict[int, str] = {}
        self._walk()

    @property
    def fd(self) -> int:
        """What can be polled for word."""
        number: int = self._notify.fileno()
        return number

    @property
    def displaced(self) -> bool:
        """Say whether something else lies now where one of the folders lay."""
        present = [handle.identity for path in self.folders if (handle := _held(path))]
        return any(one not in self.things for one in present)

    def close(self) -> None:
        """Watch nothing more."""
        self._notify.close()

    def catch_up(self) -> tuple[bool, bool]:
        """Read what was told since; say whether something was opened, and whether the tree has another shape now."""
        was_opened = new_shape = False
        with suppress(BlockingIOError):
            for event in self._notify.read(timeout=0):
                lost = bool(event.mask & (flags.Q_OVERFLOW | flags.DELETE_SELF | flags.MOVE_SELF | flags.UNMOUNT))
                folder = bool(event.mask & flags.ISDIR)
                was_opened |= bool(event.mask & flags.OPEN) or lost
                new_shape |= lost or (folder and bool(event.mask & _NEW_SHAPE))
                if not folder and event.mask & (flags.CREATE | flags.MOVED_TO):
                    self._add_file(event.wd, event.name)
        return was_opened, new_shape

    def holds(self, found: os.stat_result, path: str, root: str = "") -> bool:
        """Say whether a thing belongs to the hidden folders: itself, or a folder above `path` as seen from `root`."""
        return identity(found) in self.things or self.lies_above(path, root)

    def lies_above(self, path: str, root: str = "") -> bool:
        """Say whether one of the folders above `path` is hidden or lies in something hidden."""
        for folder in Path(path).parents:
            with suppress(OSError):
                if identity(os.stat(f"{root}{folder}")) in self.things:
                    return True
        return False

    def _add_file(self, watch: int, name: str) -> None:
        with suppress(OSError):
            self.things.add(identity(os.lstat(f"{self._watched[watch]}/{name}")))
        self._learn(name, folder=False)

    def _learn(self, name: str, *, folder: bool) -> None:
        known = name.casefold()
        stem = known.rpartition(".")[0]
        if not folder and len(stem) >= MIN_NAME:
            self.names.add(known)
            self.words.add(stem)
        elif len(known) >= MIN_NAME:
            self.words.add(known)

    def _walk(self) -> None:
        """Find everything, breadth first, then watch; what changed meanwhile is walked again."""
        waiting = deque(root.text() for root in self.roots)
        self.things.update(root.identity for root in self.roots)
        for root in self.roots:
            self._learn(Path(root.text()).name, folder=True)
        end = time.monotonic() + WALK_SECONDS
        while waiting:
            folder = waiting.popleft()
            if len(self._watched) >= MAX_FOLDERS or len(self.things) >= MAX_THINGS or time.monotonic() > end:
                self.whole = False
                break
            waiting.extend(self._take(folder))
        self.keys = frozenset(proc.watches("self", self.fd))
        above = [Path(root.text()).parents for root in self.roots]
        self.beside = frozenset(proc.keys(parents[0] for parents in above if parents)) - {""}
        self.above = frozenset(proc.keys(parent for parents in above for parent in parents)) - {""}
        _, self.moved = self.catch_up()  # our own listing was told too; the first look at processes comes after this

    def _take(self, folder: str) -> list[str]:
        """Watch one folder, then list it: what is put there later is told."""
        try:
            self._watched[self._notify.add_watch(folder, _TOLD)] = folder
        except OSError:
            self.whole = False
        below = []
        for entry in _listed(folder):
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                self.things.add(identity(found))
                self._learn(entry.name, folder=stat.S_ISDIR(found.st_mode))
                if stat.S_ISDIR(found.st_mode):
                    below.append(entry.path)
        return below


def _held(path: Path) -> Handle | None:
    try:
        return Handle(os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC))
    except (OSError, ValueError):
        return None


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry, _ in zip(entries, range(MAX_THINGS), strict=False)]
    except OSError:
        return []
