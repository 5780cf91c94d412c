"""The customer's whole screen as one window of an X client, painted from pixmaps that the server keeps."""

import time
from typing import Any

from PIL import Image
from Xlib import X
from Xlib.display import Display

_REQUEST = 240 * 1024
"""Bytes of one request: the X protocol itself allows 256 KiB."""


class Canvas:
    """One full-screen window. It covers the screen from `open` to `close`."""

    def __init__(self, display: str, events: int = X.NoEventMask) -> None:
        self._display = Display(display)
        screen = self._display.screen()
        self.width, self.height = int(screen.width_in_pixels), int(screen.height_in_pixels)
        self._depth = screen.root_depth
        self._window = screen.root.create_window(
            0, 0, self.width, self.height, 0, self._depth, override_redirect=True, event_mask=events
        )
        self._gc = self._window.create_gc()

    def keep(self, image: Image.Image) -> Any:
        """Put an image into the server, strip by strip; return its pixmap."""
        pixmap = self._window.create_pixmap(image.width, image.height, self._depth)
        red, green, blue, alpha = image.convert("RGBA").split()
        pixels = Image.merge("RGBA", (blue, green, red, alpha))
        rows = _REQUEST // (4 * image.width)
        for top in range(0, image.height, rows):
            strip = pixels.crop((0, top, image.width, min(top + rows, image.height)))
            pixmap.put_image(self._gc, 0, top, strip.width, strip.height, X.ZPixmap, self._depth, 0, strip.tobytes())
        return pixmap

    def open(self) -> None:
        """Bring the window up, over everything."""
        self._window.map()
        self._window.raise_window()

    def copy(self, pixmap: Any, source: tuple[int, int], size: tuple[int, int], to: tuple[int, int]) -> None:
        """Paint a part of a kept image."""
        self._window.copy_area(self._gc, pixmap, *source, *size, *to)

    def show(self) -> float:
        """Wait until the server has drawn everything; return the wall clock then."""
        self._display.sync()
        return time.time()

    def pressed(self) -> None:
        """Wait for a press of a mouse button."""
        while self._display.next_event().type != X.ButtonPress:
            continue

    def close(self) -> None:
        """Take the window away."""
        self._display.close()
