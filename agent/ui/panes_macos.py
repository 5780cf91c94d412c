"""Transparent windows over a Mac's displays that take no click, and what is drawn in them: layers of QuartzCore.

Nothing but what is drawn is ever opaque: where drawing fails, the customer's screen is as it was.
"""

from collections.abc import Sequence
from typing import Any, Final, Protocol, assert_never

from agent.areas import Rect
from agent.desktop.macos.windows import GLASS
from agent.ui.marks import Line, Part, Shade, Surface, Words

LEVEL: Final = 2
"""Above programs' windows, below the banner's (NSFloatingWindowLevel, 3)."""
EVERYWHERE: Final = 1 | 1 << 4 | 1 << 8
"""NSWindowCollectionBehaviorCanJoinAllSpaces, Stationary, FullScreenAuxiliary."""
_BORDERLESS, _BUFFERED = 0, 2  # NSWindowStyleMaskBorderless, NSBackingStoreBuffered


class WindowKit(Protocol):
    """What is asked of AppKit; its objects are opaque."""

    NSWindow: Any
    NSView: Any
    NSColor: Any


class DrawingCalls(Protocol):
    """What is asked of Quartz; its objects are opaque."""

    CALayer: Any
    CATextLayer: Any
    CAShapeLayer: Any

    def CGColorCreateGenericRGB(self, red: float, green: float, blue: float, alpha: float, /) -> Any:
        """Make a colour; each part from 0 to 1."""

    def CGPathCreateMutable(self) -> Any:
        """Make an empty path."""

    def CGPathMoveToPoint(self, path: Any, transform: None, x: float, y: float, /) -> None:
        """Begin a line there."""

    def CGPathAddLineToPoint(self, path: Any, transform: None, x: float, y: float, /) -> None:
        """Draw on to there."""

    def CGPathCloseSubpath(self, path: Any, /) -> None:
        """Close it."""

    def CGPathAddRect(self, path: Any, transform: None, area: tuple[tuple[int, int], tuple[int, int]], /) -> None:
        """Add a rectangle."""


class Pane:
    """One window, over one display. All on AppKit's thread."""

    def __init__(self, kit: WindowKit, calls: DrawingCalls, display: Rect, main_height: int) -> None:
        """Make it, unseen; `display` as macOS counts it, `main_height` of the display with the menu bar: AppKit's
        coordinates go up from that one's lower edge.
        """
        self._calls, self._size = calls, display[2:]
        frame = (display.x, main_height - display.y - display.height), self._size
        made = kit.NSWindow.alloc().initWithContentRect_styleMask_backing_defer_(frame, _BORDERLESS, _BUFFERED, False)
        made.setIgnoresMouseEvents_(True)
        made.setOpaque_(False)
        made.setBackgroundColor_(kit.NSColor.clearColor())
        made.setHasShadow_(False)
        made.setReleasedWhenClosed_(False)
        made.setTitle_(GLASS)
        made.setLevel_(LEVEL)
        made.setCollectionBehavior_(EVERYWHERE)
        view = kit.NSView.alloc().initWithFrame_(((0, 0), self._size))
        self._ground = calls.CALayer.layer()
        self._ground.setGeometryFlipped_(True)
        view.setLayer_(self._ground)
        view.setWantsLayer_(True)
        made.setContentView_(view)
        self._window = made

    def show(self, parts: Sequence[Part], spared: Sequence[Rect], letters: tuple[str, int]) -> None:
        """Show these, in this display's own points, the lowest first, but not over the areas `spared`."""
        sheet = self._calls.CALayer.layer()
        sheet.setFrame_(((0, 0), self._size))
        sheet.setSublayers_([self._layer(part, letters) for part in parts])
        if spared:
            sheet.setMask_(self._holes(spared))
        self._ground.setSublayers_([sheet])
        self._window.orderFrontRegardless()

    def hide(self) -> None:
        """Be gone at once."""
        self._window.orderOut_(None)
        self._ground.setSublayers_([])

    def _layer(self, part: Part, letters: tuple[str, int]) -> Any:
        match part:
            case Words():
                return self._words(part, letters)
            case Line():
                made = self._shape(self._path(part.points, closed=False))
                made.setStrokeColor_(self._colour(part.colour))
                made.setLineWidth_(part.width)
                made.setLineCap_("round")
                made.setLineJoin_("round")
            case Surface():
                made = self._shape(self._path(part.points, closed=True))
                made.setFillColor_(self._colour(part.colour))
            case Shade():
                made = self._shape(self._rectangles(part.rows))
                made.setFillColor_(self._colour("#000000"))
            case _:
                assert_never(part)
        return made

    def _words(self, part: Words, letters: tuple[str, int]) -> Any:
        made = self._calls.CATextLayer.layer()
        made.setFont_(letters[0])
        made.setFontSize_(letters[1])
        made.setString_(part.text)
        made.setForegroundColor_(self._colour(part.colour))
        made.setContentsScale_(2)
        made.setFrame_((part.at, self._size))
        return made

    def _shape(self, path: Any) -> Any:
        made = self._calls.CAShapeLayer.layer()
        made.setFillColor_(None)
        made.setPath_(path)
        return made

    def _holes(self, spared: Sequence[Rect]) -> Any:
        """Return what lets all be seen but these: where they lie, a point is within twice."""
        made = self._shape(self._rectangles([Rect(0, 0, *self._size), *spared]))
        made.setFillRule_("even-odd")
        made.setFillColor_(self._colour("#000000"))
        return made

    def _path(self, points: Sequence[tuple[int, int]], *, closed: bool) -> Any:
        path = self._calls.CGPathCreateMutable()
        self._calls.CGPathMoveToPoint(path, None, *points[0])
        for point in points[1:]:
            self._calls.CGPathAddLineToPoint(path, None, *point)
        if closed:
            self._calls.CGPathCloseSubpath(path)
        return path

    def _rectangles(self, areas: Sequence[Rect]) -> Any:
        path = self._calls.CGPathCreateMutable()
        for area in areas:
            self._calls.CGPathAddRect(path, None, (area[:2], area[2:]))
        return path

    def _colour(self, told: str) -> Any:
        red, green, blue = (int(told[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return self._calls.CGColorCreateGenericRGB(red, green, blue, 1.0)
