"""One picture of one display, by ScreenCaptureKit (SCScreenshotManager, macOS 14 on), without the agent's own windows.

The marks of the technician stay in it: they are on the customer's screen, and the technician sees them there.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Lock
from time import monotonic
from typing import Any, Final, Protocol

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.macos.windows import GLASS

PATIENCE_SECONDS: Final = 2.0
"""How long is waited for macOS; it answers in some hundredths of a second."""

KNOWN_SECONDS: Final = 1.0
"""How long is kept which displays and programs there are. A window of ours that comes meanwhile is in the
picture as on X11, and covered where it names what is hidden."""

BGRA: Final = 0x42475241  # kCVPixelFormatType_32BGRA
_LITTLE, _ORDER_MASK, _ALPHA_MASK = 0x2000, 0x7000, 0x1F  # kCGBitmapByteOrder32Little and the masks
_ALPHA_FIRST: Final = frozenset({2, 4, 6})  # kCGImageAlphaPremultipliedFirst, kCGImageAlphaFirst, ...NoneSkipFirst


class KitCalls(Protocol):
    """What is asked of ScreenCaptureKit; objects of Objective-C are opaque."""

    SCShareableContent: Any
    SCContentFilter: Any
    SCStreamConfiguration: Any
    SCScreenshotManager: Any


class ImageCalls(Protocol):
    """What is asked of Quartz of an image (CGImage.h), which is opaque."""

    def CGImageGetWidth(self, image: Any, /) -> int:
        """Return its width in pixels."""

    def CGImageGetHeight(self, image: Any, /) -> int:
        """Return its height in pixels."""

    def CGImageGetBitsPerPixel(self, image: Any, /) -> int:
        """Return how much a pixel takes."""

    def CGImageGetBytesPerRow(self, image: Any, /) -> int:
        """Return how much a row takes, with padding."""

    def CGImageGetBitmapInfo(self, image: Any, /) -> int:
        """Return in which order a pixel's parts come."""

    def CGImageGetDataProvider(self, image: Any, /) -> Any:
        """Return what has its bytes."""

    def CGDataProviderCopyData(self, provider: Any, /) -> Any:
        """Return its bytes, as a buffer."""


class CaptureKit:
    """Takes pictures, one at a time, from any thread."""

    def __init__(
        self,
        kit: KitCalls,
        images: ImageCalls,
        pool: Callable[[], AbstractContextManager[object]],
        own_pids: Callable[[], set[int]],
    ) -> None:
        """Prepare; `pool` frees what Objective-C made meanwhile (objc.autorelease_pool)."""
        self._kit, self._images, self._pool, self._own_pids = kit, images, pool, own_pids
        self._lock = Lock()
        self._content: Any = None
        self._known_until = 0.0

    def shoot(self, display: int, area: Rect) -> bytearray:
        """Return `area` of a display, in points from its upper left corner: BGRX, rows without padding.

        Raise DesktopError when macOS gives no such picture.
        """
        with self._lock, self._pool():
            filtered, how = self._filter(display), self._configuration(area)
            take = self._kit.SCScreenshotManager.captureImageWithFilter_configuration_completionHandler_
            return pixels_of(self._images, _awaited(lambda done: take(filtered, how, done)), area.width, area.height)

    def _filter(self, number: int) -> Any:
        """Return what is to be in the picture: a display, without our programs but with the marks."""
        content, ours = self._shareable(), self._own_pids()
        display = next((one for one in content.displays() if one.displayID() == number), None)
        if display is None:
            self._known_until = 0.0
            raise DesktopError("The screens of this Mac have just changed.")
        programs = [one for one in content.applications() if one.processID() in ours]
        marks = [one for one in content.windows() if one.title() == GLASS and _process(one) in ours]
        made = self._kit.SCContentFilter.alloc()
        return made.initWithDisplay_excludingApplications_exceptingWindows_(display, programs, marks)

    def _shareable(self) -> Any:
        if self._content is None or monotonic() >= self._known_until:
            ask = self._kit.SCShareableContent
            get = ask.getShareableContentExcludingDesktopWindows_onScreenWindowsOnly_completionHandler_
            self._content = _awaited(lambda done: get(False, True, done))
            self._known_until = monotonic() + KNOWN_SECONDS
        return self._content

    def _configuration(self, area: Rect) -> Any:
        how = self._kit.SCStreamConfiguration.alloc().init()
        how.setSourceRect_(((area.x, area.y), (area.width, area.height)))
        how.setWidth_(area.width)
        how.setHeight_(area.height)
        how.setPixelFormat_(BGRA)
        how.setShowsCursor_(False)
        return how


def _process(window: Any) -> int:
    program = window.owningApplication()
    return int(program.processID()) if program is not None else 0


def _awaited(ask: Callable[[Callable[[Any, Any], None]], None]) -> Any:
    """Wait for what macOS answers on a thread of its own. Raise DesktopError when that is an error, or nothing."""
    answers: list[Any] = []
    there = Event()

    def done(answer: Any, error: Any) -> None:
        answers.append(None if error is not None else answer)
        there.set()

    ask(done)
    if not there.wait(PATIENCE_SECONDS) or answers[0] is None:
        raise DesktopError("The screen could not be captured just now.")
    return answers[0]


def pixels_of(calls: ImageCalls, image: Any, width: int, height: int) -> bytearray:
    """Return an image's pixels. Raise DesktopError when it is not what was asked for."""
    info = calls.CGImageGetBitmapInfo(image)
    right_size = (calls.CGImageGetWidth(image), calls.CGImageGetHeight(image)) == (width, height)
    right_order = info & _ORDER_MASK == _LITTLE and info & _ALPHA_MASK in _ALPHA_FIRST
    if not right_size or not right_order or calls.CGImageGetBitsPerPixel(image) != 32:
        raise DesktopError("macOS gave another picture than was asked for.")
    row, stride = width * 4, calls.CGImageGetBytesPerRow(image)
    data = memoryview(calls.CGDataProviderCopyData(calls.CGImageGetDataProvider(image)))
    if len(data) < stride * (height - 1) + row:
        raise DesktopError("macOS gave less of a picture than was asked for.")
    return bytearray(b"".join(data[start : start + row] for start in range(0, stride * height, stride)))
