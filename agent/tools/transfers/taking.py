"""One transfer from this computer: what it holds is found first, then read item by item. Blocks: on a thread.

Links are not followed, and what is hidden is passed over as if it were not there. What changes while it is read is
left out, and said.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.disk.base import DiskError, Entry, FileChanged, Halted, Kind, Mark, Reading, Withheld, WrongKind
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.protocol.transfer_messages import MAX_TRANSFER_ITEMS, TakeFiles, TransferReady
from agent.tools.files.faults import FileRefused, fault_of
from agent.tools.files.names import decoded, encoded, joined, split
from agent.tools.transfers.digest import Digest
from agent.tools.transfers.records import MOST_DATA, Data, End, File, Folder, Last, Record, Skipped, pack
from agent.tools.transfers.steps import Steps
from agent.transport.bulk_wire import MOST_CHUNK

READ = Permission.FILES_READ
DEEPEST = 128
LEAST_ROOM = 16 * 1024
"""Bytes of room in a chunk that another record may need: a path has at most 12 KiB."""
RECALLED = 64
"""Records back to which a sender can go without reading anew: more than can be under way."""


@dataclass(frozen=True)
class _Item:
    path: str
    relative: str
    """As the wire writes it, from the transfer's own name on."""
    size: int | None
    """None: a folder."""
    fault: FileFault | None = None
    """Why it cannot be looked into."""


@dataclass
class _Open:
    """The file that is being read; `recalled`: the digest as it was at some offsets."""

    reading: Reading
    mark: Mark
    digest: Digest = field(default_factory=Digest)
    recalled: deque[Digest] = field(default_factory=lambda: deque(maxlen=RECALLED))

    @property
    def offset(self) -> int:
        """How far it was read."""
        return self.digest.offset

    def add(self, data: bytes) -> None:
        self.recalled.append(self.digest.copy())
        self.digest.add(data)

    def back(self, offset: int) -> bool:
        """Go back to an offset at which a record began, if that is recalled."""
        found = next((one for one in (*self.recalled, self.digest) if one.offset == offset), None)
        if found:
            self.digest = found.copy()
            self.recalled.clear()
        return found is not None


class Taking:
    """One transfer, read on demand."""

    def __init__(self, message: TakeFiles, steps: Steps) -> None:
        self.number = message.transfer
        self.round = 0
        """The connection that it was sent over last."""
        self.going = False
        self._path, self._steps = decoded(message.path), steps
        self._items: list[_Item] = []
        self._at, self._count = 0, 1
        self._told = (-1, -1)
        """The item and the round in which it was named last."""
        self._open: _Open | None = None
        self._said_last = False

    @property
    def ready(self) -> TransferReady:
        """What is said of it once it was found: how many files and folders, and how many bytes by their sizes."""
        size = sum(item.size or 0 for item in self._items)
        return TransferReady(transfer=self.number, items=len(self._items), bytes=size)

    def look(self) -> None:
        """Find what it holds, and record that it is taken. Raise DiskError, FileRefused when there is too much."""
        entry, name = self._steps.disk.stat(self._path), encoded(split(self._path)[1])
        if entry.kind not in (Kind.FILE, Kind.FOLDER):
            raise Withheld if entry.kind is Kind.WITHHELD else WrongKind
        self._items = list(self._found(self._path, name, entry, 0))
        ready = self.ready
        self._steps.begin(READ, "files.taking", self._path, size=str(ready.bytes), count=str(ready.items))

    def go(self, item: int, offset: int) -> None:
        """Go on at byte `offset` of item `item`; at its beginning where the file is another by now."""
        self._said_last = False
        if item == self._at and self._open and self._open.back(offset):
            return
        self._close()
        self._at = min(item, len(self._items))
        if offset and self._at < len(self._items):
            try:
                self._reopen(offset)
            except Halted:
                raise
            except DiskError:
                self._close()  # it begins anew, or is skipped

    def chunk(self) -> bytes:
        """Return the next chunk, whole records; empty at the end. Raise Halted."""
        chunk = bytearray()
        while not self._said_last and (room := MOST_CHUNK - len(chunk)) > LEAST_ROOM:
            chunk += pack(self._next(room))
        return bytes(chunk)

    def drop(self) -> None:
        """Let go of what is open."""
        self._close()

    # --- finding ------------------------------------------------------------------------------------------------------

    def _found(self, path: str, relative: str, entry: Entry, depth: int) -> Iterator[_Item]:
        if entry.kind is not Kind.FOLDER:
            yield _Item(path, relative, entry.size)
            return
        try:
            inner = [one for one in self._steps.disk.list(path) if one.kind in (Kind.FILE, Kind.FOLDER)]
        except DiskError as error:
            yield _Item(path, relative, None, fault_of(error))
            return
        self._bound(len(inner), depth)
        yield _Item(path, relative, None)
        for one in sorted(inner, key=lambda one: one.name):
            self._steps.halt.check()
            yield from self._found(joined(path, one.name), f"{relative}/{encoded(one.name)}", one, depth + 1)

    def _bound(self, more: int, depth: int) -> None:
        self._count += more
        if self._count > MAX_TRANSFER_ITEMS or depth > DEEPEST:
            raise FileRefused(FileFault.TOO_LARGE)

    # --- reading ------------------------------------------------------------------------------------------------------

    def _next(self, room: int) -> Record:
        """Return what comes next, of `room` bytes at most. Raise Halted."""
        self._steps.halt.check()
        if self._at >= len(self._items):
            self._said_last = True
            return Last(self.number)
        item = self._items[self._at]
        try:
            if item.fault:
                return self._skip(item.fault)
            return self._folder(item) if item.size is None else self._of_file(item, room)
        except Halted:
            raise
        except DiskError as error:
            self._steps.failed(fault_of(error))
            return self._skip(fault_of(error))

    def _skip(self, fault: FileFault) -> Skipped:
        self._close()
        self._at += 1
        return Skipped(self.number, self._at - 1, fault)

    def _folder(self, item: _Item) -> Folder:
        folder = Folder(self.number, self._at, item.relative)
        self._at += 1
        return folder

    def _of_file(self, item: _Item, room: int) -> Record:
        if self._open is None or self._told != (self._at, self.round):
            return self._begin(item)
        data = self._read(self._open, room)
        return Data(self.number, data) if data else self._end(item, self._open)

    def _begin(self, item: _Item) -> File:
        if self._open is None:
            reading = self._steps.disk.open(item.path)
            self._open = _Open(reading, reading.mark())
            if len(self._items) > 1:  # one alone was recorded with the transfer
                self._steps.begin(READ, "files.taking", item.path, size=str(self._open.mark.size), count="1")
        self._told = (self._at, self.round)
        return File(self.number, self._at, self._open.offset, self._open.mark.size, item.relative)

    def _read(self, opened: _Open, room: int) -> bytes:
        left = opened.mark.size - opened.offset
        data = opened.reading.read(min(left, room - (MOST_CHUNK - MOST_DATA)), opened.offset) if left else b""
        if left and not data:
            raise FileChanged
        if data:
            opened.add(data)
        return data

    def _end(self, item: _Item, opened: _Open) -> End:
        if opened.reading.mark() != opened.mark:
            raise FileChanged
        digest = opened.digest
        self._steps.begin(READ, "files.taken", item.path, size=str(digest.offset), sha256=digest.sha256)
        self._close()
        self._at += 1
        return End(self.number, digest.value())

    def _reopen(self, offset: int) -> None:
        """Open the file that was cut, and read again what the other side has of it."""
        reading = self._steps.disk.open(self._items[self._at].path)
        self._open = opened = _Open(reading, reading.mark())
        while opened.offset < offset:
            self._steps.halt.check()
            data = reading.read(min(1 << 20, offset - opened.offset), opened.offset)
            if not data:
                raise FileChanged
            opened.add(data)

    def _close(self) -> None:
        if self._open:
            self._open.reading.close()
        self._open = None
