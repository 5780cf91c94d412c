"""Saving a text that was shown: its parts are gathered, the customer is asked where it is a file of the system's."""

from dataclasses import dataclass, field

from agent.disk.base import DiskError, Halted
from agent.protocol import file_messages as wire
from agent.tools.files.changing import WRITE, Changing
from agent.tools.files.desk import Desk
from agent.tools.files.faults import FileRefused, fault_of
from agent.tools.files.names import encoded, split
from agent.tools.files.reading import Opened
from agent.tools.files.saving import Draft, draft, save
from agent.tools.files.showing import Showing
from agent.tools.files.threads import Halt, in_thread

MOST_COMING = 4
"""Texts whose parts are awaited."""


@dataclass
class _Coming:
    save: wire.SaveText
    parts: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return len(self.parts) >= self.save.parts


class Editing:
    """The saving of texts."""

    def __init__(self, desk: Desk, showing: Showing, changing: Changing) -> None:
        self._desk, self._showing, self._changing = desk, showing, changing
        self._coming: dict[int, _Coming] = {}

    def stop(self) -> None:
        """Forget what is not whole yet, and take back what the customer is asked."""
        self._coming.clear()
        self._desk.around.asking.cancel()

    async def begin(self, message: wire.SaveText) -> None:
        """Await the parts of a text."""
        if len(self._coming) >= MOST_COMING:
            return self._changing.failed(message.act, wire.FileFault.TOO_MANY)
        await self._go_on(_Coming(message))

    async def part(self, message: wire.TextPart) -> None:
        """Take a part; one of no text that is awaited is left aside."""
        coming = self._coming.get(message.act)
        if coming:
            coming.parts.append(message.text)
            await self._go_on(coming)

    async def _go_on(self, coming: _Coming) -> None:
        act = coming.save.act
        if not coming.whole:
            self._coming[act] = coming
            return
        self._coming.pop(act, None)
        if halt := self._changing.start(act):
            try:
                await self._save(coming.save, "".join(coming.parts), halt)
            except (DiskError, FileRefused) as error:
                self._changing.failed(act, fault_of(error))
            finally:
                self._changing.end(act, halt)

    async def _save(self, message: wire.SaveText, text: str, halt: Halt) -> None:
        disk, opened = self._desk.disk, self._opened(message)
        if text == opened.text.text:  # nothing to save
            return self._desk.tell(WRITE, wire.FileDone(act=message.act, name=encoded(split(opened.trail.path)[1])))
        made = await in_thread(lambda: draft(disk, opened, text))
        name = self._desk.called(opened.trail.path)
        if made.asks is not None:
            await self._ask(message.act, name, made)
        halt.check()
        self._desk.begin(WRITE, "files.saved", name)
        saved, shown = await in_thread(lambda: save(disk, self._desk.trails, made, halt))
        self._showing.opened[message.opened] = shown
        self._changing.made("files.saved", name, saved.way)
        self._desk.tell(WRITE, wire.FileDone(act=message.act, name=encoded(saved.name)))

    def _opened(self, message: wire.SaveText) -> Opened:
        opened = self._showing.opened.get(message.opened)
        if opened is None:
            raise FileRefused(wire.FileFault.CHANGED)
        return opened

    async def _ask(self, act: int, name: str, made: Draft) -> None:
        """Have the customer read what would change. Raise FileRefused unless they say yes."""
        self._desk.begin(WRITE, "files.asked", name)
        self._desk.tell(WRITE, wire.AskingCustomer(act=act))
        yes = await self._desk.around.asking.ask(name, made.asks or [])
        if not self._desk.may(WRITE):
            raise Halted
        if not yes:
            self._desk.around.record("files.refused", {})
            raise FileRefused(wire.FileFault.REFUSED)
