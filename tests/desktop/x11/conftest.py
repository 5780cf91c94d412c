"""The masking of one small screen, as the agent runs it, and two programs whose windows do what a test says."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from time import monotonic

import pytest
from Xlib import X

from agent.areas import Rect, cut
from agent.desktop import trails
from agent.desktop.x11 import follow
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.follow import Follower
from agent.desktop.x11.masking import X11Masking
from agent.hiding.judge import judge
from scripts.rigs.xserver import xvfb
from tests.desktop.rig import PATIENCE
from tests.desktop.x11.fakes import NothingKnown
from tests.desktop.x11.puppet import Puppet


class Masked:
    """The masking of one display, and what it told."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.connection = X11Connection(display)
        self.known = NothingKnown()
        self.masking = X11Masking(self.connection, judge, self.known, set)
        self.told: list[tuple[Sequence[Rect], bool]] = []
        self.masking.start(lambda areas, sudden: self.told.append((areas, sudden)))

    @property
    def follower(self) -> Follower:
        """What follows the windows; while its `_work` is held, nobody does."""
        assert self.masking._follower
        return self.masking._follower

    async def masks(self) -> list[Rect]:
        """Ask as the picture's worker does, after a capture that began just now."""
        return [*await asyncio.to_thread(self.masking.masks, monotonic())]

    async def covers(self, x: int, y: int) -> bool:
        return any(cut(mask, Rect(x, y, 1, 1)) for mask in await self.masks())

    async def comes(self, condition: Callable[[], bool]) -> None:
        """Wait until the follower has come to it."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            follower = self.masking._follower
            raise AssertionError(f"never; it knows of: {follower and follower.standing}") from None

    async def comes_to_cover(self, x: int, y: int, covered: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.covers(x, y) != covered:
                await asyncio.sleep(0.01)

    def close(self) -> None:
        self.masking.stop()
        self.connection.close()


@pytest.fixture
def endless_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let remains stay covered until something is drawn there, however long that takes."""
    for module in (trails, follow):
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 1000.0)


@pytest.fixture
def small_screen() -> Iterator[str]:
    with xvfb((400, 300)) as display:
        yield display


@pytest.fixture
async def masked(small_screen: str) -> AsyncIterator[Masked]:
    masked = Masked(small_screen)
    masked.connection.display.set_input_focus(X.PointerRoot, X.RevertToPointerRoot, X.CurrentTime)
    masked.connection.display.sync()
    yield masked
    masked.close()


@pytest.fixture
def vault(small_screen: str) -> Iterator[Puppet]:
    with Puppet(small_screen, "vault") as program:
        yield program


@pytest.fixture
def page(small_screen: str) -> Iterator[Puppet]:
    with Puppet(small_screen, "page") as program:
        yield program
