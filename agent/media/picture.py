"""Decides when changed areas go out: damage -> capture -> mask -> encode -> send, paced by what the console has shown.

One worker thread captures and encodes. Only the event loop sends, and it asks the gate before every message, so that
`stop` takes effect at once. How pixels become bytes is decided in encode.py, how bytes become messages in wire.py.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from agent.areas import Rect, coalesce
from agent.desktop.base import DesktopError, ScreenSource
from agent.media import wire
from agent.media.capture import Masks
from agent.media.encode import Encoded, Encoder
from agent.media.outbox import Outbox
from agent.media.pacing import Pacer
from agent.media.quality import AIMS, Aim
from agent.media.reduction import capture_shown
from agent.media.stats import Waits
from agent.media.view import Shown, View
from agent.media.viewport import Viewport
from agent.protocol.errors import HandrailError
from agent.protocol.messages import Limit, Quality, VideoCodec

RETRY_SECONDS = 0.05
"""Pause before another try, when the screen changed its size under a capture or the channel is still full."""

MAX_FAILURES = 5
"""Captures failing one after the other until the picture gives up."""


URGENT_BYTES = 16 * 1024
"""What a newly covered area may take at once, whatever is under way: flat colour takes next to nothing."""

PREFERRED = (VideoCodec.H264, VideoCodec.VP8)
"""Best first: H.264 takes half of VP8's time to encode."""


@dataclass(frozen=True)
class PictureStats:
    """What was sent so far."""

    frames: int
    video_frames: int
    messages: int
    bytes: int


@dataclass(frozen=True)
class _Work:
    """What the worker made: one frame (None: nothing differs), whether it begins anew, and what it left."""

    frame: bytes | None
    anew: bool
    encoded: Encoded


@dataclass(frozen=True)
class _Order:
    """What the worker is asked for."""

    areas: list[Rect]
    budget: int
    shown: Shown
    """What the areas are of."""
    anew: bool
    """Whether everything begins anew."""
    lost: list[Rect]
    """What was encoded before and has not been sent after all."""
    codec: VideoCodec | None
    aim: Aim
    refine: bool


@dataclass(frozen=True)
class _Sent:
    """A frame that the console has not said to have shown."""

    number: int
    areas: list[Rect]
    anew: bool


class PictureSender:
    """Sends the picture of one screen to one console. Every method is called on the event loop's thread."""

    def __init__(
        self,
        source: ScreenSource,
        *,
        send: Callable[[bytes], None],
        buffered: Callable[[], int],
        unacknowledged: Callable[[], int],
        gap: Callable[[], bool],
        take_back: Callable[[], None],
        permitted: Callable[[], bool],
        masks: Masks,
        on_view: Callable[[Shown], None],
        on_error: Callable[[HandrailError], None],
    ) -> None:
        """Prepare; nothing is captured before `start`.

        `send` hands one message to the channel and must not raise; `buffered` says how many bytes the channel still
        holds, `unacknowledged` how many the other side does not have, `gap` whether it holds some back until a lost
        packet has come; `take_back` empties it, so that none of that leaves any more; `permitted` is the gate; `masks`
        is called on the worker thread and returns what is hidden at that moment; `on_error` is told once when the
        picture gives up, which has then stopped.
        """
        self._source, self._permitted = source, permitted
        self._unacknowledged, self._gap = unacknowledged, gap
        self._outbox = Outbox(send, buffered, take_back, permitted, self.stop)
        self._masks, self._on_view, self._on_error = masks, on_view, on_error
        self._view = View(source)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture")
        self._encoder = Encoder()
        self._pacer = Pacer()
        self._dirty: list[Rect] = []
        self._anew = False
        self._urgent: list[Rect] = []
        self._lost: list[Rect] = []
        self._under_way: list[_Sent] = []
        self._taken_back = 0
        self._run: int | None = None
        self._runs = 0
        self._frame = self._video_frames = 0
        self._busy = False
        self._failures = 0
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._codec: VideoCodec | None = None
        self._aim = AIMS[Quality.AUTOMATIC]
        self._waits = Waits(monotonic())
        self._not_before = 0.0
        self._changed_at = 0.0
        self._refining = False
        self._rough: list[Rect] = []

    @property
    def stats(self) -> PictureStats:
        """Count what was sent so far, over all runs."""
        return PictureStats(self._frame, self._video_frames, self._outbox.messages, self._outbox.bytes)

    @property
    def line_rate(self) -> int | None:
        """Bytes a second that the line carries, as far as it was seen."""
        return round(self._pacer.rate) if self._pacer.known else None

    def limited(self) -> Limit:
        """Say what the picture waited for most since it was last asked; ask about once a second."""
        return self._waits.look(monotonic())

    def start(self) -> None:
        """Begin with a full picture. Calls `on_view` before the first message and at each change of what is shown.

        Raise DesktopError when the screen cannot be watched.
        """
        self.stop()
        self._source.start(self._damaged, self.refresh)
        self._begin_run()
        self._failures = 0
        self.refresh()

    def stop(self) -> None:
        """Send nothing more: once this returns, nothing reaches `send`, whatever the worker is still doing.

        What the channel still holds is taken back.
        """
        if self._run is None:
            return
        self._run = None
        self._dirty, self._urgent, self._lost, self._under_way = [], [], [], []
        self._outbox.clear()
        self._source.stop()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def close(self) -> None:
        """Stop for good and end the worker thread; the source stays the caller's."""
        self.stop()
        self._worker.shutdown(wait=True)
        self._encoder.reset((0, 0))

    def use_codecs(self, codecs: Sequence[VideoCodec]) -> None:
        """Allow these video codecs from the next frame on. Until told, everything is lossless."""
        self._codec = next((codec for codec in PREFERRED if codec in codecs), None)

    def choose_monitor(self, monitor: int | None) -> None:
        """Show that monitor alone, with a full picture of it; None: all. One that is not there changes nothing."""
        self._view.choose(monitor)
        self.refresh()

    def fit(self, width: int, height: int) -> None:
        """Send no more than fills a room of so many pixels."""
        if self._view.fit(width, height):
            self.refresh()

    def use_quality(self, quality: Quality) -> None:
        """Favour what the technician wants most, from the next frame on."""
        self._aim = AIMS[quality]
        if self._run is not None and self._rough:
            self._later("refine", self._aim.refine_seconds, self._refine)

    def acknowledged(self) -> None:
        """Take note that the other side has more of what was sent."""
        self._pacer.acknowledged(self._waiting, monotonic(), gap=self._gap())
        self._pump()

    @property
    def _waiting(self) -> int:
        """Bytes that the other side does not have yet."""
        return self._outbox.waiting + self._unacknowledged()

    def shown(self, frame: int) -> None:
        """Take note that the console drew everything up to `frame`."""
        self._pacer.shown(frame)
        self._under_way = [sent for sent in self._under_way if sent.number > frame]
        self._pump()

    def refresh(self) -> None:
        """Send everything anew; also called by the source when the screen's size or the monitors are others."""
        if self._run is None:
            return
        self._begin_run()  # what the worker is making may be of another part of the desktop
        self._on_view(self._view.look())
        self._anew, self._dirty, self._under_way = True, [self._viewport.stream], []
        self._urgent, self._lost, self._rough = [], [], []
        self._outbox.clear()
        self._pacer.reset()
        self._pump()

    def _begin_run(self) -> None:
        self._runs += 1
        self._run = self._runs

    @property
    def part(self) -> Rect:
        """The part of the desktop that is shown."""
        return self._viewport.part

    @property
    def _viewport(self) -> Viewport:
        return self._view.viewport

    def masks_changed(self, areas: Sequence[Rect] | None = None, sudden: bool = True) -> None:
        """Capture `areas` again (None: everything), where masks came or went.

        `sudden`: what was captured before is not sent any more, and what is covered now goes out first.
        """
        if self._run is None:
            return
        if sudden:
            self._take_back()
            self._urgent = [*self._urgent, *self._viewport.to_stream(areas or ())]
        self._damaged([self._viewport.part] if areas is None else areas)

    def _take_back(self) -> None:
        """Take back whatever may not have left yet, as if it had never been encoded."""
        self._outbox.clear()
        self._pacer.reset()
        self._taken_back += 1
        for sent in self._under_way:
            self._lose(sent.areas, sent.anew)
        self._under_way = []

    def _lose(self, areas: Sequence[Rect], anew: bool) -> None:
        self._lost += areas
        self._dirty = coalesce([*self._dirty, *areas])
        if anew:
            self._anew, self._dirty = True, [self._viewport.stream]

    def _damaged(self, areas: Sequence[Rect]) -> None:
        """Capture these areas of the desktop again, as far as they are shown."""
        self._changed_at = monotonic()
        self._send_anew(self._viewport.to_stream(areas))

    def _send_anew(self, areas: Sequence[Rect]) -> None:
        if self._run is None:
            return
        self._dirty = coalesce([*self._dirty, *areas])
        self._pump()

    def _pump(self) -> None:
        """Go on, and take note of what is waited for."""
        self._go_on()
        self._waits.turn(self._waits_for(), monotonic())

    def _waits_for(self) -> Limit:
        if self._run is None or not self._dirty or self._resting > 0:
            return Limit.NONE
        if self._busy:
            return Limit.MACHINE
        return Limit.CONSOLE if self._pacer.behind else Limit.LINE

    @property
    def _resting(self) -> float:
        """Seconds until the next frame may go under what the technician wants."""
        return 0.0 if self._urgent else self._not_before - monotonic()

    def _go_on(self) -> None:
        """Let the worker make the next frame, if there is something to show and room for it."""
        if self._run is None or self._busy or not self._dirty or not self._permitted():
            return
        if self._resting > 0:
            return self._later("rest", self._resting, self._pump)
        budget = max(self._pacer.budget(self._waiting), URGENT_BYTES if self._urgent else 0)
        if not budget:
            return  # what arrives, or is shown, comes back here
        areas, self._dirty = (self._urgent, self._dirty) if self._urgent else (self._dirty, [])
        order = _Order(areas, budget, self._view.shown, self._anew, self._lost, self._codec, self._aim, self._refining)
        self._anew, self._urgent, self._lost, self._busy = False, [], [], True
        run, taken_back, loop = self._run, self._taken_back, asyncio.get_running_loop()

        def made(work: _Work) -> None:
            loop.call_soon_threadsafe(self._made, run, taken_back, work)

        job = self._worker.submit(self._work, order, made)
        job.add_done_callback(lambda job: loop.call_soon_threadsafe(self._worked, run, job))

    def _work(self, order: _Order, made: Callable[[_Work], None]) -> None:
        """Make one frame, or two of which the first does not wait for the second (on the worker's thread)."""
        shown = order.shown
        if order.anew:
            self._encoder.reset(shown.viewport.size)
        elif order.lost:
            self._encoder.forget(order.lost)
        self._encoder.use_video(order.codec if order.aim.video else None, order.aim.crf)
        captured = capture_shown(self._source, order.areas, self._masks, shown.viewport)
        anew = order.anew
        for encoded in self._encoder.encode(captured, order.budget, refine=order.refine, lossy=order.aim.video):
            size, parts = self._encoder.size, encoded.parts
            frame = wire.pack_frame(size, parts, whole=anew, view=shown.number) if parts else None
            made(_Work(frame, anew, encoded))
            anew = False

    def _made(self, run: int, taken_back: int, work: _Work) -> None:
        """Take over what the worker made, unless the picture was stopped meanwhile, or begun anew."""
        if run == self._run:
            self._failures = 0
            self._take_over(work, taken_back != self._taken_back)

    def _worked(self, run: int, job: Future[None]) -> None:
        """Go on after the worker's job."""
        self._busy = False
        error = job.exception()
        if run != self._run:
            pass  # stopped, or begun anew: that job concerns nobody
        elif isinstance(error, DesktopError) and self._failures < MAX_FAILURES:
            self._failures += 1
            self._later("anew", RETRY_SECONDS, self.refresh)
        elif error is not None:
            self._give_up(error)
        self._pump()

    def _take_over(self, work: _Work, late: bool) -> None:
        """Send a frame, unless it was captured before something had to be covered suddenly."""
        self._settle(work.encoded)
        areas = [part.area for part in work.encoded.parts]
        if late:
            self._lose(areas, work.anew)
        elif work.frame is not None:
            self._deliver(work.frame)
            self._under_way.append(_Sent(self._frame, areas, work.anew))

    def _settle(self, encoded: Encoded) -> None:
        """Keep what is still to be sent; what went roughly is refined once nothing moves any more."""
        self._rough = encoded.rough
        self._video_frames += encoded.moving
        if encoded.roughened:
            self._refining = False
            self._later("refine", self._changed_at + self._aim.refine_seconds - monotonic(), self._refine)
        elif self._refining and encoded.rough and not (encoded.left_over or encoded.more or "refine" in self._timers):
            self._later("refine", 0.0, self._refine)  # it went in some levels: now in all
        self._dirty = coalesce([*self._dirty, *encoded.left_over])

    def _refine(self) -> None:
        self._timers.pop("refine", None)
        self._refining = True
        self._send_anew(self._rough)

    def _deliver(self, frame: bytes) -> None:
        self._frame += 1
        self._not_before = monotonic() + self._aim.pause_seconds
        self._pacer.sent(self._frame, len(frame), self._waiting, monotonic())
        self._outbox.put(wire.messages(self._frame, frame))

    def _give_up(self, error: BaseException) -> None:
        self.stop()
        if not isinstance(error, HandrailError):
            raise error
        self._on_error(error)

    def _later(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call `call` after `seconds`, unless the picture stops or the timer `name` is set anew before."""
        if timer := self._timers.pop(name, None):
            timer.cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, call)
