"""Draws on a real X display, as an application would, and knows what it drew."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import mss
from PIL import Image, ImageDraw
from Xlib import X
from Xlib.display import Display


class Painter:
    """One window over the whole screen."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._display = Display(name)
        screen = self._display.screen()
        self.size = screen.width_in_pixels, screen.height_in_pixels
        self._depth = screen.root_depth
        self._window = screen.root.create_window(0, 0, *self.size, 0, self._depth, override_redirect=True)
        self._window.map()
        self._gc = self._window.create_gc()
        self._display.sync()

    def show(self, image: Image.Image, x: int = 0, y: int = 0) -> None:
        """Put `image` at (x, y) and wait until the X server has it."""
        pixels = image.convert("RGB").tobytes("raw", "BGRX")
        rows = max(1, 200_000 // (image.width * 4))
        for top in range(0, image.height, rows):
            height = min(rows, image.height - top)
            strip = pixels[top * image.width * 4 : (top + height) * image.width * 4]
            self._window.put_image(self._gc, x, y + top, image.width, height, X.ZPixmap, self._depth, 0, strip)
        self._display.sync()

    def scroll(self, x: int, y: int, width: int, height: int, by: int) -> None:
        """Move what is in the area up by `by` pixels, as an application that scrolls does."""
        self._window.copy_area(self._gc, self._window, x, y + by, width, height - by, x, y)
        self._display.sync()

    def screen(self) -> Image.Image:
        """Return what the screen shows, seen by a connection of its own."""
        with mss.MSS(display=self._name) as shots:
            shot = shots.grab(shots.monitors[0])
            return Image.frombytes("RGB", shot.size, shot.rgb)

    def close(self) -> None:
        """Take the window away."""
        self._display.close()


@contextmanager
def painting(display: str) -> Iterator[Painter]:
    """Paint on `display` until the block ends."""
    painter = Painter(display)
    try:
        yield painter
    finally:
        painter.close()


def text(width: int, height: int, seed: int = 7) -> Image.Image:
    """Draw a page of dark text on white."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    words = [
        "le",
        "client",
        "garde",
        "la",
        "main",
        "sur",
        "son",
        "poste",
        "de",
        "travail",
        "et",
        "peut",
        "stopper",
        "tout",
        "moment",
    ]
    for y in range(4, height - 12, 15):
        line = " ".join(chance.choice(words) for _ in range(max(1, width // 34)))
        draw.text((6, y), line, fill=(20, 20, chance.randrange(20, 160)))
    return image


def film(width: int, height: int, step: int) -> Image.Image:
    """Draw one image of a noisy film."""
    base = Image.effect_noise((width + 64, height + 64), 60).convert("RGB")
    image = base.crop((step % 64, step % 64, step % 64 + width, step % 64 + height))
    ImageDraw.Draw(image).ellipse((step * 7 % width, 40, step * 7 % width + 70, 110), fill=(200, 40, 90))
    return image
