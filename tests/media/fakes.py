"""Pixels without a screen."""

from collections.abc import Callable, Sequence

from PIL import Image

from agent.areas import Rect
from agent.desktop.base import Monitor
from agent.media.capture import Captured


def captured(image: Image.Image, area: Rect | None = None) -> Captured:
    """Return `area` of `image` (None: all of it) as if it had been captured."""
    area = area or Rect(0, 0, *image.size)
    piece = image.crop((area.x, area.y, area.x + area.width, area.y + area.height))
    return Captured(area, bytearray(piece.tobytes("raw", "BGRX")))


class StillScreen:
    """A ScreenSource that shows one image."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image

    monitors: tuple[Monitor, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Return the image's size."""
        return self.image.size

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        """Report nothing: nothing changes."""

    def stop(self) -> None:
        """Report nothing either."""

    def close(self) -> None:
        """Hold nothing to let go of."""

    def grab(self, area: Rect) -> bytearray:
        """Capture from the image."""
        return captured(self.image, area).pixels
