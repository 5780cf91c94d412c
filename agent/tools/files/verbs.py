"""Each change as one piece of work on the disk: what it does, what it is called, and how it is taken back exactly.

Everything blocks: call it on a worker thread. A step back that fails raises DiskError and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agent.disk.base import GuardedDisk, Trashed
from agent.tools.files.names import joined, split
from agent.tools.files.threads import Halt
from agent.tools.files.trails import Trail, Trails

Progress = Callable[[int, int | None], None]
"""Told on the working thread: bytes so far, and all bytes where that is known."""


@dataclass(frozen=True)
class Made:
    """A change that was made: the name it gave, and the way back."""

    name: str
    undo: Callable[[], None]


@dataclass(frozen=True)
class Verbs:
    """The changes, over one disk."""

    disk: GuardedDisk
    trails: Trails

    def make_folder(self, folder: str, name: str) -> Made:
        """Make a folder; it is taken back while it is empty."""
        got = self.disk.make_folder(joined(folder, name))
        trail = self.trails.follow(joined(folder, got))
        return Made(got, lambda: self.disk.remove_folder(trail.path))

    def rename(self, path: str, name: str) -> Made:
        """Give another name."""
        folder, old = split(path)
        got = self.disk.rename(path, name)
        trail = self._now_at(path, joined(folder, got))
        return Made(got, partial(self._rename_back, trail, old))

    def move(self, path: str, folder: str, halt: Halt, progress: Progress) -> Made:
        """Move into another folder, on another disk as well."""
        home, old = split(path)
        back = self.trails.follow(home)
        got = self.disk.move(path, folder, self._going(path, halt, progress))
        trail = self._now_at(path, joined(folder, got))
        return Made(got, partial(self._move_back, trail, back, old))

    def copy(self, path: str, folder: str, halt: Halt, progress: Progress) -> Made:
        """Copy into another folder; taken back, the copy goes into the recycle bin."""
        got = self.disk.copy(path, folder, self._going(path, halt, progress))
        trail = self.trails.follow(joined(folder, got))
        return Made(got, lambda: self._discard(trail))

    def trash(self, path: str) -> Made:
        """Put into the recycle bin."""
        folder, name = split(path)
        trail = self.trails.follow(folder)
        trashed = self.disk.trash(path)
        return Made(name, partial(self._restore, trail, name, trashed))

    def _going(self, path: str, halt: Halt, progress: Progress) -> Callable[[int], None]:
        total, done = self.disk.stat(path).size, 0

        def going(count: int) -> None:
            nonlocal done
            halt.check()
            done += count
            progress(done, total)

        return going

    def _now_at(self, old: str, new: str) -> Trail:
        self.trails.moved(old, new)
        return self.trails.follow(new)

    def _rename_back(self, trail: Trail, name: str) -> None:
        here = trail.path
        got = self.disk.rename(here, name, was_seen=True)
        self.trails.moved(here, joined(split(here)[0], got))

    def _move_back(self, trail: Trail, folder: Trail, name: str) -> None:
        here = trail.path
        got = self.disk.move(here, folder.path)
        self.trails.moved(here, joined(folder.path, got))
        if got != name:
            self._rename_back(trail, name)

    def _discard(self, trail: Trail) -> None:
        self.disk.trash(trail.path)

    def _restore(self, folder: Trail, name: str, trashed: Trashed) -> None:
        got = self.disk.restore(trashed)
        self.trails.moved(joined(folder.path, name), joined(folder.path, got))
