"""What a thing on a disk is, whatever it is called: device and inode of an opened handle, and the handle itself."""

import os
from typing import NamedTuple


class Identity(NamedTuple):
    """Which thing it is; stays the same under every name, link and mount of one file system."""

    device: int
    inode: int


def identity(found: os.stat_result) -> Identity:
    """Take the identity out of what the system told."""
    return Identity(found.st_dev, found.st_ino)


class Handle:
    """An O_PATH handle: holds one thing in place without opening it. Closes with its last reference."""

    __slots__ = ("fd", "identity", "stat")

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.stat = os.fstat(fd)
        self.identity = identity(self.stat)

    def above(self) -> "Handle":
        """Open the folder this folder lies in, as the system knows it now; the root's is the root. Raise OSError."""
        try:
            return Handle(_folder("..", self.fd))
        except PermissionError:
            return self._above_by_text()

    def _above_by_text(self) -> "Handle":
        """Open the folder above one that may not be entered: by its path, proved by what lies there."""
        folder, name = os.path.split(self.text())
        above = Handle(_folder(folder))
        if at(name, above) != self.identity:
            raise PermissionError
        return above

    def now(self) -> os.stat_result:
        """Ask for the thing's size, links and times as they are now."""
        return os.fstat(self.fd)

    def text(self) -> str:
        """Return the path by which the system reaches it now."""
        return os.readlink(f"/proc/self/fd/{self.fd}")

    def __del__(self) -> None:
        os.close(self.fd)


def at(name: str, folder: Handle) -> Identity | None:
    """Return which thing has this name in `folder` now, without following a link; None if there is none."""
    try:
        return identity(os.stat(name, dir_fd=folder.fd, follow_symlinks=False))
    except OSError:
        return None


def _folder(path: str, beside: int | None = None) -> int:
    return os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=beside)
