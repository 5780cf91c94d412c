"""What is hidden is covered before pixels are put together, and each pixel of the stream is the mean of its square."""

import random
from collections.abc import Sequence

import pytest
from PIL import Image

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.media.capture import MASK_PIXEL, Captured
from agent.media.reduction import capture_shown, reduce
from agent.media.viewport import Viewport
from tests.media.fakes import StillScreen, captured
from tests.media.painter import film

NO_MASKS: Sequence[Rect] = ()
MARKER = (255, 0, 200)


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(3).randbytes(width * height * 3))


def image_of(part: Captured) -> Image.Image:
    return Image.frombytes("RGB", (part.area.width, part.area.height), bytes(part.pixels), "raw", "BGRX")


def whole(image: Image.Image, divisor: int, masks: Sequence[Rect] = NO_MASKS) -> Image.Image:
    """Return what the stream shows of a desktop that looks like this."""
    view = Viewport(Rect(0, 0, *image.size), divisor)
    [part] = capture_shown(StillScreen(image), [view.stream], lambda since: masks, view)
    return image_of(part)


def furthest(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return max(abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True))


@pytest.mark.parametrize("divisor", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(240, 120), (241, 119), (5, 3), (1, 1)])
def test_each_pixel_is_the_mean_of_its_square(divisor: int, size: tuple[int, int]) -> None:
    image = noise(*size)
    width, height = -(-size[0] // divisor) * divisor, -(-size[1] // divisor) * divisor
    padded = Image.new("RGB", (width, height))
    for x in range(width):
        for y in range(height):
            padded.putpixel((x, y), image.getpixel((min(x, size[0] - 1), min(y, size[1] - 1))) or 0)
    assert furthest(whole(image, divisor), padded.reduce(divisor)) <= 1


@pytest.mark.parametrize("divisor", [2, 3, 4])
def test_a_piece_looks_the_same_whatever_is_captured_around_it(divisor: int) -> None:
    image, dice = noise(241, 119), random.Random(4)
    view = Viewport(Rect(0, 0, 241, 119), divisor)
    everything = whole(image, divisor)
    for _ in range(60):
        x, y = dice.randrange(view.size[0]), dice.randrange(view.size[1])
        area = Rect(x, y, dice.randint(1, min(9, view.size[0] - x)), dice.randint(1, min(9, view.size[1] - y)))
        [part] = capture_shown(StillScreen(image), [area], lambda since: NO_MASKS, view)
        assert part.area == area
        assert image_of(part).tobytes() == everything.crop((x, y, x + area.width, y + area.height)).tobytes()


@pytest.mark.parametrize("divisor", [1, 2, 3, 4])
def test_nothing_of_what_is_hidden_comes_into_a_mean(divisor: int) -> None:
    secret = Rect(31, 17, 101, 53)  # begins and ends within squares
    plain = film(240, 120, 1)
    marked = plain.copy()
    marked.paste(MARKER, (secret.x, secret.y, secret.x + secret.width, secret.y + secret.height))
    blue, green, red, _ = MASK_PIXEL
    flat = plain.copy()
    flat.paste((red, green, blue), (secret.x, secret.y, secret.x + secret.width, secret.y + secret.height))
    assert whole(marked, divisor, [secret]).tobytes() == whole(flat, divisor).tobytes()
    assert whole(marked, divisor).tobytes() != whole(flat, divisor).tobytes(), "without a mask it would show"


@pytest.mark.parametrize("divisor", [2, 3, 4])
def test_what_lies_beside_the_part_shown_is_not_in_it(divisor: int) -> None:
    image = film(240, 120, 1)
    other = image.copy()
    other.paste(MARKER, (101, 0, 240, 120))
    view = Viewport(Rect(0, 0, 101, 120), divisor)
    shown = [capture_shown(StillScreen(one), [view.stream], lambda since: NO_MASKS, view)[0] for one in (image, other)]
    assert shown[0] == shown[1]


def test_a_part_away_from_the_origin_is_masked_where_the_mask_lies_on_the_desktop() -> None:
    image, view = Image.new("RGB", (240, 120), "white"), Viewport(Rect(120, 20, 100, 80), 2)
    [part] = capture_shown(StillScreen(image), [view.stream], lambda since: [Rect(130, 30, 10, 10)], view)
    blue, green, red, _ = MASK_PIXEL
    covered = {(x, y) for x in range(50) for y in range(40) if image_of(part).getpixel((x, y)) == (red, green, blue)}
    assert covered == {(x, y) for x in range(5, 10) for y in range(5, 10)}


def test_nothing_is_captured_when_the_masks_cannot_be_known() -> None:
    def masks(since: float) -> Sequence[Rect]:
        raise DesktopError("gone")

    view = Viewport(Rect(0, 0, 40, 40), 2)
    with pytest.raises(DesktopError):
        capture_shown(StillScreen(Image.new("RGB", (40, 40), "white")), [view.stream], masks, view)


def test_pixel_by_pixel_nothing_is_touched() -> None:
    part = captured(noise(9, 7))
    assert reduce(part, part.area, 1).pixels is part.pixels
