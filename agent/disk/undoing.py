"""Taking changes back: a file's old content under its name again, and a new folder gone while nothing is in it."""

import errno
import os

from agent.disk.base import FileChanged, Mark, NotEmpty
from agent.disk.identity import at
from agent.disk.judging import Found, Judge
from agent.disk.naming import exchange, rename
from agent.disk.told import told


def mark_of(found: os.stat_result) -> Mark:
    """Return what tells whether a thing was changed."""
    return Mark((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)


def put_back(judge: Judge, folder: Found, name: str, backup: str, mark: Mark) -> None:
    """Give a kept file its name again and remove what had it. Raise FileChanged if that is not what `mark` says."""
    new, old = judge.child(folder, name), judge.child(folder, backup)
    if mark_of(new.handle.now()) != mark:
        raise FileChanged
    try:
        _exchanged(folder, name, backup)
        if at(name, folder.handle) != old.handle.identity or mark_of(new.handle.now()) != mark:
            _exchanged(folder, name, backup)
            raise FileChanged
        os.unlink(backup, dir_fd=folder.handle.fd)
    except OSError as error:
        raise told(error) from None


def _exchanged(folder: Found, name: str, backup: str) -> None:
    """Exchange two names; where the disk cannot (vfat on older kernels), by a third one."""
    try:
        exchange(folder.handle, name, backup)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        between = f"{backup}.old"
        rename(folder.handle, name, folder.handle, between)
        rename(folder.handle, backup, folder.handle, name)
        rename(folder.handle, between, folder.handle, backup)


def remove_folder(judge: Judge, folder: Found, name: str) -> None:
    """Remove an empty folder. Raise NotEmpty if it is not."""
    judge.child(folder, name)
    try:
        os.rmdir(name, dir_fd=folder.handle.fd)
    except OSError as error:
        raise (NotEmpty() if error.errno == errno.ENOTEMPTY else told(error)) from None
