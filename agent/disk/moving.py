"""Renaming, moving and copying, by handles. What is hidden in a folder moves along unseen, but is never copied."""

import errno
import os
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial

from agent.disk.attributes import keep_attributes, keep_link, keep_rights, keep_times, may_be_written
from agent.disk.base import Denied, DiskError, FileChanged, Going, NameNotAllowed
from agent.disk.files import NewFile, OpenFile
from agent.disk.identity import at
from agent.disk.judging import Found, Judge
from agent.disk.listing import entries
from agent.disk.naming import partial_name, rename, take_name
from agent.disk.opening import ancestry
from agent.disk.removing import refuse_above_hidden, remove
from agent.disk.told import telling

CHUNK = 1 << 20
"""Bytes copied between two looks at where the file lies."""


class _OtherDisk(DiskError):
    """A rename does not reach there."""


def unwatched(count: int) -> None:
    """Let a copy go on."""


def move(
    judge: Judge, source: Found, name: str, target: Found, new: str, going: Going = unwatched, was_seen: bool = False
) -> str:
    """Move an entry by renaming it, or across disks by a copy, and return the name it got. Raise DiskError."""
    found = judge.child(source, name)
    judge.check(target)
    try:
        return take_name(judge, target, new, lambda candidate: _rename(found, target, candidate), was_seen)
    except _OtherDisk:
        refuse_above_hidden(judge, found)
    if not may_be_written(source.handle):
        raise Denied  # it could not be taken away from there, and would be in both places
    got = copy(judge, found, target, new, going)
    _take_away(judge, found, target, got, partial(remove, judge, source, name))
    return got


def _take_away(judge: Judge, found: Found, target: Found, got: str, taken: Callable[[], None]) -> None:
    """Remove what was copied; if a single thing cannot be, its copy goes instead. Of folders, part may be gone."""
    try:
        taken()
    except DiskError:
        if not found.is_folder:
            with suppress(DiskError):
                remove(judge, target, got)
        raise


def _rename(found: Found, target: Found, new: str) -> None:
    """Rename what was judged; if another thing had its name by then, put that back."""
    try:
        rename(found.folder, found.name, target.handle, new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise _OtherDisk from None
    if at(new, target.handle) != found.handle.identity:
        with suppress(OSError):
            rename(target.handle, new, found.folder, found.name)
        raise FileChanged


def copy(judge: Judge, found: Found, target: Found, new: str, going: Going = unwatched) -> str:
    """Copy what can be seen of an entry and return the name it got. Raise DiskError; then nothing is left of it."""
    if found.is_folder:
        return _copy_folder(judge, found, target, new, going)
    if found.is_link:
        return _copy_link(judge, found, target, new)
    return _copy_file(judge, found, target, new, going)


def _copy_file(judge: Judge, found: Found, target: Found, new: str, going: Going) -> str:
    with closing(OpenFile(judge, found)) as old:
        copied = NewFile(judge, target, new, 0o600)
        try:
            offset, mark = 0, old.mark()
            while data := old.read(CHUNK, offset):
                copied.write(data)
                offset += len(data)
                going(len(data))
                if offset > mark.size:  # it grows: a log might do so for as long as it is read
                    raise FileChanged
            if old.mark() != mark:
                raise FileChanged
            keep_attributes(copied.fd, found.handle)
            keep_rights(copied.fd, found.handle.stat)
            keep_times(copied.fd, found.handle.stat)
            going(0)
            return copied.commit()
        finally:
            copied.discard()


def _copy_link(judge: Judge, found: Found, target: Found, new: str) -> str:
    """Copy a link as it is, wherever it leads: nobody is told where."""
    with telling():
        text = os.readlink("", dir_fd=found.handle.fd)
    got = take_name(judge, target, new, lambda name: os.symlink(text, name, dir_fd=target.handle.fd))
    keep_link(target.handle, got, found.handle.stat)
    return got


def _copy_folder(judge: Judge, found: Found, target: Found, new: str, going: Going) -> str:
    with telling():
        if any(one.identity == found.handle.identity for one in ancestry(target.handle)):
            raise NameNotAllowed
        unfinished = partial_name()
        os.mkdir(unfinished, 0o700, dir_fd=target.handle.fd)
    try:
        _fill(judge, found, judge.child(target, unfinished), going)
        judge.check(target)
        going(0)
        return take_name(judge, target, new, lambda name: rename(target.handle, unfinished, target.handle, name))
    except DiskError:
        with suppress(DiskError):
            remove(judge, target, unfinished)
        raise


def _fill(judge: Judge, found: Found, copied: Found, going: Going) -> None:
    for entry in entries(judge, found):
        going(0)
        inner = judge.child(found, entry.name)
        if not inner.is_folder:
            copy(judge, inner, copied, entry.name, going)
            continue
        with telling():
            os.mkdir(entry.name, 0o700, dir_fd=copied.handle.fd)
        _fill(judge, inner, judge.child(copied, entry.name), going)
    with telling():
        fd = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=copied.handle.fd)
    try:
        keep_attributes(fd, found.handle)
        keep_rights(fd, found.handle.stat)
        keep_times(fd, found.handle.stat)
    finally:
        os.close(fd)
