"""Names for the folders that file managers watch, so that a window's title can be held to what it must be showing.

The kernel tells a watch by inode and device alone: the names come from a walk through the customer's folders.
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path
from threading import Thread
from time import monotonic

from agent.disk import proc
from agent.disk.identity import Identity, identity
from agent.disk.wander import Bounds, Found, wander
from agent.hiding.tables import words
from agent.hiding.titles import folded

HOME = Bounds(depth=6, folders=20_000, seconds=2.0)
ELSEWHERE = Bounds(depth=2, folders=4_000, seconds=1.0)
AGAIN_SECONDS = 20.0
"""A folder that is not known is looked for again at most so often."""

_OTHERS = ("/", "/media", "/mnt", "/run/media")
_NO_PLACES = ("/proc", "/sys", "/dev")


class Places:
    """Knows folders by what the kernel calls a watch on them."""

    def __init__(self, on_learnt: Callable[[], None], home: Path | None = None) -> None:
        """`on_learnt` is called on the walking thread when more is known."""
        self._on_learnt, self._home = on_learnt, home or Path.home()
        self._names: dict[str, frozenset[str]] = {}
        self._walker: Thread | None = None
        self._walked = float("-inf")
        self._missed: frozenset[str] = frozenset()
        """Looked for and not found: files, and folders too deep or too far."""

    def names(self, keys: Collection[str], hidden: Collection[Identity]) -> frozenset[str]:
        """Return the names of the folders with these watches; unknown ones are looked for, for the next time."""
        known = self._names
        unknown = frozenset(key for key in keys if key not in known) - self._missed
        if unknown:
            self._look(frozenset(hidden), unknown)
        return frozenset().union(*(known.get(key, frozenset()) for key in keys))

    def forget(self) -> None:
        """Know no folder any more: what is hidden has changed."""
        self._names, self._walked, self._missed = {}, float("-inf"), frozenset()

    def _look(self, hidden: frozenset[Identity], wanted: frozenset[str]) -> None:
        """Walk in a thread of its own: the looking at processes must not wait for a disk."""
        if (self._walker and self._walker.is_alive()) or monotonic() < self._walked + AGAIN_SECONDS:
            return
        self._walked = monotonic()
        self._walker = Thread(target=self._walk, args=(hidden, wanted), name="places", daemon=True)
        self._walker.start()

    def _walk(self, hidden: frozenset[Identity], wanted: frozenset[str]) -> None:
        closed = hidden | {identity(os.stat(place)) for place in _NO_PLACES}
        found = [*wander([self._home], HOME, closed), *wander(map(Path, _OTHERS), ELSEWHERE, closed)]
        devices: dict[int, str] = {}
        learnt: dict[str, frozenset[str]] = {}
        for folder in found:
            device = devices.get(folder.stat.st_dev) or proc.keys([folder.path])[0].partition(" ")[2]
            devices[folder.stat.st_dev] = device
            learnt[f"ino:{folder.stat.st_ino:x} {device}"] = self._titles(folder)
        self._names, self._missed = learnt, self._missed | (wanted - learnt.keys())
        self._on_learnt()

    def _titles(self, folder: Found) -> frozenset[str]:
        """Return what a file manager may call a folder in its title."""
        own = {folded(folder.path.name), folded(str(folder.path))}
        if folder.path == self._home:
            own |= words("programs", "home_titles")
        if folder.path == Path("/"):
            own |= words("programs", "root_titles")
        return frozenset(own - {""})
