"""The file tool as the toolbox knows it: brings each message to the half that does it, and stops both."""

from typing import assert_never, get_args

from agent.disk.base import GuardedDisk
from agent.hiding.vocabulary import Hidden
from agent.protocol import file_messages as wire
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.transfer_messages import (
    BringFiles,
    CloseTransfer,
    GoOn,
    PauseTransfer,
    TakeFiles,
    TransferRequest,
)
from agent.tools.base import Around
from agent.tools.files.changing import Changing
from agent.tools.files.desk import Desk
from agent.tools.files.editing import Editing
from agent.tools.files.showing import Showing
from agent.tools.toolbox import UnknownTool
from agent.tools.transfers.tool import Transfers

FILES = frozenset({Permission.FILES_READ, Permission.FILES_WRITE})


class FilesTool:
    """Folders seen and changed over one guarded disk."""

    messages: tuple[type[ForTool], ...] = get_args(wire.FileRequest | TransferRequest)

    def __init__(self, around: Around, disk: GuardedDisk, permissions: frozenset[Permission] = FILES) -> None:
        """Work on `disk`, which is made when the session begins: volumes that come later wait for a new yes.

        `permissions` is FILES, or less where the disk does less.
        """
        self._around, self._disk, self.permissions = around, disk, permissions
        desk = Desk(around, disk)
        self._showing = Showing(desk)
        self._changing = Changing(desk)
        self._editing = Editing(desk, self._showing, self._changing)
        self._transfers = Transfers(desk, self._changing.made)
        around.on_bulk(self._transfers.use_bulk)
        self._agreed = False
        around.on_hidden(self._hide)

    def use(self, message: ForTool) -> None:
        """Begin what a message asks."""
        if not isinstance(message, wire.FileRequest | TransferRequest):
            raise UnknownTool(type(message).__name__)
        if not self._agreed:
            self._agreed = True
            self._disk.look_again()
        match message:
            case wire.AskPlaces():
                self._around.spawn(self._showing.places())
            case wire.ListFolder():
                self._around.spawn(self._showing.list(message))
            case wire.AskRows():
                self._showing.more(message)
            case wire.ViewText():
                self._around.spawn(self._showing.view(message))
            case wire.SaveText():
                self._around.spawn(self._editing.begin(message))
            case wire.TextPart():
                self._around.spawn(self._editing.part(message))
            case wire.StopFileAct():
                self._changing.stop_one(message.act)
            case wire.MakeFolder() | wire.RenameFile() | wire.MoveFile() | wire.CopyFile() | wire.TrashFile():
                self._around.spawn(self._changing.change(message))
            case BringFiles() | TakeFiles() | GoOn() | PauseTransfer() | CloseTransfer():
                self._transfers.use(message)
            case _:
                assert_never(message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Stop what goes on by these permissions; what can be undone stays so."""
        if Permission.FILES_WRITE in permissions:
            self._changing.stop()
            self._editing.stop()
        self._showing.stop()
        self._transfers.stop(permissions, ended=ended)
        if Permission.FILES_READ in permissions and ended:
            self._showing.forget()
        self._agreed = self._agreed and (not ended or any(map(self._around.permitted, self.permissions)))

    async def close(self) -> None:
        """Let go of everything."""
        self.stop(self.permissions, ended=True)
        self._disk.close()

    def _hide(self, hidden: Hidden) -> None:
        self._disk.hide(sorted(hidden.folders))
        self._showing.hidden_changed()
        self._transfers.hidden_changed()
