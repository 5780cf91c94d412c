"""One picture session under test: the sender, the browser that shows it, and what both said."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from PIL import Image

from agent.areas import Rect
from agent.desktop.base import ScreenSource
from agent.media.picture import PictureSender
from agent.media.view import Shown
from agent.protocol.errors import HandrailError
from agent.protocol.messages import VideoCodec
from tests.media.measure import psnr
from tests.media.rig import Viewer, chromium

PATIENCE = 20.0


class Session:
    """A sender wired to a browser, with a gate and masks that the test sets."""

    def __init__(self, viewer: Viewer, source: ScreenSource, codecs: Sequence[VideoCodec] | None = None) -> None:
        self.viewer = viewer
        self.gate: Callable[[], bool] = lambda: True
        self.masks: Sequence[Rect] = ()
        self.views: list[Shown] = []
        self.errors: list[HandrailError] = []
        self.shown = 0
        self.refreshes = 0
        self.ready = asyncio.Event()
        self._only = codecs
        self.codecs: Sequence[VideoCodec] = ()
        self.sender = PictureSender(
            source,
            send=viewer.send,
            buffered=viewer.buffered,
            unacknowledged=viewer.buffered,
            gap=lambda: False,
            take_back=lambda: None,
            permitted=lambda: self.gate(),
            masks=lambda since: self.masks,
            on_view=self.views.append,
            on_error=self.errors.append,
        )
        viewer.on_message, viewer.on_sent = self._heard, self.sender.acknowledged
        while not viewer.heard.empty():
            self._heard(viewer.heard.get_nowait())

    def _heard(self, message: dict[str, Any]) -> None:
        match message:
            case {"shown": frame}:
                self.shown = frame
                self.sender.shown(frame)
            case {"refresh": _}:
                self.refreshes += 1
                self.sender.refresh()
            case {"codecs": codecs}:
                self.codecs = [VideoCodec(codec) for codec in codecs] if self._only is None else self._only
                self.sender.use_codecs(self.codecs)
                self.ready.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds; fail after PATIENCE seconds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.01)

    async def until_equal(
        self,
        screen: Callable[[], Image.Image],
        at_least: float = float("inf"),
        within: tuple[int, int, int, int] | None = None,
    ) -> float:
        """Wait until the canvas (or the box `within` it) shows the screen; return the PSNR in dB, or fail."""
        best = 0.0
        for _ in range(100):
            shown, real = (await self.viewer.canvas()).crop(within), screen()
            if shown.size == real.size:
                best = psnr(shown, real)
                if best >= at_least:
                    return best
            await asyncio.sleep(PATIENCE / 100)
        raise AssertionError(f"the canvas never became the screen: {best:.1f} dB")


@asynccontextmanager
async def session(
    source: ScreenSource,
    codecs: Sequence[VideoCodec] | None = None,
    browser: Callable[[], AbstractAsyncContextManager[Viewer]] = chromium,
) -> AsyncIterator[Session]:
    """Open a browser and wire a sender to it; nothing is started yet. `codecs` None: what the browser says."""
    async with browser() as viewer:
        running = Session(viewer, source, codecs)
        async with asyncio.timeout(PATIENCE):
            await running.ready.wait()
        yield running
        running.sender.close()
