"""A coloured border around the whole screen while anything is shared: it takes no click and hides next to nothing."""

import sys
import tkinter as tk
from typing import Protocol

from agent.areas import Rect

THICKNESS = 5
"""Pixels."""


class Border(Protocol):
    """The border, on the banner's thread."""

    def show(self, colour: str) -> None:
        """Show it in "#rrggbb"."""

    def hide(self) -> None:
        """Take it away."""

    def keep_up(self) -> None:
        """Stay above everything and at the screen's edges."""

    def screen_size(self) -> tuple[int, int] | None:
        """Return the screen's size in pixels now, where it is known."""


class NoBorder:
    """For systems where no border is drawn; the banner alone says that something is shared."""

    def show(self, colour: str) -> None:
        """Show nothing."""

    def hide(self) -> None:
        """Do nothing."""

    def keep_up(self) -> None:
        """Do nothing."""

    def screen_size(self) -> tuple[int, int] | None:
        """Return that it is not known."""
        return None


def edges(area: Rect, thickness: int = THICKNESS) -> list[Rect]:
    """Return the four sides of a border that lies within an area."""
    x, y, width, height = area
    inner = height - 2 * thickness
    return [
        Rect(x, y, width, thickness),
        Rect(x, y + height - thickness, width, thickness),
        Rect(x, y + thickness, thickness, inner),
        Rect(x + width - thickness, y + thickness, thickness, inner),
    ]


def open_border(root: tk.Tk) -> Border:
    """Return this system's border; `root` is the banner."""
    if sys.platform == "linux":
        from agent.ui.border_x11 import X11Border

        return X11Border()
    if sys.platform == "win32":
        from agent.ui.border_windows import WindowsBorder

        return WindowsBorder(root)
    return NoBorder()
