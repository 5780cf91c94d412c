"""The desktop's trash (freedesktop.org Trash specification 1.0), by handles; the libraries for it work by path.

What is trashed always gets a name that nobody has used, as the trash may hold something hidden. The note beside it
names the old place for the desktop; these notes are closed to the technician while anything is hidden (traces.py).
"""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote_from_bytes

from agent.disk.base import Binned, DiskError, FileChanged, Missing, NoTrash
from agent.disk.identity import Handle, Identity, at
from agent.disk.judging import Found, Judge
from agent.disk.naming import rename, take_name, with_ending
from agent.disk.opening import FLAGS
from agent.disk.removing import refuse_above_hidden
from agent.disk.told import telling


@dataclass(frozen=True)
class InTrash:
    """Something that was put into a trash, and where it came from."""

    trash: "Trash"
    name: str
    thing: Identity
    folder: Found
    old_name: str

    @property
    def place(self) -> Binned:
        """Where it lies, for another run."""
        folder = self.folder.handle.text()
        return Binned(self.trash.files.text(), self.name, self.thing.inode, folder, self.old_name)


@dataclass(frozen=True)
class Trash:
    """One trash: its folders `files` and `info`, and the folder that its notes' paths start from, if relative."""

    files: Handle
    info: Handle
    top: str | None

    def put(self, judge: Judge, folder: Found, name: str) -> InTrash:
        """Put an entry into this trash. Raise DiskError; then it is where it was."""
        found = judge.child(folder, name)
        refuse_above_hidden(judge, found)
        trashed = with_ending(name)
        with telling():
            self._note(trashed, os.path.join(folder.handle.text(), name))
            try:
                rename(folder.handle, name, self.files, trashed)
            except OSError:
                self._forget(trashed)
                raise
        if at(trashed, self.files) != found.handle.identity:
            rename(self.files, trashed, folder.handle, name)
            self._forget(trashed)
            raise FileChanged
        return InTrash(self, trashed, found.handle.identity, folder, name)

    def take_back(self, judge: Judge, item: InTrash) -> str:
        """Bring an entry back to its folder and return the name it got. Raise DiskError."""
        judge.check(item.folder)
        if at(item.name, self.files) != item.thing:
            raise Missing
        take = partial(rename, self.files, item.name, item.folder.handle)
        got = take_name(judge, item.folder, item.old_name, take, was_seen=True)
        with telling():
            self._forget(item.name)
        return got

    def _note(self, trashed: str, path: str) -> None:
        text = path if self.top is None else os.path.relpath(path, self.top)
        now = datetime.now().isoformat(timespec="seconds")  # the specification asks for local time
        note = f"[Trash Info]\nPath={quote_from_bytes(os.fsencode(text))}\nDeletionDate={now}\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(f"{trashed}.trashinfo", flags, 0o600, dir_fd=self.info.fd)
        try:
            os.write(fd, note.encode())
        finally:
            os.close(fd)

    def _forget(self, trashed: str) -> None:
        os.unlink(f"{trashed}.trashinfo", dir_fd=self.info.fd)


def trash_for(judge: Judge, folder: Found, home: Path) -> Trash:
    """Open the trash of the disk that `folder` lies on: the user's own, or the one at the disk's top. Raise NoTrash."""
    data = judge.folder(os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share"))
    if data.handle.identity.device == folder.handle.identity.device:
        return _trash(_made(data.handle, "Trash"), None)
    point = folder.mounts[-1].point
    top = judge.folder(point)
    try:
        return _trash(_made(_shared(top.handle), str(os.geteuid())), point)
    except DiskError:
        return _trash(_made(top.handle, f".Trash-{os.geteuid()}"), point)


def found_again(judge: Judge, place: Binned | None) -> InTrash:
    """Find what an earlier run put into a trash. Raise Missing if it is not there any more."""
    if place is None:
        raise Missing
    files = judge.folder(place.files).handle
    info = judge.folder(os.path.join(os.path.dirname(place.files), "info")).handle
    thing = at(place.name, files)
    if thing is None or thing.inode != place.inode:
        raise Missing
    return InTrash(Trash(files, info, None), place.name, thing, judge.folder(place.folder), place.old_name)


def _trash(folder: Handle, top: str | None) -> Trash:
    return Trash(_made(folder, "files"), _made(folder, "info"), top)


def _shared(top: Handle) -> Handle:
    """Open the administrator's trash at a disk's top, which must be sticky. Raise NoTrash."""
    with telling():
        shared = Handle(os.open(".Trash", FLAGS | os.O_DIRECTORY, dir_fd=top.fd))
    if not shared.stat.st_mode & stat.S_ISVTX:
        raise NoTrash
    return shared


def _made(folder: Handle, name: str) -> Handle:
    """Open a folder of the trash, made if missing; ours to write into, whatever may be seen. Raise NoTrash."""
    try:
        with suppress(FileExistsError):
            os.mkdir(name, 0o700, dir_fd=folder.fd)
        made = Handle(os.open(name, FLAGS | os.O_DIRECTORY, dir_fd=folder.fd))
    except OSError:
        raise NoTrash from None
    if made.stat.st_uid != os.geteuid() or made.identity.device != folder.identity.device:
        raise NoTrash
    return made
