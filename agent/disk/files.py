"""Files that are open: read through the judged handle and asked again before each answer; written beside their name."""

import errno
import os
from contextlib import suppress

from agent.disk.attributes import is_locked, keep_attributes, keep_rights, may_be_written
from agent.disk.base import Denied, DiskError, Entry, FileBusy, FileChanged, Mark, Withheld, WrongKind
from agent.disk.identity import Handle, at
from agent.disk.judging import Found, Judge
from agent.disk.listing import described
from agent.disk.naming import exchange, partial_name, rename, take_name, with_ending
from agent.disk.told import telling
from agent.disk.undoing import mark_of


def checked_file(judge: Judge, found: Found) -> Found:
    """Return a file that may be read. Raise WrongKind, Withheld."""
    if not found.is_file:
        raise WrongKind
    if judge.hidden.withholds(found.handle.now()):
        raise Withheld
    return found


class OpenFile:
    """A file open for reading (agent.disk.base.Reading)."""

    def __init__(self, judge: Judge, found: Found) -> None:
        self._judge = judge
        self._found = checked_file(judge, found)
        with telling():
            # by the handle that was judged: no name is looked up again, and it is known to be no pipe and no device
            self._fd = os.open(f"/proc/self/fd/{found.handle.fd}", os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY)

    def entry(self) -> Entry:
        """Tell size and time now."""
        entry = described(self._found.name, self._found.handle.now(), self._judge.hidden)
        self.check()
        return entry

    def mark(self) -> Mark:
        """Return what tells whether the file was changed."""
        mark = mark_of(self._found.handle.now())
        self.check()
        return mark

    def read(self, size: int, offset: int) -> bytes:
        """Return at most `size` bytes from `offset`; empty at the end."""
        with telling():
            data = os.pread(self._fd, size, offset)
        self.check()
        return data

    def check(self) -> None:
        """Raise DiskError if what was read so far must not be told any more."""
        self._judge.check(checked_file(self._judge, self._found))

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1


class NewFile:
    """A file being written (agent.disk.base.Writing)."""

    backup = ""

    def __init__(self, judge: Judge, folder: Found, name: str, mode: int = 0o666) -> None:
        self._judge, self._folder, self._name = judge, folder, name
        self._partial = partial_name()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with telling():
            self._fd = os.open(self._partial, flags, mode, dir_fd=folder.handle.fd)

    def write(self, data: bytes) -> None:
        """Append all of `data`."""
        with telling():
            while data:
                data = data[os.write(self._fd, data) :]

    def commit(self) -> str:
        """Put the file under its name and return the name it got. Raise DiskError; then nothing is left of it."""
        try:
            with telling():
                os.fsync(self._fd)
            self._judge.check(self._folder)
            return self._publish()
        except DiskError:
            self.discard()
            raise
        finally:
            self._close()

    def discard(self) -> None:
        """Remove what was written. Never raises."""
        self._close()
        _remove(self._folder.handle, self._partial)

    def _publish(self) -> str:
        folder = self._folder.handle
        return take_name(
            self._judge, self._folder, self._name, lambda name: rename(folder, self._partial, folder, name)
        )

    @property
    def fd(self) -> int:
        """The open file, while it is written."""
        return self._fd

    def _close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1


class Replacement(NewFile):
    """A file's new content; the old file is kept beside it, the very same one, under a backup's name."""

    def __init__(self, judge: Judge, folder: Found, old: Found) -> None:
        self._old = checked_file(judge, old)
        if not may_be_written(old.handle):
            raise Denied
        if is_locked(old.handle):
            raise FileBusy
        super().__init__(judge, folder, old.name, 0o600)
        self._mark = mark_of(old.handle.now())
        keep_attributes(self._fd, old.handle)
        keep_rights(self._fd, old.handle.now())

    def _publish(self) -> str:
        folder = self._folder.handle
        self._judge.check(checked_file(self._judge, self._old))
        if mark_of(self._old.handle.now()) != self._mark:
            raise FileChanged
        with telling():
            if not self._exchanged():
                self._keep(self._name)
                rename(folder, self._partial, folder, self._name)
                return self._name
            try:
                self._keep(self._partial)
            except (OSError, DiskError):
                exchange(folder, self._partial, self._name)
                raise
        return self._name

    def _exchanged(self) -> bool:
        """Exchange new and old at once; False where the disk cannot (vfat on older kernels)."""
        try:
            exchange(self._folder.handle, self._partial, self._name)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return False
        return True

    def _keep(self, name: str) -> None:
        """Give the old file the backup's name. Raise FileChanged if it is another by now."""
        folder = self._folder.handle
        if at(name, folder) != self._old.handle.identity:
            raise FileChanged
        backup = with_ending(f"{self._name}.backup")
        rename(folder, name, folder, backup)
        self.backup = backup


def _remove(folder: Handle, name: str) -> None:
    with suppress(OSError):
        os.unlink(name, dir_fd=folder.fd)
