"""The border on X11: four thin windows that no window manager touches and no click can land on (empty input shapes)."""

from typing import Any

from Xlib import X, display
from Xlib.ext import shape

from agent.areas import Rect
from agent.ui.border import edges


class X11Border:
    """Implements agent.ui.border.Border."""

    def __init__(self) -> None:
        self._display = display.Display()
        self._root = self._display.screen().root
        self._size = self._measured()
        self._shown = False
        self._sides = [thin_window(self._root, area) for area in edges(Rect(0, 0, *self._size))]

    def show(self, colour: str) -> None:
        """Show it in this colour."""
        pixel = allocated(self._display, colour)
        for side in self._sides:
            side.change_attributes(background_pixel=pixel)
            side.clear_area()
            side.map()
        self._shown = True
        self.keep_up()

    def hide(self) -> None:
        """Take it away."""
        self._shown = False
        for side in self._sides:
            side.unmap()
        self._display.flush()

    def keep_up(self) -> None:
        """Follow the screen's size, and stay above everything."""
        if not self._shown:
            return
        size = self._measured()
        if size != self._size:
            self._size = size
            for side, (x, y, width, height) in zip(self._sides, edges(Rect(0, 0, *size)), strict=True):
                side.configure(x=x, y=y, width=width, height=height)
        for side in self._sides:
            side.configure(stack_mode=X.Above)
        self._display.flush()

    def screen_size(self) -> tuple[int, int] | None:
        """Return the screen's size now."""
        return self._measured()

    def _measured(self) -> tuple[int, int]:
        geometry = self._root.get_geometry()
        return geometry.width, geometry.height


def allocated(server: display.Display, colour: str) -> int:
    """Return the pixel value of a colour ("#rrggbb")."""
    red, green, blue = (int(colour[at : at + 2], 16) * 257 for at in (1, 3, 5))
    return int(server.screen().default_colormap.alloc_color(red, green, blue).pixel)


def thin_window(root: Any, area: Rect, **attributes: int) -> Any:
    """Make a window that no window manager touches and no click can land on; it is not mapped yet."""
    side: Any = root.create_window(
        *(*area, 0, X.CopyFromParent, X.InputOutput, X.CopyFromParent), override_redirect=True, **attributes
    )
    side.set_wm_name("Handrail")
    side.shape_rectangles(shape.SO.Set, shape.SK.Input, X.Unsorted, 0, 0, [])
    return side
