"""The customer's disk on Linux, guarded (agent.disk.base.GuardedDisk): each verb in steps of the files beside this."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock

from agent.disk import listing, moving
from agent.disk.base import FREE_STEP, Entry, Going, Mark, Space, Trashed, WrongKind
from agent.disk.files import NewFile, OpenFile, Replacement
from agent.disk.hidden import Hidden, Hiding, close_trace, hide_folder
from agent.disk.identity import identity
from agent.disk.judging import Judge, checked_name
from agent.disk.moving import unwatched
from agent.disk.naming import take_name
from agent.disk.opening import Step, ancestry, best_step
from agent.disk.removing import remove
from agent.disk.searching import search
from agent.disk.told import telling
from agent.disk.traces import traces
from agent.disk.trash import InTrash, found_again, trash_for
from agent.disk.undoing import mark_of, put_back, remove_folder
from agent.disk.volumes import Volumes


class Disk:
    """The disk as the technician may use it. Made when the customer agrees: volumes that come later do not count."""

    def __init__(self, folders: Sequence[Path] = (), volumes: Volumes | None = None, step: Step | None = None) -> None:
        self.generation = 0
        self._judge = Judge(volumes or Volumes.present(), step or best_step())
        self._home = Path.home()
        self._hidings: dict[Path, Hiding] = {}
        self._traces: dict[Path, Hiding] = {}
        self._changing = Lock()
        self._trashed: dict[int, InTrash] = {}
        self._numbers = count(1)
        self.hide(folders)

    def hide(self, folders: Sequence[Path]) -> None:
        """Hide exactly these folders from now on. Raise CannotHide, and change nothing, if one does not exist.

        A folder that was hidden before stays the same one, whatever its path leads to by now.
        """
        with self._changing:
            hidings = {path: self._hidings.get(path) or hide_folder(path) for path in folders}
            if hidings:
                self._traces = {path: _traced(self._traces.get(path), path) for path in traces(self._home)}
            self._hidings = hidings
            self._judge.hidden = Hidden((*hidings.values(), *self._traces.values())) if hidings else Hidden()
            self.generation += 1

    def list(self, path: str) -> Iterator[Entry]:
        """Yield the entries of a folder, in no order, as they are found."""
        return listing.entries(self._judge, self._judge.folder(path))

    def stat(self, path: str) -> Entry:
        """Describe one entry; a link is described, not followed."""
        found = self._judge.entry(path)
        return listing.described(found.name, found.handle.stat, self._judge.hidden)

    def read_link(self, path: str) -> str:
        """Return where a link leads, if that can be seen; otherwise Missing, as for a dangling one."""
        folder, name = self._judge.place(path)
        link = self._judge.child(folder, name)
        if not link.is_link:
            raise WrongKind
        return self._judge.target(folder, link)

    def open(self, path: str) -> OpenFile:
        """Open a file for reading."""
        return OpenFile(self._judge, self._judge.reach(path))

    def create(self, path: str) -> NewFile:
        """Begin a new file; it is there only once committed."""
        folder, name = self._judge.place(path)
        return NewFile(self._judge, folder, name)

    def overwrite(self, path: str) -> Replacement:
        """Begin a file's new content; the old one stays until committed, and is kept as a backup."""
        folder, name = self._judge.place(path)
        return Replacement(self._judge, folder, self._judge.child(folder, name))

    def make_folder(self, path: str) -> str:
        """Make a folder and return the name it got."""
        folder, name = self._judge.place(path)
        return take_name(self._judge, folder, name, lambda free: os.mkdir(free, dir_fd=folder.handle.fd))

    def rename(self, path: str, name: str, was_seen: bool = False) -> str:
        """Give an entry another name in its folder and return the name it got."""
        folder, old = self._judge.place(path)
        return moving.move(self._judge, folder, old, folder, checked_name(name), was_seen=was_seen)

    def move(self, path: str, folder: str, going: Going = unwatched) -> str:
        """Move an entry to another folder, on another disk as well, and return the name it got."""
        source, name = self._judge.place(path)
        return moving.move(self._judge, source, name, self._judge.folder(folder), name, going)

    def copy(self, path: str, folder: str, going: Going = unwatched) -> str:
        """Copy a file, a link or a folder with what can be seen in it, and return the name it got."""
        found = self._judge.entry(path)
        return moving.copy(self._judge, found, self._judge.folder(folder), found.name, going)

    def mark(self, path: str) -> Mark:
        """Return what tells whether an entry was changed or replaced; a link is not followed."""
        return mark_of(self._judge.entry(path).handle.now())

    def lies_in_home(self, path: str) -> bool:
        """Say whether an entry lies in the customer's own home, by what is there and not by its path."""
        folder, _ = self._judge.place(path)
        with telling():
            home = identity(os.stat(self._home))
            return any(one.identity == home for one in ancestry(folder.handle))

    def remove_folder(self, path: str) -> None:
        """Remove a folder that is empty. Raise NotEmpty otherwise."""
        remove_folder(self._judge, *self._judge.place(path))

    def put_back(self, path: str, backup: str, mark: Mark) -> None:
        """Undo an `overwrite` that left `mark`. Raise FileChanged, and change nothing, if it was changed since."""
        folder, name = self._judge.place(path)
        put_back(self._judge, folder, name, checked_name(backup), mark)

    def look_again(self) -> None:
        """Take in the volumes that are there now: the customer agreed anew."""
        self._judge.volumes = Volumes.present()

    def delete(self, path: str) -> None:
        """Delete for good; a folder with all it holds."""
        remove(self._judge, *self._judge.place(path))

    def trash(self, path: str) -> Trashed:
        """Put into the desktop's trash."""
        folder, name = self._judge.place(path)
        item = trash_for(self._judge, folder, self._home).put(self._judge, folder, name)
        trashed = Trashed(next(self._numbers), item.place)
        self._trashed[trashed.number] = item
        return trashed

    def restore(self, trashed: Trashed) -> str:
        """Bring back what was put into the trash and return the name it got. Raise Missing if it is not there."""
        item = self._trashed.get(trashed.number)
        if item is None:
            item = found_again(self._judge, trashed.place)
        got = item.trash.take_back(self._judge, item)
        self._trashed.pop(trashed.number, None)
        return got

    def search(self, path: str, words: str) -> Iterator[str]:
        """Yield the paths below `path` whose names contain `words`, whatever their case."""
        base = path.rstrip("/")
        shown = partial(listing.entries, self._judge)
        return (f"{base}/{found}" for found in search(shown, self._judge.child, self._judge.folder(path), words))

    def enter(self, path: str) -> int:
        """Return an open handle to a folder for a shell to start in; the caller closes it."""
        folder = self._judge.folder(path)
        with telling():
            return os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder.handle.fd)

    def space(self, path: str) -> Space:
        """Tell the room on the disk that holds a folder."""
        folder = self._judge.folder(path)
        with telling():
            told = os.fstatvfs(folder.handle.fd)
        return Space(told.f_frsize * told.f_blocks, told.f_frsize * told.f_bavail // FREE_STEP * FREE_STEP)

    def close(self) -> None:
        """Let go of everything that is held open, and answer no verb any more."""
        with self._changing:
            self._judge.close()
            self._hidings, self._traces = {}, {}
            self._trashed.clear()


def _traced(before: Hiding | None, path: Path) -> Hiding:
    """Keep the hold on a trace that was there; look again for one that was not."""
    return before if before is not None and before.things else close_trace(path)
