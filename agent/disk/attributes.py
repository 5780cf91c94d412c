"""What a file has beside its content: rights, owner, times, extended attributes; and whether a program holds a lock."""

import errno
import fcntl
import os
import stat
import struct
from contextlib import suppress

from agent.disk.identity import Handle
from agent.disk.told import telling

_LOCK = struct.Struct("hhqqi4x")
"""`struct flock` of fcntl(2) on 64 bits: type, whence, start, length, pid."""


def keep_rights(fd: int, old: os.stat_result) -> None:
    """Give an open file another's rights, and its owner where the system lets us. Raise DiskError."""
    with telling():
        with suppress(PermissionError):
            os.fchown(fd, old.st_uid, old.st_gid)
        os.fchmod(fd, stat.S_IMODE(old.st_mode))


def keep_times(fd: int, old: os.stat_result) -> None:
    """Give an open file or folder another's times. Raise DiskError."""
    with telling():
        os.utime(fd, ns=(old.st_atime_ns, old.st_mtime_ns))


def keep_link(folder: Handle, name: str, old: os.stat_result) -> None:
    """Give a link another's times, and its owner where the system lets us; a link has no rights. Raise DiskError."""
    with telling():
        with suppress(PermissionError):
            os.chown(name, old.st_uid, old.st_gid, dir_fd=folder.fd, follow_symlinks=False)
        os.utime(name, ns=(old.st_atime_ns, old.st_mtime_ns), dir_fd=folder.fd, follow_symlinks=False)


def keep_attributes(fd: int, old: Handle) -> None:
    """Give an open file or folder another's extended attributes, as far as this disk and our rights have room."""
    source = f"/proc/self/fd/{old.fd}"
    with suppress(OSError):
        for name in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(fd, name, os.getxattr(source, name))


def may_be_written(file: Handle) -> bool:
    """Say whether we may write into a file or folder; replacing a file needs only rights to its folder."""
    return os.access(f"/proc/self/fd/{file.fd}", os.W_OK)


def is_locked(file: Handle) -> bool:
    """Say whether a program holds a lock on a file (flock(2), fcntl(2)): it is at work on it."""
    try:
        fd = os.open(f"/proc/self/fd/{file.fd}", os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return False  # what may not be read cannot be asked about
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        asked = _LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        told = _LOCK.unpack(fcntl.fcntl(fd, fcntl.F_OFD_GETLK, asked))
    except OSError as error:
        return error.errno == errno.EWOULDBLOCK
    finally:
        os.close(fd)
    kind: int = told[0]
    return kind != fcntl.F_UNLCK
