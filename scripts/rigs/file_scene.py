"""The file tool over a real disk, with everything that it records and tells written down in its order."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from agent.disk.guarded import Disk
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol import file_messages as wire
from agent.protocol.entries import check_payload
from agent.protocol.message import ForTool, FromAgent
from agent.protocol.messages import AgentMessage, parse_console_message
from agent.protocol.permissions import Permission
from agent.tools.asking import Asking
from agent.tools.base import Around
from agent.tools.changes import Changes
from agent.tools.discretion import Discretion
from agent.tools.files.names import encoded
from agent.tools.files.tool import FilesTool
from agent.tools.under_way import UnderWay
from agent.transport.bulk import Bulk

BOTH = frozenset({Permission.FILES_READ, Permission.FILES_WRITE})
PATIENCE = 20.0

Answer = TypeVar("Answer", bound=FromAgent)


class FileScene:
    """One session's file tool. Make it inside a running loop."""

    def __init__(self, disk: Disk | None = None) -> None:
        self.said: list[FromAgent | tuple[str, Mapping[str, str]]] = []
        self.at: list[float] = []
        """When each was told or recorded (perf_counter)."""
        self.permissions = set(BOTH)
        self.hidden = Hidden()
        self.changes = Changes()
        self.under_way = UnderWay(lambda: self._news.set())
        self.asking = Asking(lambda open_now: self._news.set())
        self.disk = disk or Disk()
        self._news = asyncio.Event()
        self._numbers = count(1)
        self._listeners: list[Callable[[Hidden], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.use_bulk: Callable[[Bulk], None] = lambda bulk: None
        """Have the tool use a connection."""
        self.around = Around(
            tell=self._tell,
            record=self._record,
            permitted=lambda permission: permission in self.permissions,
            discretion=lambda: Discretion(self.hidden, Knowledge(ready=True)),
            lang="fr",
            spawn=self._spawn,
            on_hidden=self._listeners.append,
            on_bulk=self._use_bulk,
            changes=self.changes,
            under_way=self.under_way,
            asking=self.asking,
        )
        self.tool = FilesTool(self.around, self.disk)

    @property
    def number(self) -> int:
        """A new number for a listing or an act."""
        return next(self._numbers)

    @property
    def recorded(self) -> list[str]:
        """The kinds of entries, in order."""
        return [one[0] for one in self.said if isinstance(one, tuple)]

    def use(self, message: ForTool) -> None:
        """Give the tool a message as it comes over the wire."""
        parsed = parse_console_message(message.model_dump_json())
        if not isinstance(parsed, ForTool):
            raise TypeError(parsed)
        self.tool.use(parsed)

    def hide(self, *folders: Path) -> None:
        """Hide exactly these folders, as the customer does."""
        self.hidden = Hidden(folders=folders)
        for listener in self._listeners:
            listener(self.hidden)

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait until something is so. Raise TimeoutError if it never is."""
        async with asyncio.timeout(PATIENCE):
            while not what():
                self._news.clear()
                await self._news.wait()

    async def heard(self, kind: type[Answer], which: Callable[[Answer], bool] = lambda answer: True) -> Answer:
        """Wait for the last such answer that fits."""

        def found() -> list[Answer]:
            return [one for one in self.said if isinstance(one, kind) and which(one)]

        await self.until(lambda: bool(found()))
        return found()[-1]

    async def listed(self, path: str | Path, **choice: Any) -> tuple[wire.FolderRows, float]:
        """List a folder; return the first rows when it is whole, and the seconds until any rows came."""
        number, start = self.number, perf_counter()
        self.use(list_folder(number, path, **choice))
        rows = await self.heard(wire.FolderRows, lambda one: one.listing == number and not one.reading)
        first = next(at for one, at in zip(self.said, self.at, strict=True) if _is_of(one, number))
        return rows, first - start

    async def act(self, make: Callable[[int], ForTool]) -> wire.FileDone | wire.FileFailed:
        """Make a change and return what came of it."""
        number = self.number
        self.use(make(number))
        return await self.outcome(number)

    async def outcome(self, number: int) -> wire.FileDone | wire.FileFailed:
        """Wait for what comes of an act."""

        def found() -> list[wire.FileDone | wire.FileFailed]:
            answers = [one for one in self.said if isinstance(one, wire.FileDone | wire.FileFailed)]
            return [one for one in answers if one.act == number]

        await self.until(lambda: bool(found()))
        return found()[-1]

    async def viewed(self, path: str | Path) -> tuple[int, str, wire.TextOpened]:
        """View a text; return the act's number, the text, and what was said of it. Raise AssertionError if refused."""
        number = self.number
        self.use(wire.ViewText(act=number, path=encoded(str(path))))
        opened = await self.heard(wire.TextOpened, lambda one: one.act == number)

        def parts() -> list[str]:
            return [one.text for one in self.said if isinstance(one, wire.TextShown) and one.act == number]

        await self.until(lambda: len(parts()) == opened.parts)
        return number, "".join(parts()), opened

    def begin_save(self, opened: int, text: str) -> int:
        """Send a text to be saved over the view of that number; return the act's number."""
        number = self.number
        parts = [text[at : at + wire.MAX_TEXT_PART] for at in range(0, len(text), wire.MAX_TEXT_PART)]
        self.use(wire.SaveText(act=number, opened=opened, parts=len(parts)))
        for part in parts:
            self.use(wire.TextPart(act=number, text=part))
        return number

    async def save(self, opened: int, text: str) -> wire.FileDone | wire.FileFailed:
        """Save a text over the view of that number."""
        return await self.outcome(self.begin_save(opened, text))

    async def undo(self, steps: int = 1) -> None:
        """Undo the newest changes, as the customer does."""
        for _ in range(steps):
            await self.changes.undo(self.changes.newest_first[0].number)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Let go of everything; raise what a task raised."""
        await self.tool.close()
        await self.settle()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _use_bulk(self, user: Callable[[Bulk], None]) -> None:
        self.use_bulk = user

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._news.set()
        if not task.cancelled():
            task.result()

    def _tell(self, message: FromAgent) -> None:
        if not isinstance(message, AgentMessage):
            raise TypeError(message)
        self._keep(message)

    def _record(self, kind: str, payload: Mapping[str, str]) -> None:
        check_payload(kind, payload)
        self._keep((kind, payload))

    def _keep(self, one: FromAgent | tuple[str, Mapping[str, str]]) -> None:
        self.said.append(one)
        self.at.append(perf_counter())
        self._news.set()


def list_folder(number: int, path: str | Path, **choice: Any) -> wire.ListFolder:
    """Write a listing's message; unless told otherwise: by name, everything, read anew."""
    usual = {"sort": wire.FileSort.NAME, "descending": False, "filter": "", "dotted": True, "fresh": True}
    return wire.ListFolder(listing=number, path=encoded(str(path)), **(usual | choice))


def _is_of(one: object, number: int) -> bool:
    return isinstance(one, wire.FolderRows) and one.listing == number
