"""In: what the technician sends becomes what the customer can paste, once, when all of it came and was checked."""

import asyncio
from typing import Final

from agent.desktop.base import Clip, Clipboard, DesktopError
from agent.protocol.clipboard_messages import (
    MAX_CLIPBOARD_IMAGE,
    MAX_CLIPBOARD_TEXT,
    ClipboardFailed,
    ClipboardFault,
    ClipboardKind,
    ClipboardPlaced,
    ClipboardTaken,
    bytes_of,
)
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.clipboard.content import Content, content_of
from agent.tools.clipboard.patience import Patience
from agent.tools.off_loop import off_loop

CHECK_SECONDS: Final = 20.0
"""How long checking may take; a large image takes seconds to be written anew."""

PUT_SECONDS: Final = 5.0

LIMITS: Final = {ClipboardKind.TEXT: MAX_CLIPBOARD_TEXT, ClipboardKind.IMAGE: MAX_CLIPBOARD_IMAGE}


ENTRIES: Final = {ClipboardKind.TEXT: "clipboard.text_put", ClipboardKind.IMAGE: "clipboard.image_put"}
"""What is written down before it can be pasted."""


class Putting:
    """One transfer in."""

    def __init__(
        self, around: Around, clipboard: Clipboard, turn: asyncio.Lock, number: int, kind: ClipboardKind, size: int
    ) -> None:
        """Begin to take `size` bytes. They are checked once what came before is: only one is unfolded at a time."""
        self._around, self._clipboard, self._turn, self.number = around, clipboard, turn, number
        self._kind, self._size = kind, size
        self._taken = bytearray()
        self._over = False
        self._patience = Patience(lambda: self.fail(ClipboardFault.STOPPED))
        if size > LIMITS[kind]:
            self.fail(ClipboardFault.TOO_LARGE)

    def take(self, part: str) -> None:
        """Take the next bytes; with the last, check them and let them be pasted."""
        if self._over or len(self._taken) == self._size:
            return
        self._taken += bytes_of(part)
        if len(self._taken) > self._size:
            return self.fail(ClipboardFault.STOPPED)
        self._around.tell(ClipboardTaken(transfer=self.number))
        if len(self._taken) < self._size:
            return self._patience.renew()
        self._patience.end()
        self._around.spawn(self._put(Clip(self._kind, bytes(self._taken))))

    def fail(self, fault: ClipboardFault) -> None:
        """Forget what came, and say why, unless it is where it belongs."""
        if not self._over:
            self._end()
            self._around.tell(ClipboardFailed(transfer=self.number, reason=fault))

    def _end(self) -> None:
        self._over = True
        self._taken.clear()
        self._patience.end()

    async def _put(self, clip: Clip) -> None:
        """Check, write down, and only then let it be pasted."""
        async with self._turn:
            if self._over:
                return
            found = await off_loop(lambda: content_of(clip), CHECK_SECONDS, "clipboard-in")
        if self._over:
            return
        if not isinstance(found, Content):
            return self.fail(ClipboardFault.UNANSWERED if found is None else found)
        if not self._around.permitted(Permission.CLIPBOARD_IN):
            return self.fail(ClipboardFault.STOPPED)
        self._around.record(ENTRIES[self._kind], {"size": found.size})
        self._end()
        placed = await off_loop(lambda: self._place(found.clip), PUT_SECONDS, "clipboard-put")
        failed = ClipboardFailed(transfer=self.number, reason=ClipboardFault.UNANSWERED)
        self._around.tell(ClipboardPlaced(transfer=self.number) if placed else failed)

    def _place(self, clip: Clip) -> bool:
        try:
            self._clipboard.put(clip)
        except DesktopError:
            return False
        return True
