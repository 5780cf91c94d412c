"""Out: what the customer copied goes to the technician, once, when asked for; read and checked beside the loop."""

import asyncio
import threading
from typing import Final

from agent.desktop.base import Clip, Clipboard, ClipboardError, DesktopError
from agent.protocol.clipboard_messages import (
    CLIPBOARD_PART,
    CLIPBOARD_WINDOW,
    ClipboardContent,
    ClipboardFailed,
    ClipboardFault,
    ClipboardKind,
    ClipboardPiece,
    part_of,
)
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.clipboard.content import Content, content_of
from agent.tools.clipboard.patience import Patience
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.off_loop import off_loop

WORK_SECONDS: Final = 28.0
"""How long reading and checking may take together; a large image takes seconds to be written anew."""


ENTRIES: Final = {ClipboardKind.TEXT: "clipboard.text_read", ClipboardKind.IMAGE: "clipboard.image_read"}
"""What is written down when it goes."""


class Reading:
    """One transfer out."""

    def __init__(self, around: Around, clipboard: Clipboard, turn: asyncio.Lock, number: int) -> None:
        """Begin to read, once what was read before is: only one is kept in memory, however often it is asked for."""
        self._around, self._clipboard, self._turn, self.number = around, clipboard, turn, number
        self._given_up = threading.Event()
        self._over = False
        self._data = b""
        self._sent = self._under_way = 0
        self._patience = Patience(lambda: self.fail(ClipboardFault.STOPPED))
        around.spawn(self._run())

    def took(self) -> None:
        """Take note that the console has one piece more: another may go."""
        self._under_way = max(0, self._under_way - 1)
        self._send()

    def fail(self, fault: ClipboardFault) -> None:
        """Let nothing more go, and say why, unless all of it went."""
        if not self._over:
            self._end()
            self._around.tell(ClipboardFailed(transfer=self.number, reason=fault))

    def _end(self) -> None:
        self._over = True
        self._given_up.set()
        self._data = b""
        self._patience.end()

    async def _run(self) -> None:
        discretion = self._around.discretion()
        async with self._turn:
            if self._over:
                return
            found = await off_loop(lambda: self._read(discretion), WORK_SECONDS, "clipboard-out")
        if self._over:
            return
        match found:
            case Content() if self._around.permitted(Permission.CLIPBOARD_OUT):
                self._tell(found)
            case Content() | None:
                self.fail(ClipboardFault.UNANSWERED if found is None else ClipboardFault.STOPPED)
            case fault:
                self.fail(fault)

    def _read(self, discretion: Discretion) -> Content | ClipboardFault:
        """Read and check, on a thread of its own."""
        try:
            clip = self._clipboard.read(self._given_up)
        except ClipboardError as error:
            return error.fault
        except DesktopError:
            return ClipboardFault.UNANSWERED
        return ClipboardFault.NOTHING if _tells(clip, discretion) else content_of(clip)

    def _tell(self, content: Content) -> None:
        """Write down what goes, then let it go."""
        self._around.record(ENTRIES[content.clip.kind], {"size": content.size})
        self._data = content.clip.data
        self._around.tell(ClipboardContent(transfer=self.number, kind=content.clip.kind, size=len(content.clip.data)))
        self._send()

    def _send(self) -> None:
        """Let as many pieces go as may be under way."""
        while self._sent < len(self._data) and self._under_way < CLIPBOARD_WINDOW:
            if not self._around.permitted(Permission.CLIPBOARD_OUT):
                return self.fail(ClipboardFault.STOPPED)
            piece = part_of(self._data, self._sent)
            self._sent, self._under_way = self._sent + CLIPBOARD_PART, self._under_way + 1
            self._around.tell(ClipboardPiece(transfer=self.number, data=piece))
            self._patience.renew()
        if self._data and self._sent >= len(self._data):
            self._end()


def _tells(clip: Clip, discretion: Discretion) -> bool:
    """Say whether a text names something hidden; in doubt it does."""
    if clip.kind is not ClipboardKind.TEXT or not discretion.hidden.folders:
        return False
    try:
        return any(discretion.tells(line) for line in clip.data.decode("utf-8", "replace").splitlines())
    except SourceError:
        return True
