"""One transfer to this computer: its items as they come, each checked before it gets its name. Blocks: on a thread.

A file is written under a partial name in its folder (agent/disk/files.py); what is not whole leaves nothing behind.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import assert_never

from agent.disk.base import FREE_STEP, DiskError, DiskFull, Halted, Missing, NameTaken, Writing
from agent.protocol.errors import HandrailError, WireError
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.protocol.transfer_messages import BringFiles, TransferReady, WhenTaken
from agent.tools.files.backward import copied, digest_of, look_at
from agent.tools.files.faults import fault_of
from agent.tools.files.names import decoded, encoded, joined, split
from agent.tools.files.ways import Saved
from agent.tools.transfers.digest import Digest
from agent.tools.transfers.records import Data, End, File, Folder, Last, Record, Settled, Skipped
from agent.tools.transfers.steps import Steps

MOST_NAMES = 100
"""Names tried for something that is to lie beside another of its name."""
WRITE = Permission.FILES_WRITE


class Damaged(HandrailError):
    """What came is not what was sent: its SHA-256 or its size differs."""


@dataclass
class _Partial:
    """A file that is not whole yet."""

    file: File
    path: str
    writing: Writing
    replaces: bool
    digest: Digest = field(default_factory=Digest)

    @property
    def offset(self) -> int:
        """How far it came."""
        return self.digest.offset


class Bringing:
    """One transfer; its items must come in order."""

    def __init__(self, message: BringFiles, steps: Steps) -> None:
        self.number = message.transfer
        self.results: list[Settled] = []
        """What came of each item, in order."""
        self.going = False
        """Whether what comes is taken: not before the console was told where this stands."""
        self._message, self._steps = message, steps
        self._root = decoded(message.folder)
        self._places: dict[str, str] = {"": self._root}
        """The path of each folder that came, by what the sender calls it."""
        self._partial: _Partial | None = None

    def check(self) -> None:
        """Look whether there can be room. Raise DiskError; DiskFull only when there certainly is none."""
        if self._message.bytes >= self._steps.disk.space(self._root).free + FREE_STEP:
            raise DiskFull

    def begin(self) -> None:
        """Record what is brought, before any of it comes."""
        message = self._message
        path = joined(self._root, decoded(message.name))
        self._steps.begin(WRITE, "files.bringing", path, size=str(message.bytes), count=str(message.items))

    @property
    def ready(self) -> TransferReady:
        """What is said of it once it may come."""
        return TransferReady(transfer=self.number, items=self._message.items, bytes=self._message.bytes)

    @property
    def stands(self) -> tuple[int, int]:
        """The item and the byte to go on with."""
        return len(self.results), self._partial.offset if self._partial else 0

    def take(self, record: Record) -> list[Settled]:
        """Take the next record; return what came of an item. Raise WireError when it cannot follow, Halted."""
        self._steps.halt.check()
        before = len(self.results)
        match record:
            case Folder():
                self._next(record.item)
                self._try(partial(self._folder, record))
            case File():
                self._file(record)
            case Data():
                self._try(partial(self._data, record.data))
            case End():
                self._try(partial(self._end, record.digest))
            case Skipped():
                self._skip(record)
            case Last():
                self.drop()
            case Settled():
                raise WireError("the sender of a transfer settles nothing")
            case _:
                assert_never(record)
        return self.results[before:]

    def drop(self) -> None:
        """Leave nothing of what is not whole."""
        if self._partial:
            self._partial.writing.discard()
        self._partial = None

    # --- items --------------------------------------------------------------------------------------------------------

    def _next(self, item: int) -> None:
        if item != len(self.results) or item >= self._message.items:
            raise WireError("an item of a transfer is not the next one")

    def _skip(self, record: Skipped) -> None:
        if record.item >= len(self.results):  # else it was settled before the sender heard of it
            self._next(record.item)
            self._settle(record.fault)

    def _try(self, work: Callable[[], None]) -> None:
        """Do it; what fails settles the item. Raise Halted, and what is no fault of the disk's."""
        try:
            work()
        except Halted:
            raise
        except DiskError as error:
            self._fail(fault_of(error))
        except Damaged:
            self._fail(FileFault.DAMAGED)

    def _fail(self, fault: FileFault) -> None:
        self._steps.failed(fault)
        self._settle(fault)

    def _settle(self, fault: FileFault | None, name: str = "") -> None:
        self.drop()
        self.results.append(Settled(self.number, len(self.results), fault, encoded(name)))

    def _folder(self, record: Folder) -> None:
        path = self._path(record.path)
        if self._is_there(path) and self._message.when_taken is WhenTaken.REPLACE:
            self._steps.disk.space(path)  # says whether it is a folder
            self._places[record.path] = path
            return self._settle(None, split(path)[1])
        path = self._free(path)
        self._steps.begin(WRITE, "files.made", path)
        got = self._steps.disk.make_folder(path)
        self._places[record.path] = made = joined(split(path)[0], got)
        if "/" not in record.path:
            self._undoable(made, is_folder=True)
        self._settle(None, got)

    def _file(self, record: File) -> None:
        self._next(record.item)
        if self._partial and self._partial.file.size == record.size and self._partial.offset == record.offset:
            return  # it goes on where it was cut
        self.drop()
        if record.offset:
            raise WireError("a file of a transfer does not go on where it stands")
        self._try(partial(self._begin_file, record))

    def _begin_file(self, record: File) -> None:
        disk, path = self._steps.disk, self._path(record.path)
        replaces = self._message.when_taken is WhenTaken.REPLACE and self._is_there(path)
        path = path if replaces else self._free(path)
        writing = disk.overwrite(path) if replaces else disk.create(path)
        self._partial = _Partial(record, path, writing, replaces)

    def _data(self, data: bytes) -> None:
        part = self._partial
        if part is None:
            return  # its item is settled: the sender has not heard of it yet
        if part.offset + len(data) > part.file.size:
            raise Damaged
        part.writing.write(data)
        part.digest.add(data)

    def _end(self, digest: bytes) -> None:
        part = self._partial
        if part is None:
            return
        if part.offset != part.file.size or part.digest.value() != digest:
            raise Damaged
        self._steps.begin(WRITE, "files.brought", part.path, size=str(part.offset), sha256=part.digest.sha256)
        name = part.writing.commit()
        self._partial = None
        if part.replaces:
            self._put_back(part)
        elif "/" not in part.file.path:
            self._undoable(joined(split(part.path)[0], name))
        self._settle(None, name)

    # --- names --------------------------------------------------------------------------------------------------------

    def _path(self, path: str) -> str:
        """Return where an item is to lie. Raise Missing when its folder did not come."""
        folder, _, name = path.rpartition("/")
        if folder not in self._places:
            raise Missing
        if folder == "" and name != self._message.name:
            raise WireError("a transfer brings what it did not announce")
        return joined(self._places[folder], decoded(name))

    def _is_there(self, path: str) -> bool:
        try:
            self._steps.disk.stat(path)
        except Missing:
            return False
        return True

    def _free(self, path: str) -> str:
        """Return the path, or one beside it, at which nothing lies. Raise NameTaken."""
        if not self._is_there(path):
            return path
        if self._message.when_taken is not WhenTaken.KEEP_BOTH:
            raise NameTaken
        stem, ending = os.path.splitext(path)
        others = (f"{stem} ({number}){ending}" for number in range(2, MOST_NAMES))
        free = next((other for other in others if not self._is_there(other)), None)
        if free is None:
            raise NameTaken
        return free

    # --- taken back ---------------------------------------------------------------------------------------------------

    def _undoable(self, path: str, *, is_folder: bool = False) -> None:
        way = copied(self._steps.disk, self._steps.trails, path, is_folder=is_folder)
        self._steps.made("files.brought", path, way)

    def _put_back(self, part: _Partial) -> None:
        disk, trails = self._steps.disk, self._steps.trails
        trails.replaced(part.path, look_at(disk, part.path).thing[1])
        kept = joined(split(part.path)[0], part.writing.backup)
        old, new = digest_of(disk, kept), part.digest.sha256
        way = Saved(path=trails.follow(part.path), backup=trails.follow(kept), old=old, new=new)
        self._steps.made("files.brought", part.path, way)
