"""Decides when the console is told of the customer's pointer: never on what is hidden, not while it rests.

One worker thread looks. Only the event loop tells, and it asks the gate before every message, so that `stop` takes
effect at once. How shapes become pictures is decided in pointer_shape.py, how they are drawn in the console.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError, PointerShape, PointerSight, PointerSource
from agent.media.capture import Masks
from agent.media.pointer_shape import ShapesTold, picture_of
from agent.protocol.messages import FromAgent, PointerPlace

PAUSE_SECONDS = 1 / 30
"""Between two looks; in between, the newest place waits."""

MAX_FAILURES = 5
"""Looks failing one after the other until the pointer is told of no more."""

NOWHERE = PointerPlace(x=0, y=0, shown=False, shape=0)
"""What is told of a pointer on something hidden."""


@dataclass(frozen=True)
class _Seen:
    """What the worker saw, and whether that lies on something hidden."""

    sight: PointerSight
    hidden: bool


class PointerSender:
    """Tells one console of one desktop's pointer. Every method is called on the event loop's thread."""

    def __init__(
        self,
        source: PointerSource,
        *,
        tell: Callable[[FromAgent], None],
        free: Callable[[], bool],
        take_back: Callable[[], None],
        permitted: Callable[[], bool],
        masks: Masks,
        shown: Callable[[], Rect],
    ) -> None:
        """Prepare; nobody looks before `start`.

        `tell` must not raise; `free` says whether all that was told has gone out; `take_back` lets none of it
        leave that has not; `permitted` is the gate; `masks` is
        called on the worker thread and returns what is hidden at that moment; `shown` is the part of the desktop that
        the console sees.
        """
        self._source, self._permitted = source, permitted
        self._tell, self._free, self._take_back = tell, free, take_back
        self._masks, self._shown = masks, shown
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pointer")
        self._shapes = ShapesTold()
        self._whose = _Whose()
        self._run: int | None = None
        self._runs = 0
        self._doubts = 0
        self._due = self._busy = False
        self._not_before = 0.0
        self._failures = 0
        self._told: PointerPlace | None = None
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin by telling how it is. Raise DesktopError when the desktop is gone."""
        self.stop()
        self._source.start(self.look)
        self._runs += 1
        self._run, self._failures, self._whose = self._runs, 0, _Whose()
        self.refresh()

    def stop(self) -> None:
        """Tell nothing more: once this returns, nothing reaches `tell`, whatever the worker is still doing.

        What has not left yet is taken back.
        """
        if self._run is None:
            return
        self._run, self._due = None, False
        self._take_back()
        self._source.stop()
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Stop for good and end the worker thread; the source stays the caller's."""
        self.stop()
        self._worker.shutdown(wait=True)

    def refresh(self) -> None:
        """Tell everything anew: the console may have lost it."""
        self._shapes.forget()
        self._told = None
        self.look()

    def doubt(self) -> None:
        """Look again, and tell nothing of what was seen before: what is hidden, or what is shown, is something else."""
        self._doubts += 1
        self.look()

    def look(self) -> None:
        """Look as soon as it may be; the source calls this when something is new."""
        self._due = self._run is not None
        self._go_on()

    def _go_on(self) -> None:
        """Let the worker look, if there is reason to and it is time; what is not sent yet would be behind by then."""
        if self._run is None or not self._due or self._busy or self._timer or not self._permitted():
            return
        wait = self._not_before - monotonic() if self._free() else PAUSE_SECONDS
        if wait > 0:
            self._timer = asyncio.get_running_loop().call_later(wait, self._waited)
            return
        self._due, self._busy, self._not_before = False, True, monotonic() + PAUSE_SECONDS
        run, doubts, loop = self._run, self._doubts, asyncio.get_running_loop()
        job = self._worker.submit(self._work)
        job.add_done_callback(lambda job: loop.call_soon_threadsafe(self._worked, run, doubts, job))

    def _waited(self) -> None:
        self._timer = None
        self._go_on()

    def _work(self) -> _Seen:
        """Look, then ask what was hidden since before (on the worker's thread)."""
        since = monotonic()
        sight = self._source.look()
        here = Rect(sight.x, sight.y, 1, 1)
        return _Seen(sight, any(cut(mask, here) for mask in self._masks(since)))

    def _worked(self, run: int, doubts: int, job: Future[_Seen]) -> None:
        """Tell what the worker saw, unless it was stopped meanwhile, or what is hidden is something else by now."""
        self._busy = False
        error = job.exception()
        if run != self._run:
            pass
        elif isinstance(error, DesktopError):
            self._fail()
        elif doubts != self._doubts:
            self._due = True
        elif self._permitted():
            self._failures = 0
            self._say(job.result())
        self._go_on()

    def _fail(self) -> None:
        """Show none where nobody can say whether it may be shown, and try again, a few times."""
        self._failures += 1
        self._due = True
        if self._permitted():
            self._say_place(NOWHERE)
        if self._failures >= MAX_FAILURES:
            self.stop()

    def _say(self, seen: _Seen) -> None:
        at, shape = seen.sight, self._whose.showable(seen.sight, seen.hidden)
        part = self._shown()
        if seen.hidden or not cut(part, Rect(at.x, at.y, 1, 1)):
            self._say_place(NOWHERE)
        else:
            self._say_place(PointerPlace(x=at.x, y=at.y, shown=True, shape=self._number(shape)))

    def _say_place(self, place: PointerPlace) -> None:
        if place != self._told:
            self._told = place
            self._tell(place)

    def _number(self, shape: PointerShape | None) -> int:
        """Number a shape, which the console is told when it is new to it; 0: a plain arrow."""
        if shape is None:
            return 0
        number, new = self._shapes.number(shape)
        if new:
            self._tell(picture_of(shape, number))
        return number


class _Whose:
    """Tells shapes that something hidden may have made for itself from others.

    Whoever a button was pressed on keeps the pointer, and gives it its shapes, until all are released: what is dragged
    out of something hidden has its looks. And a shape that was seen there last may have come along.
    """

    def __init__(self) -> None:
        self._holds = True
        """A button may be held since it was pressed on something hidden."""
        self._last: int | None = None
        """The shape that something hidden had last."""

    def showable(self, sight: PointerSight, hidden: bool) -> PointerShape | None:
        """Return the shape if it may be told; None: it may not, or there is none."""
        self._holds = sight.held and (self._holds or hidden)
        serial = sight.shape.serial if sight.shape else None
        if hidden or self._holds:
            self._last = serial
        elif serial != self._last:
            self._last = None
            return sight.shape
        return None
