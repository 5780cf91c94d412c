"""What a folder shows: its entries without the hidden ones, by identity; no count, size or order tells of them."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from agent.disk.base import DiskError, Entry, Kind
from agent.disk.hidden import Hidden
from agent.disk.identity import Identity, identity
from agent.disk.judging import Found, Judge
from agent.disk.told import telling

PAGE = 256
"""Entries read between two looks at where the folder lies."""

_KINDS = {stat.S_IFREG: Kind.FILE, stat.S_IFDIR: Kind.FOLDER, stat.S_IFLNK: Kind.LINK}


def described(name: str, found: os.stat_result, hidden: Hidden) -> Entry:
    """Describe a thing that may be seen."""
    kind = _KINDS.get(stat.S_IFMT(found.st_mode), Kind.OTHER)
    if kind is Kind.FILE and hidden.withholds(found):
        return Entry(name, Kind.WITHHELD, None, None)
    return Entry(name, kind, found.st_size if kind is Kind.FILE else None, found.st_mtime)


def entries(judge: Judge, folder: Found) -> Iterator[Entry]:
    """Yield what a folder shows, judging it again with every page and with every change of what is hidden."""
    with telling(), _opened(folder) as fd, os.scandir(fd) as scanned:
        while page := list(islice(scanned, PAGE)):
            hidden = None
            for entry in page:
                if judge.hidden is not hidden:
                    hidden = judge.hidden
                    judge.check(folder)
                    closed = hidden.closed_in(folder.handle)
                found = _shown(judge, folder, entry, closed)
                if found is not None:
                    yield described(entry.name, found, hidden)


def _shown(
    judge: Judge, folder: Found, entry: os.DirEntry[str], closed: tuple[frozenset[str], frozenset[Identity]]
) -> os.stat_result | None:
    """Return what is told of an entry; None if it is hidden, gone, or mounted from elsewhere and not to be seen."""
    try:
        found = entry.stat(follow_symlinks=False)
        thing = identity(found)
        if entry.name in closed[0] or thing in closed[1] or thing in judge.hidden.things:
            return None
        if entry.inode() != thing.inode or thing.device != folder.handle.identity.device:
            return judge.child(folder, entry.name).handle.stat
    except (OSError, DiskError):
        return None
    return found


@contextmanager
def _opened(folder: Found) -> Iterator[int]:
    fd = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder.handle.fd)
    try:
        yield fd
    finally:
        os.close(fd)
