"""The registry tool as the toolbox knows it: brings each message to the half that does it, and stops them all."""

from typing import assert_never, get_args

from agent.hiding.vocabulary import Hidden
from agent.protocol import registry_messages as wire
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.registry.changing import Changing
from agent.tools.registry.desk import Desk
from agent.tools.registry.exporting import Exporting
from agent.tools.registry.guard import Guarded
from agent.tools.registry.looking import Looking
from agent.tools.registry.seeking import Seeking
from agent.tools.registry.source import Source
from agent.tools.toolbox import UnknownTool


class RegistryTool:
    """Keys and values seen, sought, written to a file and changed, over one source."""

    permissions = frozenset({Permission.REGISTRY})
    messages: tuple[type[ForTool], ...] = get_args(wire.RegistryRequest)

    def __init__(self, around: Around, source: Source) -> None:
        self._around = around
        self._desk = desk = Desk(around, Guarded(source))
        self._looking, self._seeking = Looking(desk), Seeking(desk)
        self._exporting, self._changing = Exporting(desk), Changing(desk)
        around.on_hidden(self._hide)

    def use(self, message: ForTool) -> None:
        """Begin what a message asks."""
        if not isinstance(message, wire.RegistryRequest):
            raise UnknownTool(type(message).__name__)
        spawn = self._around.spawn
        match message:
            case wire.AskRoots():
                spawn(self._looking.roots())
            case wire.OpenKey():
                spawn(self._looking.open(message))
            case wire.AskMore():
                self._looking.more(message)
            case wire.ReadValue():
                spawn(self._looking.read(message))
            case wire.SearchRegistry():
                spawn(self._seeking.search(message))
            case wire.ExportKey():
                spawn(self._exporting.begin(message))
            case wire.AskPart():
                spawn(self._exporting.part(message))
            case wire.StopRegistryAct():
                self._desk.stop_one(message.act)
                self._exporting.stop_one(message.act)
            case wire.SetValue():
                spawn(self._changing.set(message))
            case wire.DeleteValue():
                spawn(self._changing.delete(message))
            case wire.MakeKey():
                spawn(self._changing.make(message))
            case _:
                assert_never(message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Stop what goes on; what can be undone stays so."""
        self._looking.stop()
        self._exporting.stop()
        self._desk.stop()
        self._desk.guarded.source.cut()

    async def close(self) -> None:
        """Let go of everything."""
        self.stop(self.permissions, ended=True)

    def _hide(self, hidden: Hidden) -> None:
        self._looking.hidden_changed()
