"""Finds out which processes have something of the hidden folders, from their opening on: a thread of its own.

Every opening in a hidden folder is told at once (inotify), but not by whom: until a look through /proc tells, all is in
doubt. What a process holds is weighed in weighing.py; what follows for a window is judge.py's.
"""

import os
import select
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep, thread_time

from agent.disk.looking import Look, Looker
from agent.disk.places import Places
from agent.disk.recent import MAX_BYTES, recent_list, telling_programs
from agent.disk.tree import Tree
from agent.disk.weighing import Surroundings, Weighing, is_manager
from agent.hiding.knowledge import Knowledge

QUIET_SECONDS = 2.0
"""Between looks when nothing is opened: finds what no opening tells of (a folder stepped into)."""
STALE_SECONDS = 10.0
RETRY_SECONDS = 0.5
LONGEST_SECONDS = 5.0
SHARE = 150
"""A look may take one part in so many of the processor's time until the next one, up to LONGEST_SECONDS."""

NOTHING_HIDDEN = Knowledge(ready=True)


class Holders:
    """Knows the processes for one set of hidden folders at a time (agent.hiding.knowledge.Knows)."""

    def __init__(self, home: Path | None = None) -> None:
        """Prepare; nothing is looked at before `start`. `home` replaces the customer's own folder, in tests."""
        self._home = home
        self._on_change: Callable[[], None] = lambda: None
        self._folders: tuple[Path, ...] = ()
        self._tree: Tree | None = None
        self._weighing = Weighing()
        self._noticed: frozenset[int] = frozenset()
        self._told = Knowledge()
        self._renew = False
        self._stale = 0.0
        """When what is known is too old to count: the looking hangs (a dead disk)."""
        self._lock = Lock()
        """Held while the tree's word is read and weighed, never while processes are looked at."""
        self._thread: Thread | None = None
        self._wake = -1

    # --- any thread ---------------------------------------------------------------------------------------------------

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin; `on_change` is called on a thread of its own whenever `knowledge` may have changed."""
        self.stop()
        self._on_change = on_change
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._renew = True
        self._thread = Thread(target=self._run, args=(self._wake,), name="holders", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Find out nothing more: from now on nothing is known."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._ring()
        thread.join(5)
        with self._lock:
            os.close(self._wake)
            self._wake = -1
            self._drop_tree()
            self._told = Knowledge()

    def use(self, folders: Sequence[Path]) -> None:
        """From now on these folders are hidden. Returns at once; until it is ready, everything is in doubt."""
        with self._lock:
            if tuple(folders) == self._folders:
                return
            self._folders = tuple(folders)
            self._renew = True
        self._ring()

    def notice(self, pids: Collection[int]) -> None:
        """Tell whose windows are there now; those not known yet are looked at at once."""
        noticed = frozenset(pids)
        if noticed - self._noticed - self._told.known:
            self._ring()
        self._noticed = noticed

    def knowledge(self) -> Knowledge:
        """Return what is known, every opening up to this call included."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive() or self._renew:
                return Knowledge()
            if self._tree is None:
                return NOTHING_HIDDEN
            if self._catch_up(self._tree):
                self._ring()
            now, told = monotonic(), self._told
            if now > self._stale:
                return Knowledge()
            if self._weighing.doubt != told.doubt or self._weighing.ghosts:
                told = replace(told, doubt=self._weighing.doubt, ghosts=self._weighing.since_ghosts(now))
            return told

    def _catch_up(self, tree: Tree) -> bool:
        """Read what the tree tells, with the lock held; say whether something was opened."""
        opened, moved = tree.catch_up()
        if opened or moved:
            self._weighing.opened(monotonic())
        self._renew |= moved
        return opened or moved

    def _ring(self) -> None:
        if self._wake >= 0:
            with suppress(OSError):
                os.eventfd_write(self._wake, 1)

    def _drop_tree(self) -> None:
        if self._tree is not None:
            self._tree.close()
            self._tree = None

    # --- its own thread -----------------------------------------------------------------------------------------------

    def _run(self, wake: int) -> None:
        places = Places(self._ring, self._home)
        looker: Looker | None = None
        while self._thread is not None:
            if self._renew:
                looker = self._try_to_plant(places)
            took = self._look(looker, places) if looker else 0.0
            self._wait(wake, min(max(QUIET_SECONDS, SHARE * took), LONGEST_SECONDS) if looker else None)

    def _try_to_plant(self, places: Places) -> Looker | None:
        """Plant; where the system has no room for it (inotify instances, open files), all stays in doubt a while."""
        try:
            return self._plant(places)
        except OSError:
            sleep(RETRY_SECONDS)
            return None

    def _plant(self, places: Places) -> Looker | None:
        """Walk through what is hidden now, and begin to be told of it."""
        places.forget()
        while True:
            with self._lock:
                folders, before = self._folders, self._tree
            if before is not None and before.folders != folders:
                before = None
            tree = Tree(folders, before) if folders else None
            with self._lock:
                if folders != self._folders:
                    if tree:
                        tree.close()
                    continue
                self._drop_tree()
                self._tree, self._told = tree, Knowledge()
                self._weighing = Weighing()
                self._renew = tree is not None and tree.moved
            if tree is None:
                self._on_change()
                return None
            if not self._renew:
                return Looker(tree)

    def _look(self, looker: Looker, places: Places) -> float:
        """Look at all processes and tell what that changes; return the processor's seconds it took."""
        tree = self._tree
        if tree is None:
            return 0.0
        began, used = monotonic(), thread_time()
        looks = looker.look(thorough=self._weighing.doubt)
        around = self._surroundings(looks, places, tree)
        with self._lock:
            if tree is not self._tree:
                return 0.0
            self._catch_up(tree)
            self._renew |= tree.displaced
            before, now = self._told, monotonic()
            self._told = self._weighing.weigh(looks, began, now, around)
            changed = self._told != before
            self._stale = now + STALE_SECONDS + 4 * (now - began)
        if changed:
            self._on_change()
        return thread_time() - used

    def _surroundings(self, looks: Mapping[int, Look], places: Places, tree: Tree) -> Surroundings:
        managers = {pid: look for pid, look in looks.items() if is_manager(look)}
        return Surroundings(
            windows=self._noticed,
            shown={pid: places.names(look.watched, tree.things) for pid, look in managers.items()},
            beside=tree.beside,
            above=tree.above,
            names=frozenset(tree.names),
            words=frozenset(tree.words),
            recents=_recents(recent_list(self._home), tree),
        )

    def _wait(self, wake: int, seconds: float | None) -> None:
        """Wait until something is told, someone rings, or the time is over; a short moment while in doubt."""
        if self._renew:
            return
        tree, due = self._tree, self._weighing.due(monotonic())
        if due is not None:
            seconds = due if seconds is None else min(due, seconds)
        poller = select.poll()
        poller.register(wake, select.POLLIN)
        if tree is not None and not self._weighing.doubt:  # in doubt already: more openings change nothing
            poller.register(tree.fd, select.POLLIN)
        poller.poll(None if seconds is None else seconds * 1000)
        with suppress(BlockingIOError):
            os.eventfd_read(wake)


def _recents(recent: Path, tree: Tree) -> frozenset[str]:
    try:
        with recent.open(encoding="utf-8", errors="replace") as file:
            return telling_programs(file.read(MAX_BYTES), tree)
    except OSError:
        return frozenset()
