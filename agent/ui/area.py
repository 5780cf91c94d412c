"""Drawing an area of the screen: what is chosen, and which system can do it. Nothing of the screen is copied."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from agent.areas import Rect

SMALLEST = 12
"""Pixels: a smaller rectangle is a click that slipped."""
STEP = 20
"""Pixels an arrow key moves by."""
PATIENCE = 120.0
"""Seconds without a hand on the mouse or the keyboard, after which the drawing is given up."""


@dataclass(frozen=True)
class Guidance:
    """What is said while an area is drawn, and the colour of its sides ("#rrggbb")."""

    lines: tuple[str, ...]
    colour: str


@dataclass(frozen=True)
class Frame:
    """A rectangle that the arrow keys move and enlarge, wholly on the screen."""

    area: Rect
    screen: tuple[int, int]

    def moved(self, dx: int, dy: int) -> "Frame":
        """Return it moved by so many pixels, as far as the screen's edge."""
        area, (width, height) = self.area, self.screen
        x = max(0, min(area.x + dx, width - area.width))
        y = max(0, min(area.y + dy, height - area.height))
        return Frame(Rect(x, y, area.width, area.height), self.screen)

    def enlarged(self, dx: int, dy: int) -> "Frame":
        """Return it with its right and lower edges moved."""
        area, (width, height) = self.area, self.screen
        wider = max(SMALLEST, min(area.width + dx, width - area.x))
        higher = max(SMALLEST, min(area.height + dy, height - area.y))
        return Frame(Rect(area.x, area.y, wider, higher), self.screen)


def middle(screen: tuple[int, int]) -> Frame:
    """Return where the arrow keys begin: the middle third of the screen."""
    width, height = screen[0] // 3, screen[1] // 3
    return Frame(Rect(width, height, width, height), screen)


def between(one: tuple[int, int], other: tuple[int, int]) -> Rect:
    """Return the rectangle with these two corners."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    return Rect(x, y, abs(one[0] - other[0]) + 1, abs(one[1] - other[1]) + 1)


class AreaDrawing(Protocol):
    """Lets the customer draw one rectangle, on a thread of its own."""

    def start(self, colour: str, done: Callable[[Rect | None], None]) -> None:
        """Begin; tell the rectangle, or None when the customer thought better of it."""

    def cancel(self) -> None:
        """Give it up, if it goes on; `done` is told None."""


def area_drawing() -> AreaDrawing | None:
    """Return this system's way of drawing an area; None where there is none."""
    if sys.platform != "linux" or not os.environ.get("DISPLAY"):
        return None
    from agent.ui.area_x11 import X11AreaDrawing

    return X11AreaDrawing()
