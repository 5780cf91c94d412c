"""The way to a thing on the disk: every step opened by handle and judged, and the place it lies in judged again later.

Down: name by name from the root, links followed here and not by the system, so that a hidden folder ends the way just
as a missing one does. Up: from the opened handle to the root, by identity, which no rename and no link can turn.
"""

import os
import stat
from collections import deque
from dataclasses import dataclass

from agent.disk.base import DiskGone, FileChanged, Missing, NameNotAllowed, NameTooLong
from agent.disk.hidden import Hidden
from agent.disk.identity import Handle, at
from agent.disk.opening import FLAGS, Step, ancestry, mount_id
from agent.disk.told import telling
from agent.disk.volumes import Mount, Volumes, mount_table

MAX_LINKS = 40
"""Links followed on one way, as in Linux (path_resolution(7))."""
MAX_PATH = 4095
"""Bytes of a path (PATH_MAX without the NUL)."""


@dataclass(frozen=True)
class Found:
    """A thing that was reached and judged: its handle, where it was found, and the mounts on the way."""

    handle: Handle
    folder: Handle
    name: str
    mounts: tuple[Mount, ...]

    @property
    def is_folder(self) -> bool:
        """Say whether it is a folder."""
        return stat.S_ISDIR(self.handle.stat.st_mode)

    @property
    def is_file(self) -> bool:
        """Say whether it is an ordinary file."""
        return stat.S_ISREG(self.handle.stat.st_mode)

    @property
    def is_link(self) -> bool:
        """Say whether it is a symbolic link."""
        return stat.S_ISLNK(self.handle.stat.st_mode)


class Judge:
    """Says of each thing whether it may be seen. `hidden`, `volumes` may be replaced at any moment, by any thread."""

    def __init__(self, volumes: Volumes, step: Step) -> None:
        self.hidden = Hidden()
        self._closed = False
        self.volumes = volumes
        self._step = step
        root = Handle(os.open("/", FLAGS | os.O_DIRECTORY))
        mount = mount_table()[mount_id(root)]
        self._root = Found(root, root, "/", (mount,))

    def reach(self, path: str, follow: bool = True) -> Found:
        """Go to what a path names; a link at its end is followed or not. Raise DiskError."""
        found = self._walk(self._root, _names(checked_path(path)), follow)
        self._work_on(found)
        self.check(found)
        return found

    def folder(self, path: str) -> Found:
        """Go to a folder. Raise Missing if it is something else, as the system would."""
        found = self.reach(path)
        if not found.is_folder:
            raise Missing
        return found

    def place(self, path: str) -> tuple[Found, str]:
        """Go to the folder that a path's last name lies in, and return the name. Raise DiskError."""
        above, _, name = checked_path(path).rstrip("/").rpartition("/")
        return self.folder(above or "/"), checked_name(name)

    def entry(self, path: str) -> Found:
        """Go to what has a path's last name, a link itself. Raise DiskError."""
        folder, name = self.place(path)
        return self.child(folder, name)

    def child(self, folder: Found, name: str) -> Found:
        """Take one step from a folder and judge what is there. Raise DiskError."""
        found = self._take(folder, name)
        self.check(found)
        return found

    def check(self, found: Found) -> None:
        """Judge a thing once more, where it is now, with what is hidden now. Raise DiskError if it may not be seen."""
        hidden = self.hidden
        if self._closed:
            raise DiskGone
        if not hidden:
            return
        with telling():
            if not found.is_folder:
                if at(found.name, found.folder) != found.handle.identity:
                    raise FileChanged
                if hidden.holds(found.folder, found.handle.identity, found.name):
                    raise Missing
            self._check_ancestry(hidden, found.handle if found.is_folder else found.folder)
            if any(hidden.shown_by(mount) for mount in found.mounts):
                raise Missing

    def close(self) -> None:
        """Judge everything as gone from now on."""
        self._closed = True
        self.hidden = Hidden()

    def _check_ancestry(self, hidden: Hidden, folder: Handle) -> None:
        below = None
        for one in ancestry(folder):
            if one.identity in hidden.things or (below is not None and hidden.holds(one, below.identity)):
                raise Missing
            below = one

    def target(self, folder: Found, link: Found) -> str:
        """Return the text of a link in `folder`, if it leads to something that may be seen. Raise Missing otherwise."""
        text = self._text(link)
        found = self._walk(self._root if text.startswith("/") else folder, _names(text), follow=True)
        self._work_on(found)
        self.check(found)
        self.check(link)
        return text

    def _walk(self, start: Found, names: list[str], follow: bool) -> Found:
        found, todo, links = start, deque(names), 0
        while todo:
            above, name = found, todo.popleft()
            found = self._take(above, name)
            if found.is_link and (todo or follow):
                links += 1
                target = self._text(found)
                if links > MAX_LINKS or not target:
                    raise Missing
                found = self._root if target.startswith("/") else above
                todo.extendleft(reversed(_names(target)))
        return found

    def _text(self, link: Found) -> str:
        self._work_on(link)
        with telling():
            return os.readlink("", dir_fd=link.handle.fd)

    def _take(self, above: Found, name: str) -> Found:
        with telling():
            handle, crossed = self._step(above.handle, name)
            mounts = (*above.mounts, self._mount_of(handle)) if crossed else above.mounts
        found = Found(handle, above.handle, name, mounts)
        hidden = self.hidden
        if not crossed and hidden and handle.identity.device != above.handle.identity.device:
            raise Missing  # a nested subvolume or snapshot (btrfs): the same things under other identities
        if hidden and hidden.holds(above.handle, handle.identity, name):
            raise Missing
        if crossed and hidden.shown_by(mounts[-1]):
            raise Missing
        return found

    def _mount_of(self, handle: Handle) -> Mount:
        """Return the mount that was stepped on, if it is one that may be worked on."""
        mount = mount_table().get(mount_id(handle))
        if mount is None or not self.volumes.has(mount):
            raise Missing
        return mount

    def _work_on(self, found: Found) -> None:
        """Refuse what lies on a root that is no local volume: only the way to others leads over it."""
        if not self.volumes.has(found.mounts[-1]):
            raise Missing


def checked_name(name: str) -> str:
    """Return a name that can be one entry's. Raise NameNotAllowed."""
    if name in ("", ".", "..") or "/" in name:
        raise NameNotAllowed
    checked_path(f"/{name}")
    return name


def checked_path(path: str) -> str:
    """Return a path that can be asked for. Raise Missing if it is relative, NameNotAllowed if it can be none."""
    if not path.startswith("/"):
        raise Missing
    try:
        length = len(os.fsencode(path))
    except UnicodeEncodeError:
        raise NameNotAllowed from None
    if length > MAX_PATH:
        raise NameTooLong
    if "\0" in path:
        raise NameNotAllowed
    return path


def _names(path: str) -> list[str]:
    return [name for name in path.split("/") if name not in ("", ".")]
