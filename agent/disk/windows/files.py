"""A file open for reading on Windows: by the handle that was judged, and asked again before each answer."""

from agent.disk.base import Entry, FileChanged, Mark, Withheld, WrongKind
from agent.disk.told import telling
from agent.disk.windows import win32_files as win32
from agent.disk.windows.handles import Handle, read_handle
from agent.disk.windows.judging import Found, Judge
from agent.disk.windows.listing import described


class OpenFile:
    """A file open for reading (agent.disk.base.Reading)."""

    def __init__(self, judge: Judge, found: Found, name: str) -> None:
        """Open it. Raise WrongKind, Withheld, DiskError."""
        self._judge, self._found, self._name = judge, found, name
        if not found.is_file:
            raise WrongKind
        self._check()
        with telling():
            self._reading: Handle | None = read_handle(found.handle)

    def entry(self) -> Entry:
        """Tell size and time now."""
        with telling():
            facts = self._found.handle.facts()
        self._check()
        return described(self._name, self._found, facts, self._judge.hidden)

    def mark(self) -> Mark:
        """Return what tells whether the file was changed."""
        with telling():
            mark = mark_of(self._found)
        self._check()
        return mark

    def read(self, size: int, offset: int) -> bytes:
        """Return at most `size` bytes from `offset`; empty at the end."""
        reading = self._reading
        if reading is None:
            raise FileChanged
        with telling():
            data = win32.read(reading.handle, size, offset)
        self._check()
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._reading = None

    def _check(self) -> None:
        self._judge.check(self._found)
        with telling():
            if self._judge.hidden.withholds(self._found.handle.identity, self._found.handle.facts().links):
                raise Withheld


def mark_of(found: Found) -> Mark:
    """Return what tells whether a thing was changed. Raise OSError."""
    facts = found.handle.facts()
    volume, number = found.handle.identity
    return Mark((volume, number), facts.size, facts.modified_ns)
