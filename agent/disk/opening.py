"""One step on a disk: open one name in an opened folder, follow nothing, and tell whether a mount was crossed.

openat2(2) where the kernel has it (5.6); otherwise openat(2) with O_NOFOLLOW, and the mount told by /proc/self/fdinfo.
"""

import ctypes
import errno
import os
from collections.abc import Callable, Iterator

from agent.disk.identity import Handle

Step = Callable[[Handle, str], tuple[Handle, bool]]
"""(folder, name) -> the thing itself (a link, not its target), and whether it lies on another mount. Raises OSError."""

FLAGS = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC

_OPENAT2 = 437  # the same number on every architecture
_NO_XDEV, _NO_MAGICLINKS, _NO_SYMLINKS = 0x01, 0x02, 0x04
_FOLLOW_NOTHING = _NO_MAGICLINKS | _NO_SYMLINKS
_libc = ctypes.CDLL(None, use_errno=True)


class _HowToOpen(ctypes.Structure):
    """`struct open_how` of openat2(2)."""

    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


_WITHIN_MOUNT = _HowToOpen(FLAGS, 0, _FOLLOW_NOTHING | _NO_XDEV)
_ANY_MOUNT = _HowToOpen(FLAGS, 0, _FOLLOW_NOTHING)


def _openat2(folder: int, name: str, how: _HowToOpen) -> int:
    fd: int = _libc.syscall(_OPENAT2, folder, os.fsencode(name), ctypes.byref(how), ctypes.sizeof(how))
    if fd < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return fd


def step_by_openat2(folder: Handle, name: str) -> tuple[Handle, bool]:
    """Take one step with openat2."""
    try:
        return Handle(_openat2(folder.fd, name, _WITHIN_MOUNT)), False
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    return Handle(_openat2(folder.fd, name, _ANY_MOUNT)), True


def step_by_nofollow(folder: Handle, name: str) -> tuple[Handle, bool]:
    """Take one step with openat, on any kernel."""
    found = Handle(os.open(name, FLAGS, dir_fd=folder.fd))
    return found, mount_id(found) != mount_id(folder)


def best_step() -> Step:
    """Choose the way this kernel has; a sandbox that forbids openat2 gets the other."""
    try:
        step_by_openat2(Handle(os.open("/", FLAGS)), ".")
    except OSError:
        return step_by_nofollow
    return step_by_openat2


def mount_id(handle: Handle) -> int:
    """Return the id of the mount through which a handle was opened (proc_pid_fdinfo(5)). Raise OSError."""
    fd = os.open(f"/proc/self/fdinfo/{handle.fd}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        told = os.read(fd, 4096)
    finally:
        os.close(fd)
    return int(told.split(b"mnt_id:", 1)[1].split(b"\n", 1)[0])


def ancestry(folder: Handle) -> Iterator[Handle]:
    """Yield a folder and each folder it lies in, up to the root, as the system knows them now. Raise OSError."""
    while True:
        yield folder
        above = folder.above()
        if above.identity == folder.identity and mount_id(above) == mount_id(folder):
            return
        folder = above
