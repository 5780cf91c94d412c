"""Decides when changed areas go out: damage -> capture -> mask -> encode -> send, paced by what the console has shown.

One worker thread captures and encodes. Only the event loop sends, and it asks the gate before every message, so that
`stop` takes effect at once. How pixels become bytes is decided in encode.py, how bytes become messages in wire.py.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from agent.desktop.base import DesktopError, Rect, ScreenSource
from agent.media import wire
from agent.media.areas import coalesce, within
from agent.media.capture import Masks, capture
from agent.media.encode import Encoder
from agent.media.pacing import Pacer
from agent.protocol.errors import HandrailError
from agent.protocol.messages import VideoCodec

RETRY_SECONDS = 0.05
"""Pause before another try, when the screen changed its size under a capture or the channel is still full."""

MAX_FAILURES = 5
"""Captures failing one after the other until the picture gives up."""


@dataclass
class PictureStats:
    """What was sent so far."""

    frames: int = 0
    messages: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class _Work:
    """What the worker made: one frame (None: nothing differs), and what did not fit into it."""

    frame: bytes | None
    left_over: list[Rect]


class PictureSender:
    """Sends the picture of one screen to one console. Every method is called on the event loop's thread."""

    def __init__(
        self,
        source: ScreenSource,
        *,
        send: Callable[[bytes], None],
        buffered: Callable[[], int],
        permitted: Callable[[], bool],
        masks: Masks,
        on_geometry: Callable[[int, int], None],
        on_error: Callable[[HandrailError], None],
    ) -> None:
        """Prepare; nothing is captured before `start`.

        `send` hands one message to the channel and must not raise; `buffered` says how many bytes the channel still
        holds; `permitted` is the gate; `masks` is called on the worker thread and returns what is hidden at that
        moment; `on_error` is told once when the picture gives up, which has then stopped.
        """
        self.stats = PictureStats()
        self._source, self._send, self._buffered, self._permitted = source, send, buffered, permitted
        self._masks, self._on_geometry, self._on_error = masks, on_geometry, on_error
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture")
        self._encoder = Encoder()
        self._pacer = Pacer()
        self._dirty: list[Rect] = []
        self._anew: tuple[int, int] | None = None
        self._run: int | None = None
        self._runs = 0
        self._frame = 0
        self._busy = False
        self._failures = 0
        self._retry: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin with a full picture. Calls `on_geometry` before the first message and at each change of size."""
        self.stop()
        self._runs += 1
        self._run, self._failures, self._anew = self._runs, 0, self._source.size
        self._source.start(self._damaged, self.refresh)
        self.refresh()

    def stop(self) -> None:
        """Send nothing more: once this returns, nothing reaches `send`, whatever the worker is still doing."""
        if self._run is None:
            return
        self._run = None
        self._dirty.clear()
        self._source.stop()
        if self._retry:
            self._retry.cancel()
            self._retry = None

    def close(self) -> None:
        """Stop for good and end the worker thread; the source stays the caller's."""
        self.stop()
        self._worker.shutdown(wait=True)
        self._encoder.reset((0, 0))

    def use_codecs(self, codecs: Sequence[VideoCodec]) -> None:
        """Allow these video codecs. Until told, everything is lossless."""

    def shown(self, frame: int) -> None:
        """Take note that the console drew everything up to `frame`."""
        self._pacer.shown(frame, monotonic())
        self._pump()

    def refresh(self) -> None:
        """Send everything anew; also called by the source when the screen has a new size."""
        if self._run is None:
            return
        self._anew = self._source.size
        self._dirty = [Rect(0, 0, *self._anew)]
        self._pacer.reset()
        self._on_geometry(*self._anew)
        self._pump()

    def masks_changed(self) -> None:
        """Capture everything again; what a mask now covers or no longer covers goes out at once."""
        self._damaged([Rect(0, 0, *self._source.size)])

    def _damaged(self, areas: Sequence[Rect]) -> None:
        if self._run is None:
            return
        self._dirty = coalesce([*self._dirty, *within(areas, Rect(0, 0, *self._source.size))])
        self._pump()

    def _pump(self) -> None:
        """Let the worker make the next frame, if there is something to show and room for it."""
        if self._run is None or self._busy or not self._dirty or not self._permitted():
            return
        budget = self._pacer.budget(self._buffered())
        if not budget:
            if self._pacer.idle:
                self._retry_later()
            return
        anew, self._anew, areas, self._dirty = self._anew, None, self._dirty, []
        self._busy = True
        run, loop = self._run, asyncio.get_running_loop()
        job = self._worker.submit(self._work, areas, anew, budget)
        job.add_done_callback(lambda job: loop.call_soon_threadsafe(self._worked, run, areas, job))

    def _work(self, areas: list[Rect], anew: tuple[int, int] | None, budget: int) -> _Work:
        """Make one frame (on the worker's thread)."""
        if anew:
            self._encoder.reset(anew)
        encoded = self._encoder.encode(capture(self._source, areas, self._masks), budget)
        frame = wire.pack_frame(self._encoder.size, encoded.parts, whole=anew is not None) if encoded.parts else None
        return _Work(frame, encoded.left_over)

    def _worked(self, run: int, areas: list[Rect], job: Future[_Work]) -> None:
        """Take over what the worker made, unless the picture was stopped meanwhile."""
        self._busy = False
        error = job.exception()
        if run != self._run:
            pass  # stopped, or begun anew: what that job made goes nowhere
        elif isinstance(error, DesktopError) and self._failures < MAX_FAILURES:
            self._failures += 1
            self._retry_later(anew=True)
        elif error is not None:
            self._give_up(error)
        else:
            self._failures = 0
            self._dirty = coalesce([*self._dirty, *job.result().left_over])
            self._deliver(run, job.result().frame)
        self._pump()

    def _deliver(self, run: int, frame: bytes | None) -> None:
        if frame is None:
            return
        self._frame += 1
        self._pacer.sent(self._frame, len(frame), monotonic())
        self.stats.frames += 1
        for message in wire.messages(self._frame, frame):
            if run == self._run and not self._permitted():
                self.stop()
            if run != self._run:
                return
            self._send(message)
            self.stats.messages += 1
            self.stats.bytes += len(message)

    def _give_up(self, error: BaseException) -> None:
        self.stop()
        if not isinstance(error, HandrailError):
            raise error
        self._on_error(error)

    def _retry_later(self, *, anew: bool = False) -> None:
        if self._retry:
            self._retry.cancel()
        self._retry = asyncio.get_running_loop().call_later(RETRY_SECONDS, self.refresh if anew else self._pump)
