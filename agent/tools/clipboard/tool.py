"""The clipboard: one transfer for one message of the technician's, each way by its own permission.

What is read is checked and judged in outgoing.py, what is put in incoming.py; nothing is ever read or put by
itself.
"""

import asyncio

from agent.desktop.base import Clipboard
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import (
    ClipboardFault,
    ClipboardKind,
    ClipboardPart,
    GiveUpClipboard,
    PutImage,
    PutText,
    ReadClipboard,
    TookPiece,
)
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.clipboard.incoming import Putting
from agent.tools.clipboard.outgoing import Reading


class ClipboardTool:
    """Reads and fills the customer's clipboard, at most one transfer each way."""

    permissions = frozenset({Permission.CLIPBOARD_IN, Permission.CLIPBOARD_OUT})
    messages: tuple[type[ForTool], ...] = (
        ReadClipboard,
        TookPiece,
        PutText,
        PutImage,
        ClipboardPart,
        GiveUpClipboard,
    )

    def __init__(self, around: Around, clipboard: Clipboard) -> None:
        """Begin to follow who holds the clipboard, and read nothing. Raise DesktopError when the desktop is gone."""
        self._around, self._clipboard = around, clipboard
        self._reading: Reading | None = None
        self._putting: Putting | None = None
        self._out_turn, self._in_turn = asyncio.Lock(), asyncio.Lock()
        around.on_hidden(self._hidden_changed)
        clipboard.start()

    def use(self, message: ForTool) -> None:
        """Begin a transfer, or go on with it; what belongs to one that is over is left aside."""
        match message:
            case ReadClipboard():
                self._stop_reading()
                self._around.record("clipboard.asked", {})
                self._reading = Reading(self._around, self._clipboard, self._out_turn, message.transfer)
            case PutText():
                self._put(ClipboardKind.TEXT, message.transfer, message.size)
            case PutImage():
                self._put(ClipboardKind.IMAGE, message.transfer, message.size)
            case TookPiece() if self._reading and self._reading.number == message.transfer:
                self._reading.took()
            case ClipboardPart() if self._putting and self._putting.number == message.transfer:
                self._putting.take(message.data)
            case GiveUpClipboard():
                self._give_up(message.transfer)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Forget what is under way; what was put before stays, and is the customer's to replace."""
        if Permission.CLIPBOARD_OUT in permissions:
            self._stop_reading()
        if Permission.CLIPBOARD_IN in permissions:
            self._stop_putting()

    async def close(self) -> None:
        """Forget what is under way, and let what was put be pasted no more."""
        self._stop_reading()
        self._stop_putting()
        self._clipboard.close()

    def _put(self, kind: ClipboardKind, number: int, size: int) -> None:
        self._stop_putting()
        self._putting = Putting(self._around, self._clipboard, self._in_turn, number, kind, size)

    def _give_up(self, number: int) -> None:
        if self._reading and self._reading.number == number:
            self._stop_reading()
        if self._putting and self._putting.number == number:
            self._stop_putting()

    def _stop_reading(self) -> None:
        reading, self._reading = self._reading, None
        if reading:
            reading.fail(ClipboardFault.STOPPED)

    def _stop_putting(self) -> None:
        putting, self._putting = self._putting, None
        if putting:
            putting.fail(ClipboardFault.STOPPED)

    def _hidden_changed(self, hidden: Hidden) -> None:
        """Let nothing more go of what may be hidden by now; the technician can ask again."""
        self._stop_reading()
