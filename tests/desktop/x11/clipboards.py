"""The clipboard as the agent runs it, beside its masking, for the tests of both its halves."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from threading import Event

import pytest

from agent.desktop.base import Clip, ClipboardError
from agent.desktop.x11 import clipboard_reading
from agent.desktop.x11.clipboard import X11Clipboard
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import ClipboardFault, ClipboardKind
from scripts.rigs.copier import Copier
from tests.desktop.rig import PATIENCE
from tests.desktop.x11.conftest import Masked

NOTHING_HIDDEN = Hidden(guards=frozenset())
LONG = "".join(f"ligne {number} é 😀\n" for number in range(40_000)).encode()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault of the owner's."""
    monkeypatch.setattr(clipboard_reading, "ANSWER_SECONDS", PATIENCE)
    monkeypatch.setattr(clipboard_reading, "READ_SECONDS", 3 * PATIENCE)


class Board:
    """The clipboard as the agent runs it, beside its masking."""

    def __init__(self, masked: Masked) -> None:
        self.masked = masked
        self.clipboard = X11Clipboard(masked.display, masked.masking)
        self.clipboard.start()

    def hide(self, hidden: Hidden) -> None:
        self.masked.masking.use(hidden)

    async def read(self, given_up: Event | None = None) -> Clip:
        return await asyncio.to_thread(self.clipboard.read, given_up or Event())

    async def text(self) -> bytes:
        clip = await self.read()
        assert clip.kind is ClipboardKind.TEXT
        return clip.data

    async def fault(self) -> ClipboardFault:
        with pytest.raises(ClipboardError) as caught:
            await self.read()
        return caught.value.fault

    async def put(self, data: bytes, kind: ClipboardKind = ClipboardKind.TEXT) -> None:
        await asyncio.to_thread(self.clipboard.put, Clip(kind, data))

    async def comes_to_read(self, data: bytes) -> None:
        """Wait until the windows that are there are known."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    assert await self.text() == data
                    return
                except ClipboardError:
                    await asyncio.sleep(0.02)


@pytest.fixture
async def board(masked: Masked) -> AsyncIterator[Board]:
    board = Board(masked)
    board.hide(NOTHING_HIDDEN)
    yield board
    board.clipboard.close()


@pytest.fixture
def peer(small_screen: str) -> Iterator[Copier]:
    with Copier(small_screen, "notes") as program:
        program.open()
        yield program
