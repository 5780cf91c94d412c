"""What the customer's screen does while it is measured: each load draws numbered steps, the same each time."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageDraw

from scripts.benchmark.canvas import Canvas

PERIODS = {"idle": 0.5, "typing": 0.1, "scroll": 1 / 30, "drag": 1 / 30, "video": 1 / 30}
"""Seconds between two steps of each load."""

_WORDS = ("chaque", "geste", "du", "technicien", "se", "voit", "et", "la", "main", "reste", "toujours", "au", "client")
_WHITE, _DARK = (255, 255, 255), ((20, 20, 20), (20, 20, 160))

Colour = tuple[int, int, int]


def page(width: int, height: int, seed: int, paper: Colour = _WHITE, ink: Sequence[Colour] = _DARK) -> Image.Image:
    """Return lines of small text, each in a colour between the two of `ink`."""
    luck = random.Random(seed)  # noqa: S311 - the same page each time
    image = Image.new("RGB", (width, height), paper)
    pen = ImageDraw.Draw(image)
    for top in range(4, height - 12, 15):
        words = " ".join(luck.choice(_WORDS) for _ in range(width // 34))
        share = luck.random()
        colour = tuple(round(a + (b - a) * share) for a, b in zip(ink[0], ink[1], strict=True))
        pen.text((6, top), words, fill=colour)
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
    """Prepare a load; return what draws its step of that number. Step 0 is the screen before all others."""
    background = canvas.keep(page(canvas.width, canvas.height, 11))
    step = _steps(load, canvas, background)

    def draw(number: int) -> None:
        if number == 0:
            canvas.copy(background, (0, 0), (canvas.width, canvas.height), (0, 0))
        else:
            step(number)

    return draw


def _steps(load: str, canvas: Canvas, background: Any) -> Callable[[int], None]:
    match load:
        case "typing":
            text = canvas.keep(page(1200, 4000, 7))
            return lambda n: canvas.copy(text, (n * 13 % 1100, n * 15 % 3900), (9, 14), _letter(n))
        case "scroll":
            return _scroll(canvas)
        case "drag":
            text = canvas.keep(page(600, 400, 7))
            return lambda n: _drag(canvas, background, text, n)
        case "video":
            frames = [canvas.keep(frame) for frame in film(960, 540, 45)]
            return lambda n: canvas.copy(frames[n % len(frames)], (0, 0), (960, 540), (480, 270))
        case _:
            return lambda n: None


def _letter(number: int) -> tuple[int, int]:
    return 320 + number % 80 * 9, 240 + number // 80 % 40 * 15


def _scroll(canvas: Canvas) -> Callable[[int], None]:
    """Scroll 1200x800 of a 1920x1080 screen by 40 pixels a step, and as much of a larger screen."""
    times = max(1, canvas.width // 1920)
    text = canvas.keep(page(1200 * times, 4000 * times, 7))
    size, to = (1200 * times, 800 * times), (300 * times, 200 * times)
    return lambda n: canvas.copy(text, (0, n * 40 % 3000 * times), size, to)


def _drag(canvas: Canvas, background: Any, window: Any, number: int) -> None:
    def place(n: int) -> tuple[int, int]:
        return 300 + n * 12 % 900, 120 + n * 5 % 300

    canvas.copy(background, place(number - 1), (620, 420), place(number - 1))
    canvas.copy(window, (0, 0), (600, 400), place(number))
