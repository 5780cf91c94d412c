"""How the system's errors are told: by kind, in a fixed text, without the name that the system's error holds."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from agent.disk import base

KINDS: dict[int, type[base.DiskError]] = {
    errno.ENOENT: base.Missing,
    errno.ENOTDIR: base.Missing,
    errno.ELOOP: base.Missing,
    errno.EACCES: base.Denied,
    errno.EPERM: base.Denied,
    errno.EROFS: base.Denied,
    errno.ENOTEMPTY: base.Denied,
    errno.EEXIST: base.NameTaken,
    errno.EISDIR: base.WrongKind,
    errno.EINVAL: base.NameNotAllowed,
    errno.ENAMETOOLONG: base.NameTooLong,
    errno.EILSEQ: base.NameNotAllowed,
    errno.ENOSPC: base.DiskFull,
    errno.EDQUOT: base.DiskFull,
    errno.EFBIG: base.DiskFull,
    errno.EBUSY: base.FileBusy,
    errno.ETXTBSY: base.FileBusy,
    errno.EIO: base.DiskGone,
    errno.ENXIO: base.DiskGone,
    errno.ENODEV: base.DiskGone,
    errno.ESTALE: base.DiskGone,
}
"""Anything else is a plain DiskError."""


def told(error: OSError) -> base.DiskError:
    """Return the error to raise instead of the system's."""
    return KINDS.get(error.errno or 0, base.DiskError)()


@contextmanager
def telling() -> Iterator[None]:
    """Tell the system's errors of this block by kind."""
    try:
        yield
    except OSError as error:
        raise told(error) from None
