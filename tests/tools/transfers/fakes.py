"""The console's end of a transfer over a line in memory, which can be cut at any chunk."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable
from pathlib import Path

from agent.protocol import transfer_messages as wire
from agent.tools.files.names import encoded
from agent.tools.transfers.digest import BLOCK
from agent.tools.transfers.records import Data, End, File, Folder, Last, Record, Settled, Skipped, pack, records
from agent.transport.bulk import Bulk, BulkGone
from scripts.rigs.file_scene import FileScene

ROOM = 8
"""Chunks that lie on the line at most."""


def compared(data: bytes) -> bytes:
    """Return what both ends compare of a file (docs/protocol.md)."""
    blocks = [hashlib.sha256(data[at : at + BLOCK]).digest() for at in range(0, len(data) or 1, BLOCK)]
    return blocks[0] if len(blocks) == 1 else hashlib.sha256(b"".join(blocks)).digest()


class Line(Bulk):
    """A connection without a process; `chunks` is how many go to the console before it is cut."""

    def __init__(self, chunks: int | None = None) -> None:
        self.to_agent: deque[bytes] = deque()
        self.to_console: deque[bytes] = deque()
        self.ended = self.is_cut = False
        self._left = chunks
        self._moved = asyncio.Event()

    async def send(self, chunk: bytes) -> None:
        """Take a chunk of the agent's."""
        await self._when(lambda: len(self.to_console) < ROOM)
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.cut()
                raise BulkGone
        self.to_console.append(chunk)
        self._tell()

    async def receive(self) -> bytes:
        """Give the agent a chunk."""
        await self._when(lambda: bool(self.to_agent))
        return self.to_agent.popleft()

    def end(self) -> None:
        """Take note."""
        self.ended = True
        self.to_console.clear()
        self.cut()

    def cut(self) -> None:
        """Carry nothing more."""
        self.is_cut = True
        self._tell()

    def say(self, *said: Record) -> None:
        """Send records to the agent, a chunk each."""
        self.to_agent.extend(pack(record) for record in said)
        self._tell()

    async def heard(self) -> list[Record]:
        """Return the next chunk's records. Raise BulkGone after the last when it was cut."""
        await self._when(lambda: bool(self.to_console), after_cut=True)
        chunk = self.to_console.popleft()
        self._tell()
        return list(records(chunk))

    async def _when(self, ready: Callable[[], bool], after_cut: bool = False) -> None:
        async with asyncio.timeout(20):
            while not ready() or (self.is_cut and not after_cut):
                if self.is_cut:
                    raise BulkGone
                self._moved.clear()
                await self._moved.wait()

    def _tell(self) -> None:
        self._moved.set()


class Technician:
    """Brings and takes as the console does."""

    def __init__(self, scene: FileScene) -> None:
        self.scene = scene
        self.line = Line()
        self._results: list[Settled] = []

    def connect(self, chunks: int | None = None) -> Line:
        """Have the tool use a new line."""
        self.line.cut()
        self.line = Line(chunks)
        self.scene.use_bulk(self.line)
        return self.line

    async def announce(
        self, folder: object, name: str, items: int = 1, size: int = 0,
        when_taken: wire.WhenTaken = wire.WhenTaken.ASK,
    ) -> int:  # fmt: skip
        """Announce a transfer and wait until it is ready; return its number."""
        number = self.scene.number
        path, called = encoded(str(folder)), encoded(name)
        self.scene.use(
            wire.BringFiles(transfer=number, folder=path, name=called, items=items, bytes=size, when_taken=when_taken)
        )
        await self.scene.heard(wire.TransferReady, lambda one: one.transfer == number)
        return number

    async def go(self, number: int, item: int = 0) -> wire.TransferStands:
        """Ask where a transfer stands."""
        before = self.stands(number)
        self.scene.use(wire.GoOn(transfer=number, item=item, offset=0))
        await self.scene.until(lambda: len(self.stands(number)) > len(before))
        return self.stands(number)[-1]

    async def reached(self, number: int, offset: int) -> None:
        """Wait until what was said has come to byte `offset` of its file."""
        async with asyncio.timeout(20):
            while (await self.go(number)).offset != offset:
                await asyncio.sleep(0.01)

    def stands(self, number: int) -> list[wire.TransferStands]:
        """Every answer to where it stands."""
        return [one for one in self.scene.said if isinstance(one, wire.TransferStands) and one.transfer == number]

    async def settled(self) -> Settled:
        """Wait for the next result."""
        if not self._results:
            self._results += [one for one in await self.line.heard() if isinstance(one, Settled)]
        return self._results.pop(0)

    async def gone(self, folder: Path) -> None:
        """Wait until a folder is empty, as a transfer that was closed lets go on a thread."""
        async with asyncio.timeout(20):
            while any(folder.iterdir()):
                await asyncio.sleep(0.01)

    async def take(self, path: object) -> tuple[int, wire.TransferReady]:
        """Ask for something and wait until it is ready."""
        number = self.scene.number
        self.scene.use(wire.TakeFiles(transfer=number, path=encoded(str(path))))
        return number, await self.scene.heard(wire.TransferReady, lambda one: one.transfer == number)


class Receiver:
    """Puts together what is taken, and checks it as the console does."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: list[str] = []
        self.skipped: list[Skipped] = []
        self.item = 0
        self.partial = b""
        self.over = False
        self._file: File | None = None

    def take(self, record: Record) -> None:
        """Take the next record."""
        match record:
            case Folder():
                self.folders.append(record.path)
                self._next()
            case File():
                assert record.item == self.item
                assert record.offset == len(self.partial)
                self._file = record
            case Data():
                self.partial += record.data
            case End():
                assert self._file
                assert compared(bytes(self.partial)) == record.digest
                self.files[self._file.path] = self.partial
                self._next()
            case Skipped():
                self.skipped.append(record)
                self._next()
            case Last():
                self.over = True
            case Settled():
                raise AssertionError(record)

    def _next(self) -> None:
        self.item += 1
        self.partial, self._file = b"", None


async def receive(technician: Technician, receiver: Receiver) -> None:
    """Take what comes until the end or a cut."""
    try:
        while not receiver.over:
            for record in await technician.line.heard():
                receiver.take(record)
    except BulkGone:
        return
