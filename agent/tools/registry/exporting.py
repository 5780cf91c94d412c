"""A key with all that lies below it as a file that the system reads in again, told part by part as it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from agent.protocol.registry_messages import MAX_EXPORT_PART, AskPart, Closed, ExportKey, ExportPart, RegistryFault
from agent.tools.discretion import Discretion
from agent.tools.files.threads import Halt
from agent.tools.registry.desk import Desk, sight
from agent.tools.registry.guard import Guarded
from agent.tools.registry.rows import key_of
from agent.tools.registry.source import FileFormat, Key, RegistryError
from agent.tools.registry.walking import Visited, walk

MAX_EXPORT = 32 * 1024 * 1024
"""Characters of one file."""
MOST_OPEN = 2
"""Exports that are not whole yet."""


class Exporting:
    """The exports."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files: dict[int, _File] = {}

    def stop(self) -> None:
        """Tell nothing more of any."""
        for file in self._files.values():
            file.halt.now()
        self._files = {}

    def stop_one(self, act: int) -> None:
        """Tell nothing more of one."""
        if file := self._files.pop(act, None):
            file.halt.now()

    async def begin(self, message: ExportKey) -> None:
        """Tell the first part."""
        if len(self._files) >= MOST_OPEN or message.act in self._files:
            return self._desk.failed(message.act, RegistryFault.TOO_MANY)
        key, discretion = key_of(message.view, message.names), self._desk.around.discretion()
        file = self._files[message.act] = _File(self._desk.guarded, key, discretion)
        await self._go_on(message.act, file)

    async def part(self, message: AskPart) -> None:
        """Tell the next part; of no export that is open nothing is told."""
        if (file := self._files.get(message.act)) and not file.busy:
            await self._go_on(message.act, file)

    async def _go_on(self, act: int, file: "_File") -> None:
        file.busy, file.over = True, True
        await self._desk.perform(act, partial(self._tell_part, act, file), more=file.begun)
        file.busy = False
        if file.over:
            self._files.pop(act, None)

    async def _tell_part(self, act: int, file: "_File", halt: Halt) -> None:
        desk = self._desk
        if not file.begun:
            desk.begin("registry.exported", desk.called(file.key))
            file.begun = True
        text = await desk.off_loop(file.next)
        halt.check()
        file.halt.check()
        if sight(file.discretion) != sight(desk.around.discretion()):
            raise RegistryError(RegistryFault.CHANGED)
        file.over = file.whole
        desk.tell(ExportPart(act=act, text=text, last=file.whole, left_out=file.left_out))


@dataclass
class _File:
    """One export under way; `next` is called on one thread at a time."""

    guarded: Guarded
    key: Key
    discretion: Discretion
    halt: Halt = field(default_factory=Halt)
    left_out: int = 0
    whole: bool = False
    begun: bool = False
    busy: bool = False
    over: bool = False
    _written: int = 0
    _rest: str = ""
    _lines: Iterator[str] | None = None

    def next(self) -> str:
        """Return the next part. Blocks. Raise RegistryError where it cannot be read or becomes too large, Halted."""
        if self._lines is None:
            self._lines = self._all()
        while len(self._rest) < MAX_EXPORT_PART and (piece := next(self._lines, None)) is not None:
            self._rest += piece
        part, self._rest = self._rest[:MAX_EXPORT_PART], self._rest[MAX_EXPORT_PART:]
        self._written += len(part)
        if self._written > MAX_EXPORT:
            raise RegistryError(RegistryFault.TOO_LARGE)
        self.whole = len(part) < MAX_EXPORT_PART
        return part

    def _all(self) -> Iterator[str]:
        form = self.guarded.file
        yield form.head()
        for visited in walk(self.guarded, self.key, self.discretion, self.halt):
            yield "".join(self._of(visited, form))
        yield form.tail()

    def _of(self, visited: Visited, form: FileFormat) -> Iterator[str]:
        line = None if visited.fault else form.key(visited.key, visited.place)
        if line is None:
            self.left_out += 1
            return
        yield line
        for seen in visited.values:
            text = None if seen.closed is Closed.SECRET else form.value(seen.value)
            if text is None:
                self.left_out += 1
            else:
                yield text
