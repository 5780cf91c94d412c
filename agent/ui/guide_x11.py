"""The form of the technician's pointer on X11: a bounding shape for the eye, an empty input shape for the mouse."""

from typing import Any

from Xlib import X, display
from Xlib.ext import shape

from agent.areas import Rect


class X11Shaper:
    """Implements agent.ui.guide.Shaper, for windows of this process."""

    def __init__(self) -> None:
        self._display = display.Display()

    def shape(self, window: int, parts: list[Rect]) -> None:
        """Cut a Tk window, and what Tk put around it, down to these parts; no click stops at either."""
        rectangles = [tuple(part) for part in parts]
        for each in self._with_wrapper(window):
            each.shape_rectangles(shape.SO.Set, shape.SK.Bounding, X.Unsorted, 0, 0, rectangles)
            each.shape_rectangles(shape.SO.Set, shape.SK.Input, X.Unsorted, 0, 0, [])
        self._display.sync()

    def place(self, window: int, below: int, x: int, y: int) -> None:
        """Move what Tk put around a window, right below what it put around another, and both above all others."""
        moved, above = self._with_wrapper(window)[-1], self._with_wrapper(below)[-1]
        above.configure(stack_mode=X.Above)
        moved.configure(x=x, y=y, sibling=above, stack_mode=X.Below)
        self._display.sync()

    def _with_wrapper(self, window: int) -> list[Any]:
        """Return a window and those around it, below the root."""
        root = self._display.screen().root
        found = [self._display.create_resource_object("window", window)]
        while (parent := found[-1].query_tree().parent) not in (X.NONE, root):
            found.append(parent)
        return found
