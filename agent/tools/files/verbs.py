"""Each change as one piece of work on the disk: what it does, what it is called, and its way back.

Everything blocks: call it on a worker thread.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agent.disk.base import GuardedDisk, Kind
from agent.tools.files import ways
from agent.tools.files.backward import binned, copied, look_at
from agent.tools.files.names import encoded, joined, split
from agent.tools.files.threads import Halt
from agent.tools.files.trails import Trail, Trails

Progress = Callable[[int, int | None], None]
"""Told on the working thread: bytes so far, and all bytes where that is known."""


@dataclass(frozen=True)
class Made:
    """A change that was made: the name it gave, and the way back."""

    name: str
    way: ways.FileWay


@dataclass(frozen=True)
class Verbs:
    """The changes, over one disk."""

    disk: GuardedDisk
    trails: Trails

    def make_folder(self, folder: str, name: str) -> Made:
        """Make a folder; it is taken back while it is empty."""
        got = self.disk.make_folder(joined(folder, name))
        return Made(got, ways.MadeFolder(path=self._follow(joined(folder, got))))

    def rename(self, path: str, name: str) -> Made:
        """Give another name."""
        folder, old = split(path)
        got = self.disk.rename(path, name)
        self.trails.moved(path, joined(folder, got))
        return Made(got, ways.Renamed(path=self._follow(joined(folder, got)), name=encoded(old)))

    def move(self, path: str, folder: str, halt: Halt, progress: Progress) -> Made:
        """Move into another folder, on another disk as well."""
        home, old = split(path)
        back, before = self.trails.follow(home), look_at(self.disk, path)
        got = self.disk.move(path, folder, self._going(path, halt, progress))
        self.trails.moved(path, joined(folder, got), same=before.thing == look_at(self.disk, joined(folder, got)).thing)
        name = encoded(old) if got != old else None
        return Made(got, ways.Moved(path=self._follow(joined(folder, got)), folder=back, name=name))

    def copy(self, path: str, folder: str, halt: Halt, progress: Progress) -> Made:
        """Copy into another folder; taken back, the copy goes into the recycle bin."""
        is_folder = self.disk.stat(path).kind is Kind.FOLDER
        got = self.disk.copy(path, folder, self._going(path, halt, progress))
        return Made(got, copied(self.disk, self.trails, joined(folder, got), is_folder=is_folder))

    def trash(self, path: str) -> Made:
        """Put into the recycle bin."""
        folder, name = split(path)
        trail = self.trails.follow(folder)
        return Made(name, binned(trail, name, self.disk.trash(path)))

    def _going(self, path: str, halt: Halt, progress: Progress) -> Callable[[int], None]:
        total, done = self.disk.stat(path).size, 0

        def going(count: int) -> None:
            nonlocal done
            halt.check()
            done += count
            progress(done, total)

        return going

    def _follow(self, path: str) -> Trail:
        return self.trails.follow(path, look_at(self.disk, path).thing[1])
