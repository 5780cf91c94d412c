"""The displays of a Mac, in points: what macOS itself counts windows and places in (CGDirectDisplay.h).

A point of a Retina display is four of its pixels. The agent takes points for pixels: the picture is a little less
sharp than the display, and every place is the same number everywhere.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from agent.areas import Rect, box
from agent.desktop.base import DesktopError
from agent.desktop.monitors import Monitors, Screen

MOST: Final = 32


class CGPoint(Protocol):
    """A place."""

    @property
    def x(self) -> float:
        """To the right."""

    @property
    def y(self) -> float:
        """Down."""


class CGSize(Protocol):
    """An extent."""

    @property
    def width(self) -> float:
        """Points."""

    @property
    def height(self) -> float:
        """Points."""


class CGRect(Protocol):
    """An area."""

    @property
    def origin(self) -> CGPoint:
        """Its upper left corner."""

    @property
    def size(self) -> CGSize:
        """How large it is."""


class DisplayCalls(Protocol):
    """What is asked of Quartz."""

    def CGGetActiveDisplayList(self, most: int, ids: None, count: None, /) -> tuple[int, Sequence[int], int]:
        """Return an error (0: none), the displays that can be drawn on, and how many."""

    def CGDisplayBounds(self, display: int, /) -> CGRect:
        """Return where it lies; the main display's upper left corner is the origin."""

    def CGMainDisplayID(self) -> int:
        """Return the display with the menu bar."""


def screens(calls: DisplayCalls) -> list[Screen]:
    """List the displays. Raise DesktopError when macOS does not tell."""
    error, ids, count = calls.CGGetActiveDisplayList(MOST, None, None)
    if error:
        raise DesktopError("macOS does not say which displays there are.")
    main = calls.CGMainDisplayID()
    return [Screen(str(one), rect_of(calls.CGDisplayBounds(one)), one == main) for one in ids[:count]]


def rect_of(area: CGRect) -> Rect:
    """Return an area in whole points."""
    return Rect(round(area.origin.x), round(area.origin.y), round(area.size.width), round(area.size.height))


class MacMonitors(Monitors):
    """Which there are, as macOS tells."""

    def __init__(self, calls: DisplayCalls) -> None:
        """Look once. Raise DesktopError where there is no screen."""
        super().__init__(lambda: screens(calls), lambda: _around(screens(calls)))
        self._calls = calls

    def displays(self) -> list[Screen]:
        """List the displays, those that mirror others too; `device` is the display's number."""
        return screens(self._calls)


def _around(told: Sequence[Screen]) -> Rect:
    return box([screen.area for screen in told]) if told else Rect(0, 0, 0, 0)
