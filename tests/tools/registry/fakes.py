"""A registry laid out in a table, with links and what the system refuses; and a tool over one, with its console."""

import asyncio
import threading
from base64 import b64encode
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from agent.hiding.vocabulary import Hidden
from agent.protocol import registry_messages as wire
from agent.protocol.message import ForTool, FromAgent
from agent.protocol.registry_messages import RegistryFault, RegistryKind, RegistryView, ValueKind
from agent.tools.changes import Changes
from agent.tools.registry.kinds import CODES
from agent.tools.registry.names import encoded
from agent.tools.registry.reg_file import RegFile
from agent.tools.registry.source import Detail, Key, RegistryError, Source, Value
from agent.tools.registry.tool import RegistryTool
from tests.tools.fakes import Customer

M = TypeVar("M", bound=FromAgent)

Outcome = wire.RegistryDone | wire.RegistryFailed

ROOTS = {"HKEY_CURRENT_USER": ("USER", "S-1-5-21-7"), "HKEY_LOCAL_MACHINE": ("MACHINE",)}


def text(name: str, content: str, kind: ValueKind = ValueKind.SZ) -> Value:
    return raw(name, kind, f"{content}\0".encode("utf-16-le", "surrogatepass"))


def number(name: str, content: int) -> Value:
    return raw(name, ValueKind.DWORD, content.to_bytes(4, "little"))


def raw(name: str, kind: ValueKind, data: bytes) -> Value:
    return Value(name, kind, CODES.get(kind, 8), data, len(data))


@dataclass
class LaidOutRegistry:
    """Keys by their path ("HKEY_CURRENT_USER\\Software"), each with its values."""

    keys: dict[str, dict[str, Value]]
    links: Mapping[str, str] = field(default_factory=dict)
    """Keys that are others."""
    denied: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()
    written: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    cuts: int = 0
    kind: RegistryKind = RegistryKind.WINDOWS
    views: tuple[RegistryView, ...] = (RegistryView.WIDE, RegistryView.NARROW)

    def roots(self) -> list[str]:
        return list(ROOTS)

    @contextmanager
    def open(self, key: Key, *, write: bool = False) -> Iterator["LaidOutKey"]:
        path = "\\".join(key.names)
        self.opened.append(path)
        path = self.links.get(path, path)
        if path in self.denied or (write and path in self.read_only):
            raise RegistryError(RegistryFault.DENIED)
        if path not in self.keys:
            raise RegistryError(RegistryFault.MISSING)
        yield LaidOutKey(self, path)

    def cut(self) -> None:
        self.cuts += 1

    def file(self) -> RegFile:
        return RegFile()


@dataclass
class LaidOutKey:
    registry: LaidOutRegistry
    path: str

    @property
    def place(self) -> tuple[str, ...]:
        root, *names = self.path.split("\\")
        return (*ROOTS[root], *names)

    def keys(self) -> Iterator[str]:
        below = (path[len(self.path) + 1 :] for path in self.registry.keys if path.startswith(f"{self.path}\\"))
        yield from dict.fromkeys(path.partition("\\")[0] for path in below)

    def values(self) -> Iterator[Value]:
        yield from self.registry.keys[self.path].values()

    def value(self, name: str) -> Value | None:
        return self.registry.keys[self.path].get(name)

    def detail(self, name: str) -> Detail:
        return Detail()

    def put(self, value: Value) -> None:
        self.registry.written.append(value.name)
        self.registry.keys[self.path][value.name] = value

    def delete(self, name: str) -> None:
        self.registry.written.append(name)
        del self.registry.keys[self.path][name]

    def make(self, name: str) -> None:
        path = f"{self.path}\\{name}"
        if path in self.registry.keys:
            raise RegistryError(RegistryFault.NAME_TAKEN)
        self.registry.keys[path] = {}

    def remove(self, name: str) -> None:
        path = f"{self.path}\\{name}"
        if self.registry.keys[path] or any(other.startswith(f"{path}\\") for other in self.registry.keys):
            raise RegistryError(RegistryFault.NOT_EMPTY)
        del self.registry.keys[path]


def laid_out(*values: Value, path: str = "HKEY_CURRENT_USER\\Software\\Clock") -> LaidOutRegistry:
    """Have one key with these values, and those above it."""
    names = path.split("\\")
    keys: dict[str, dict[str, Value]] = {"\\".join(names[:depth]): {} for depth in range(1, len(names) + 1)}
    keys |= {root: {} for root in ROOTS if root not in keys}
    keys[path] = {value.name: value for value in values}
    return LaidOutRegistry(keys)


class Desk:
    """A technician at a tool over a source, and the customer beside."""

    def __init__(self, source: Source, view: RegistryView = RegistryView.WIDE) -> None:
        self.customer = Customer()
        self.changes = Changes()
        self._tasks: list[asyncio.Task[None]] = []
        self._when_hidden: list[Callable[[Hidden], None]] = []
        around = self.customer.around(changes=self.changes, spawn=self._spawn, on_hidden=self._when_hidden.append)
        self.tool = RegistryTool(around, source)
        self.view = view
        self._numbers = count(1)

    def at(self, path: str, **more: object) -> dict[str, object]:
        """Return the fields of a message about a key."""
        return {"act": next(self._numbers), "view": self.view, "names": path.split("\\"), **more}

    async def ask(self, message: ForTool, answer: type[M]) -> M:
        self.tool.use(message)
        return await self.customer.hear(answer)

    async def open(self, path: str) -> list[wire.KeyPage]:
        """Open a key and ask for all of its pages."""
        number = next(self._numbers)
        pages = [await self.ask(wire.OpenKey(listing=number, view=self.view, names=path.split("\\")), wire.KeyPage)]
        while pages[-1].more:
            pages.append(await self.ask(wire.AskMore(listing=number), wire.KeyPage))
        return pages

    async def values(self, path: str) -> dict[str, wire.ValueRow]:
        return {row.name: row for page in await self.open(path) for row in page.values}

    async def keys(self, path: str) -> dict[str, wire.Closed | None]:
        return {row.name: row.closed for page in await self.open(path) for row in page.keys}

    async def fault_of_opening(self, path: str) -> RegistryFault:
        message = wire.OpenKey(listing=next(self._numbers), view=self.view, names=path.split("\\"))
        self.tool.use(message)
        return (await self.customer.hear(wire.KeyClosed, lambda told: told.listing == message.listing)).fault

    async def set(self, path: str, value: Value) -> Outcome:
        more = {"name": encoded(value.name), "kind": value.kind, "data": b64encode(value.data).decode()}
        return await self._outcome(wire.SetValue.model_validate(self.at(path, **more)))

    async def delete(self, path: str, name: str) -> Outcome:
        return await self._outcome(wire.DeleteValue.model_validate(self.at(path, name=encoded(name))))

    async def make(self, path: str, name: str) -> Outcome:
        return await self._outcome(wire.MakeKey.model_validate(self.at(path, name=name)))

    async def search(self, path: str, sought: str) -> list[wire.RegistryFound]:
        message = wire.SearchRegistry.model_validate(self.at(path, sought=sought))
        told = [await self.ask(message, wire.RegistryFound)]
        while not told[-1].done:
            told.append(await self.customer.hear(wire.RegistryFound))
        return told

    async def export(self, path: str) -> str:
        message = wire.ExportKey.model_validate(self.at(path))
        parts = [await self.ask(message, wire.ExportPart)]
        while not parts[-1].last:
            parts.append(await self.ask(wire.AskPart(act=message.act), wire.ExportPart))
        return "".join(part.text for part in parts)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while waiting := [task for task in self._tasks if not task.done()]:
            await asyncio.wait(waiting)
        for task in self._tasks:
            task.result()

    def hide(self, hidden: Hidden) -> None:
        """Have the customer hide this from now on."""
        self.customer.hidden = hidden
        for listener in self._when_hidden:
            listener(hidden)

    async def undo(self) -> None:
        """Have the customer undo the newest change."""
        await self.changes.undo(self.changes.newest_first[0].number)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _outcome(self, message: ForTool) -> Outcome:
        self.tool.use(message)
        answer = await self.customer.hear(FromAgent, lambda told: isinstance(told, Outcome))
        assert isinstance(answer, Outcome)
        return answer


class Endless(dict[str, str]):
    """Every key below one is that one."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def get(self, path: str, default: Any = None) -> Any:
        return self._path if path.startswith(self._path) else path


@dataclass
class SlowRegistry(LaidOutRegistry):
    """One that opens nothing before it is let go."""

    held: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def open(self, key: Key, *, write: bool = False) -> Iterator[LaidOutKey]:
        assert self.held.wait(20)
        with super().open(key, write=write) as opened:
            yield opened
