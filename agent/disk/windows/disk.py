"""The customer's disks on Windows, to be looked at (agent.disk.base.GuardedDisk): nothing is changed there yet."""

import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NoReturn

from agent.disk.base import FREE_STEP, Denied, Entry, Going, Kind, Mark, Missing, Space, Trashed
from agent.disk.searching import search
from agent.disk.told import telling
from agent.disk.windows import listing
from agent.disk.windows.files import OpenFile, mark_of
from agent.disk.windows.hidden import Hidden, Hiding, close_trace, folded, hide_folder
from agent.disk.windows.judging import Judge
from agent.disk.windows.names import checked_path
from agent.disk.windows.traces import traces
from agent.disk.windows.volumes import Volumes


class WindowsDisk:
    """The disks as the technician may see them. Made when the customer agrees: disks that come later do not count.

    What would change something is Denied: `files_write` is not offered on Windows.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.generation = 0
        self._judge = Judge(Volumes.present())
        self._hidings: dict[Path, Hiding] = {}
        self._traces: dict[str, Hiding] = {}
        self._changing = Lock()
        self.hide(folders)

    def hide(self, folders: Sequence[Path]) -> None:
        """Hide exactly these folders from now on. Raise CannotHide, and change nothing, if one does not exist.

        A folder that was hidden before stays the same one, whatever its path leads to by now.
        """
        with self._changing:
            self._hidings = {path: self._hidings.get(path) or hide_folder(path) for path in folders}
            if self._hidings:
                disks = self._judge.volumes.roots
                self._traces = {path: self._traces.get(path) or close_trace(path) for path in traces(disks)}
            closed = self._traces.values() if self._hidings else ()
            self._judge.hidden = Hidden((*self._hidings.values(), *closed))
            self.generation += 1

    def look_again(self) -> None:
        """Take in the disks that are there now: the customer agreed anew."""
        self._judge.volumes = Volumes.present()

    def list(self, path: str) -> Iterator[Entry]:
        """Yield the entries of a folder, in no order, as they are found; of "/" the disks."""
        if not checked_path(path):
            return self._disks()
        return listing.entries(self._judge, self._judge.folder(path))

    def stat(self, path: str) -> Entry:
        """Describe one entry; a link is described, not followed."""
        found = self._judge.reach(path, follow=False)
        return listing.described(checked_path(path)[-1], found, found.facts, self._judge.hidden)

    def read_link(self, path: str) -> str:
        """Return where a link leads, if that can be seen; otherwise Missing, as for a dangling one."""
        return self._judge.target(path)

    def open(self, path: str) -> OpenFile:
        """Open a file for reading."""
        return OpenFile(self._judge, self._judge.reach(path), checked_path(path)[-1])

    def mark(self, path: str) -> Mark:
        """Return what tells whether an entry was changed or replaced; a link is not followed."""
        found = self._judge.reach(path, follow=False)
        with telling():
            return mark_of(found)

    def lies_in_home(self, path: str) -> bool:
        """Say whether an entry lies in the customer's own home, by what is there and not by its path."""
        found = self._judge.reach(path, follow=False)
        return folded(found.final).startswith(folded(f"\\\\?\\{Path.home().resolve()}") + "\\")

    def search(self, path: str, words: str) -> Iterator[str]:
        """Yield the paths below `path` whose names contain `words`, whatever their case."""
        return search(partial(listing.entries, self._judge), self._judge.child, self._judge.folder(path), words)

    def space(self, path: str) -> Space:
        """Tell the room on the disk that holds a folder; above the disks there is none."""
        if not checked_path(path):
            return Space(0, 0)
        found = self._judge.folder(path)
        with telling():
            room = shutil.disk_usage(found.final)
        return Space(room.total, room.free // FREE_STEP * FREE_STEP)

    def close(self) -> None:
        """Let go of everything that is held open."""
        self._judge.close()
        self._hidings, self._traces = {}, {}

    # --- what would change something ---------------------------------------------------------------------------------

    def create(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def overwrite(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def make_folder(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def rename(self, path: str, name: str, was_seen: bool = False) -> NoReturn:
        """Refuse."""
        raise Denied

    def move(self, path: str, folder: str, going: Going = lambda count: None) -> NoReturn:
        """Refuse."""
        raise Denied

    def copy(self, path: str, folder: str, going: Going = lambda count: None) -> NoReturn:
        """Refuse."""
        raise Denied

    def remove_folder(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def put_back(self, path: str, backup: str, mark: Mark) -> NoReturn:
        """Refuse."""
        raise Denied

    def delete(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def trash(self, path: str) -> NoReturn:
        """Refuse."""
        raise Denied

    def restore(self, trashed: Trashed) -> NoReturn:
        """Refuse."""
        raise Denied

    def enter(self, path: str) -> NoReturn:
        """Refuse: there is no terminal on Windows."""
        raise Denied

    def _disks(self) -> Iterator[Entry]:
        for disk in sorted(self._judge.volumes.roots):
            try:
                self._judge.folder(f"/{disk}")
            except Missing:  # a letter that stands for a hidden folder (subst)
                continue
            yield Entry(disk, Kind.FOLDER, None, None)
