"""The windows of all programs as macOS lists them (CGWindow.h), in points; what is malformed is no list at all.

Titles are told only to a program that may record the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Protocol

from agent.areas import Rect
from agent.desktop.base import DesktopError

ALL, ON_SCREEN = 0, 1  # kCGWindowListOptionAll, kCGWindowListOptionOnScreenOnly: topmost first
CURSOR: Final = 2147483630
"""The level of the pointer's own picture (kCGCursorWindowLevel), which is nobody's window."""
MOST: Final = 4000
MOST_CHARACTERS: Final = 1000


class WindowCalls(Protocol):
    """What is asked of Quartz."""

    def CGWindowListCopyWindowInfo(self, option: int, relative: int, /) -> Sequence[Mapping[str, object]] | None:
        """Return what is known of the windows; None where no window can be."""


@dataclass(frozen=True)
class Listed:
    """One window."""

    number: int
    pid: int
    layer: int
    """Its level: 0 a program's window, below 0 the desktop, above it panels, menus, and what the system shows."""
    area: Rect
    title: str
    alpha: float


def windows(calls: WindowCalls, option: int) -> list[Listed]:
    """List windows. Raise DesktopError when macOS does not tell, or tells what is not understood."""
    told = calls.CGWindowListCopyWindowInfo(option, 0)
    if told is None or len(told) > MOST:
        raise DesktopError("macOS does not say which windows there are.")
    return [listed for one in told if (listed := _listed(one)).layer < CURSOR]


def _listed(told: Mapping[str, object]) -> Listed:
    bounds = told.get("kCGWindowBounds")
    if not isinstance(bounds, Mapping):
        raise DesktopError("macOS does not say where a window lies.")
    left, top, width, height = (_number(bounds, name) for name in ("X", "Y", "Width", "Height"))
    x, y = floor(left), floor(top)
    return Listed(
        int(_number(told, "kCGWindowNumber")),
        int(_number(told, "kCGWindowOwnerPID")),
        int(_number(told, "kCGWindowLayer")),
        Rect(x, y, ceil(left + width) - x, ceil(top + height) - y),
        str(told.get("kCGWindowName") or "")[:MOST_CHARACTERS],
        _number(told, "kCGWindowAlpha"),
    )


def _number(told: Mapping[str, object], name: str) -> float:
    """Return a number that must be there: a window of which it is not known could lie anywhere."""
    value = told.get(name)
    if not isinstance(value, int | float):
        raise DesktopError(f"macOS does not say a window's {name}.")
    return value
