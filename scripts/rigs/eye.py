"""Looks at a display as the agent would send it, frame by frame, and at what is really on it; counts the marker."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.areas import Rect
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.masking import X11Masking
from agent.desktop.x11.screen import X11Screen
from agent.disk.holders import Holders
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden
from agent.media.capture import MASK_PIXEL, capture
from scripts.rigs.marker import marker_pixels

PAUSE_SECONDS = 0.01
RAW_EVERY = 2
"""Each so many frames, the display itself is looked at too."""


class Eye:
    """What was seen so far; `begin` counts anew."""

    def __init__(self, screen: X11Screen, masking: X11Masking) -> None:
        self._screen, self._masking = screen, masking
        self._ended = threading.Event()
        self.begin()

    def begin(self) -> None:
        """Count anew."""
        self.frames = self.leaked = self.really = 0
        self.covered = 1.0
        """The share of the last frame that was covered."""

    def look(self) -> None:
        """Look until told to end (on a thread of its own)."""
        area = Rect(0, 0, *self._screen.size)
        while not self._ended.wait(PAUSE_SECONDS):
            pixels = capture(self._screen, [area], self._masking.masks)[0].pixels
            self.leaked += marker_pixels(pixels) > 0
            self.covered = pixels.count(MASK_PIXEL[:3]) / (area.width * area.height)
            if self.frames % RAW_EVERY == 0:
                self.really += marker_pixels(self._screen.grab(area)) > 0
            self.frames += 1

    def end(self) -> None:
        """Look no more."""
        self._ended.set()

    def settles(self, covered: bool, seconds: float = 60) -> bool:
        """Wait until something is covered, or nothing; say whether it came to that."""
        end = time.monotonic() + seconds
        while (self.covered > 0) is not covered and time.monotonic() < end:
            time.sleep(0.02)
        return (self.covered > 0) is covered


@contextmanager
def eye(display: str, home: Path, hidden: Hidden) -> Iterator[Eye]:
    """Open an eye on `display` with the agent's own masking, until the block ends."""
    loop = asyncio.new_event_loop()
    turning = threading.Thread(target=loop.run_forever, name="eye-loop", daemon=True)
    turning.start()
    connection, screen = X11Connection(display), X11Screen(display)
    masking = X11Masking(connection, judge, Holders(home), lambda: {os.getpid()})

    async def start() -> None:
        masking.start(lambda areas, sudden: None)
        masking.use(hidden)

    async def stop() -> None:
        masking.stop()

    asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    seeing = Eye(screen, masking)
    looking = threading.Thread(target=seeing.look, name="eye", daemon=True)
    looking.start()
    try:
        yield seeing
    finally:
        seeing.end()
        looking.join(10)
        asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        turning.join(10)
        screen.close()
        connection.close()
