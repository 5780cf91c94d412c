"""All transfers of a session over the one connection for bulk: who is next to send, what comes, and what a cut leaves.

A cut or a pause keeps every partial file, for `transfers/go`; the end of its permission leaves nothing of it.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import assert_never

from agent.disk.base import DiskError, Halted
from agent.protocol import transfer_messages as wire
from agent.protocol.bulk_messages import FILES
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.tools.files.desk import Desk
from agent.tools.files.faults import FileRefused, fault_of
from agent.tools.files.names import decoded, joined
from agent.tools.files.threads import Halt, Worker, in_thread
from agent.tools.transfers.bringing import Bringing
from agent.tools.transfers.records import Record, Settled, pack, records
from agent.tools.transfers.steps import Made, Steps
from agent.tools.transfers.taking import Taking
from agent.transport.bulk import Bulk, BulkGone
from agent.transport.bulk_wire import MOST_CHUNK

READ, WRITE = Permission.FILES_READ, Permission.FILES_WRITE
BOTH = frozenset({READ, WRITE})
MOST_TRANSFERS = 64
"""Transfers that are not closed."""
MOST_SETTLED = 4 * 1024
"""Bytes of one result at most."""


class Transfers:
    """The transferring half of the file tool."""

    def __init__(self, desk: Desk, made: Made) -> None:
        self._desk, self._made = desk, made
        self._bringing: dict[int, Bringing] = {}
        self._taking: dict[int, Taking] = {}
        self._halts: dict[int, Halt] = {}
        self._listed: dict[int, int] = {}
        """Their numbers on the customer's list."""
        self._round = 0
        """Counts the connections."""
        self._bulk: Bulk | None = None
        self._answers: deque[Settled] = deque()
        self._more = asyncio.Event()
        self._reading, self._writing = asyncio.Lock(), asyncio.Lock()
        """Held by whatever touches a transfer of that way on a thread: one at a time."""
        self._reader, self._writer = Worker(), Worker()
        """Where chunks are read and written."""

    def use(self, message: wire.TransferRequest) -> None:
        """Begin what a message asks."""
        spawn = self._desk.around.spawn
        match message:
            case wire.BringFiles() | wire.TakeFiles() if message.transfer in self._halts:
                self._announced_again(message.transfer)
            case wire.BringFiles():
                spawn(self._bring(message))
            case wire.TakeFiles():
                spawn(self._take(message))
            case wire.GoOn():
                spawn(self._go_on(message))
            case wire.PauseTransfer():
                if taking := self._taking.get(message.transfer):
                    taking.going = False
            case wire.CloseTransfer():
                self._close([message.transfer])
            case _:
                assert_never(message)

    def use_bulk(self, bulk: Bulk) -> None:
        """Send and receive over this connection from now on; whatever went over another stands still."""
        self._round += 1
        self._bulk = bulk
        self._answers.clear()
        self._stand_still()
        self._desk.around.spawn(self._send(bulk))
        self._desk.around.spawn(self._receive(bulk))

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Stop what goes on by these permissions; what is granted still can go on later."""
        self._stand_still(permissions)
        if ended:
            self._close(list(self._taking) if READ in permissions else [])
            self._close(list(self._bringing) if WRITE in permissions else [])

    def hidden_changed(self) -> None:
        """Let nothing leave that was read before something was hidden: the console connects anew."""
        if self._taking and self._bulk:
            self._bulk.end()

    def _stand_still(self, permissions: frozenset[Permission] = BOTH) -> None:
        """Send and take nothing by these until the console says where to go on."""
        for needs, transfers in ((READ, self._taking), (WRITE, self._bringing)):
            for transfer in transfers.values() if needs in permissions else ():
                transfer.going = False
        self._more.set()

    # --- beginning and ending -----------------------------------------------------------------------------------------

    async def _bring(self, message: wire.BringFiles) -> None:
        steps = self._steps(message.transfer)
        if steps is None:
            return self._failed(message.transfer, FileFault.TOO_MANY)
        bringing = Bringing(message, steps)

        def begin() -> None:
            bringing.check()
            bringing.begin()

        path = joined(decoded(message.folder), decoded(message.name))
        if await self._begun(message.transfer, begin, "files.bringing", path):
            self._bringing[message.transfer] = bringing
            self._desk.tell(WRITE, bringing.ready)

    async def _take(self, message: wire.TakeFiles) -> None:
        steps = self._steps(message.transfer)
        if steps is None:
            return self._failed(message.transfer, FileFault.TOO_MANY)
        taking = Taking(message, steps)
        if await self._begun(message.transfer, taking.look, "files.taking", decoded(message.path)):
            self._taking[message.transfer] = taking
            self._desk.tell(READ, taking.ready)

    def _announced_again(self, number: int) -> None:
        """Answer once more: after a lost line the console does not know what was heard. What begins is so soon."""
        if bringing := self._bringing.get(number):
            self._desk.tell(WRITE, bringing.ready)
        elif taking := self._taking.get(number):
            self._desk.tell(READ, taking.ready)

    def _steps(self, number: int) -> Steps | None:
        """Count a transfer; None when there are too many, or one of that number is."""
        if number in self._halts or len(self._halts) >= MOST_TRANSFERS:
            return None
        halt = self._halts[number] = Halt()
        return Steps(self._desk, self._made, halt)

    async def _begun(self, number: int, work: Callable[[], None], kind: str, path: str) -> bool:
        """Begin it, and say whether it was; what goes wrong is told. The customer can stop it from here on."""
        halt = self._halts[number]
        try:
            await in_thread(work)
            halt.check()
        except (DiskError, FileRefused) as error:
            self._halts.pop(number, None)
            self._failed(number, fault_of(error))
            return False
        what = self._desk.called(path)
        self._listed[number] = self._desk.around.under_way.add(kind, what, lambda: self._stopped(number, what))
        return True

    async def _stopped(self, number: int, what: str) -> None:
        """Stop one transfer, as the customer wishes."""
        self._desk.around.record("files.stopped", {"name": what})
        self._close([number])
        self._desk.tell(FILES, wire.TransferFailed(transfer=number, fault=FileFault.STOPPED))

    def _failed(self, number: int, fault: FileFault) -> None:
        self._desk.failed(fault)
        self._desk.tell(FILES, wire.TransferFailed(transfer=number, fault=fault))

    def _close(self, numbers: list[int]) -> None:
        """Stop these, and leave nothing of what is not whole, as soon as the thread that works on it has stopped."""
        for number in numbers:
            self._desk.around.under_way.over(self._listed.pop(number, None))
            if halt := self._halts.pop(number, None):
                halt.now()
            if taking := self._taking.pop(number, None):
                self._desk.around.spawn(self._drop(taking, self._reading))
            if bringing := self._bringing.pop(number, None):
                self._desk.around.spawn(self._drop(bringing, self._writing))

    async def _drop(self, transfer: Taking | Bringing, turn: asyncio.Lock) -> None:
        async with turn:
            await in_thread(transfer.drop)

    # --- over the connection ------------------------------------------------------------------------------------------

    async def _go_on(self, message: wire.GoOn) -> None:
        if bringing := self._bringing.get(message.transfer):
            await self._go_on_bringing(bringing, message.item)
        elif taking := self._taking.get(message.transfer):
            await self._go_on_taking(taking, message)
        else:
            self._failed(message.transfer, FileFault.STOPPED)
        self._more.set()

    async def _go_on_bringing(self, bringing: Bringing, heard: int) -> None:
        async with self._writing:
            others = [one for one in self._answers if one.transfer != bringing.number]
            self._answers = deque([*others, *bringing.results[heard:]])
            bringing.going = self._desk.may(WRITE)
            item, offset = bringing.stands
            self._desk.tell(WRITE, wire.TransferStands(transfer=bringing.number, item=item, offset=offset))

    async def _go_on_taking(self, taking: Taking, message: wire.GoOn) -> None:
        this_round = self._round
        async with self._reading:
            if taking.round != this_round:
                taking.round = this_round
                await in_thread(lambda: taking.go(message.item, message.offset))
            taking.going = self._desk.may(READ) and this_round == self._round

    async def _receive(self, bulk: Bulk) -> None:
        with contextlib.suppress(BulkGone):
            while True:
                chunk = await bulk.receive()
                async with self._writing:
                    if self._desk.may(WRITE) and bulk is self._bulk:
                        self._answers.extend(await self._writer.do(lambda: self._took(chunk)))  # noqa: B023 - awaited here
                self._more.set()
        if bulk is self._bulk:
            self._bulk = None
            self._stand_still()

    def _took(self, chunk: bytes) -> list[Settled]:
        """Take a chunk's records, on a thread; those of a transfer that was closed or stands still are nobody's."""
        return [settled for record in records(chunk) for settled in self._took_one(record)]

    def _took_one(self, record: Record) -> list[Settled]:
        bringing = self._bringing.get(record.transfer)
        if bringing is None or not bringing.going:
            return []
        try:
            return bringing.take(record)
        except Halted:
            bringing.going = False
            return []

    async def _send(self, bulk: Bulk) -> None:
        with contextlib.suppress(BulkGone):
            while bulk is self._bulk:
                self._more.clear()
                if chunk := self._answered() or await self._read():
                    await bulk.send(chunk)
                else:
                    await self._more.wait()

    def _answered(self) -> bytes:
        """Return results that wait to be told, as many as fit one chunk."""
        chunk = b""
        while self._answers and len(chunk) < MOST_CHUNK - MOST_SETTLED:
            chunk += pack(self._answers.popleft())
        return chunk

    async def _read(self) -> bytes:
        """Return the next chunk of what is taken, by turns; empty when nothing goes."""
        taking = next((one for one in self._taking.values() if one.going), None)
        if taking is None:
            return b""
        self._taking[taking.number] = self._taking.pop(taking.number)  # to the end of the queue
        async with self._reading:
            try:
                chunk = await self._reader.do(taking.chunk)
            except Halted:
                chunk = b""
        if not chunk:
            taking.going = False
            self._more.set()  # another may go
        return chunk if taking.going and self._desk.may(READ) else b""
