"""What the customer's screen does while it is measured; each step is numbered and timed when the server has drawn it.

`python -m scripts.benchmark.loads DISPLAY LOAD SECONDS LOG`: LOG gets "step wall_time_in_s" a line.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from Xlib import X
from Xlib.display import Display

from scripts.benchmark import barcode

PERIODS = {"idle": 0.5, "typing": 0.1, "scroll": 1 / 30, "drag": 1 / 30, "video": 1 / 30}
"""Seconds between two steps of each load."""

FIRST_SECONDS = 1.5
"""Between the first picture and the first step."""

_WORDS = ("chaque", "geste", "du", "technicien", "se", "voit", "et", "la", "main", "reste", "toujours", "au", "client")
_STRIP = 32


class Canvas:
    """The customer's whole screen as one window, painted from pixmaps that the server keeps."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        screen = self._display.screen()
        self.width, self.height = int(screen.width_in_pixels), int(screen.height_in_pixels)
        self._depth = screen.root_depth
        self._window = screen.root.create_window(0, 0, self.width, self.height, 0, self._depth, override_redirect=True)
        self._window.map()
        self._gc = self._window.create_gc()

    def keep(self, image: Image.Image) -> Any:
        """Put an image into the server, strip by strip; return its pixmap."""
        pixmap = self._window.create_pixmap(image.width, image.height, self._depth)
        red, green, blue, alpha = image.convert("RGBA").split()
        pixels = Image.merge("RGBA", (blue, green, red, alpha))
        for top in range(0, image.height, _STRIP):
            strip = pixels.crop((0, top, image.width, min(top + _STRIP, image.height)))
            pixmap.put_image(self._gc, 0, top, strip.width, strip.height, X.ZPixmap, self._depth, 0, strip.tobytes())
        return pixmap

    def copy(self, pixmap: Any, source: tuple[int, int], size: tuple[int, int], to: tuple[int, int]) -> None:
        """Paint a part of a kept image."""
        self._window.copy_area(self._gc, pixmap, *source, *size, *to)

    def show(self) -> float:
        """Wait until the server has drawn everything; return the wall clock then."""
        self._display.sync()
        return time.time()


def page(width: int, height: int, seed: int) -> Image.Image:
    """Return lines of small text in dark blues."""
    luck = random.Random(seed)  # noqa: S311 - the same page each time
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for top in range(4, height - 12, 15):
        line = " ".join(luck.choice(_WORDS) for _ in range(width // 34))
        pen.text((6, top), line, fill=(20, 20, luck.randrange(20, 160)))
    return image


def film(width: int, height: int, count: int) -> list[Image.Image]:
    """Return the frames of a noisy picture that pans, with discs that move over it."""
    noise = Image.effect_noise((width + 240, height + 140), 60).convert("RGB")
    return [_frame(noise, width, height, number) for number in range(count)]


def _frame(noise: Image.Image, width: int, height: int, number: int) -> Image.Image:
    left, top = 2 * number % 240, int(1.2 * number) % 140
    frame = noise.crop((left, top, left + width, top + height))
    pen = ImageDraw.Draw(frame)
    for disc in range(6):
        x, y = (disc * 97 + 7 * number) % width, (disc * 53 + 4 * number) % height
        pen.ellipse((x, y, x + 70, y + 70), fill=(number * 37 % 256, 40 * disc, 255 - 30 * disc))
    return frame


def steps(load: str, canvas: Canvas) -> Callable[[int], None]:
    """Prepare a load; return what draws its step of that number."""
    background = canvas.keep(page(canvas.width, canvas.height, 11))
    text = canvas.keep(page(1200, 4000, 7))
    canvas.copy(background, (0, 0), (canvas.width, canvas.height), (0, 0))
    match load:
        case "typing":
            return lambda n: canvas.copy(text, (n * 13 % 1100, n * 15 % 3900), (9, 14), _letter(n))
        case "scroll":
            return lambda n: canvas.copy(text, (0, n * 40 % 3000), (1200, 800), (300, 200))
        case "drag":
            return lambda n: _drag(canvas, background, text, n)
        case "video":
            frames = [canvas.keep(frame) for frame in film(960, 540, 45)]
            return lambda n: canvas.copy(frames[n % len(frames)], (0, 0), (960, 540), (480, 270))
        case _:
            return lambda n: None


def _letter(number: int) -> tuple[int, int]:
    return 320 + number % 80 * 9, 240 + number // 80 % 40 * 15


def _drag(canvas: Canvas, background: Any, window: Any, number: int) -> None:
    def place(n: int) -> tuple[int, int]:
        return 300 + n * 12 % 900, 120 + n * 5 % 300

    canvas.copy(background, place(number - 1), (620, 420), place(number - 1))
    canvas.copy(window, (0, 0), (600, 400), place(number))


def main(display: str, load: str, seconds: float, log: Path) -> None:
    """Draw one load and log its steps."""
    canvas = Canvas(display)
    draw = steps(load, canvas)
    bars = [canvas.keep(barcode.draw(number)) for number in range(int(seconds / PERIODS[load]) + 2)]
    canvas.show()
    time.sleep(FIRST_SECONDS)
    start = time.time()
    with log.open("w", buffering=1) as out:
        for number in range(1, len(bars)):
            due = start + number * PERIODS[load]
            if due > start + seconds:
                break
            time.sleep(max(0.0, due - time.time()))
            draw(number)
            canvas.copy(bars[number], (0, 0), (barcode.BITS * barcode.BLOCK, barcode.BLOCK), (0, 0))
            out.write(f"{number} {canvas.show():.6f}\n")
    time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), Path(sys.argv[4]))
