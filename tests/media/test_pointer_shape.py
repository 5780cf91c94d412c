"""A pointer's shape as a PNG that any reader reads, bounded however large and however noisy."""

import base64
import io
import random

import pytest
from PIL import Image

from agent.desktop.base import PointerShape
from agent.media.pointer_shape import ShapesTold, picture_of
from agent.protocol.messages import MAX_MESSAGE, MAX_POINTER_SIDE, POINTER_SHAPES, PointerPicture


def filled(width: int, height: int, pixel: bytes, hot: tuple[int, int] = (0, 0)) -> PointerShape:
    return PointerShape(1, width, height, *hot, pixel * (width * height))


def noise(side: int, seed: int = 1) -> PointerShape:
    """Pixels that no encoder makes smaller."""
    values = random.Random(seed)
    pixels = bytearray()
    for _ in range(side * side):
        alpha = values.randrange(256)
        pixels += bytes([*(values.randrange(alpha + 1) for _ in range(3)), alpha])
    return PointerShape(1, side, side, 0, 0, bytes(pixels))


def opened(picture: PointerPicture) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(picture.image, validate=True))).convert("RGBA")


def test_the_pictures_pixels_are_the_shapes_with_alpha_no_longer_multiplied_in() -> None:
    shape = PointerShape(
        1, 2, 2, 1, 0, bytes([10, 20, 30, 255]) + bytes([64, 32, 0, 128]) + bytes(4) + bytes([1, 2, 3, 255])
    )
    picture = picture_of(shape, 5)
    image = opened(picture)
    assert (picture.id, picture.width, picture.height, picture.hot_x, picture.hot_y) == (5, 2, 2, 1, 0)
    assert [image.getpixel(at) for at in ((0, 0), (1, 0), (1, 1))] == [
        (30, 20, 10, 255),
        (0, 63, 127, 128),
        (3, 2, 1, 255),
    ]
    transparent = image.getpixel((0, 1))
    assert isinstance(transparent, tuple)
    assert transparent[3] == 0


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 3), (17, 24), (33, 128)])
def test_every_size_keeps_its_rows_apart(width: int, height: int) -> None:
    rows = b"".join(bytes([y, 0, 0, 255]) * width for y in range(height))
    image = opened(picture_of(PointerShape(1, width, height, 0, 0, rows), 1))
    assert image.size == (width, height)
    assert all(image.getpixel((x, y)) == (0, 0, y, 255) for y in range(height) for x in (0, width - 1))


def test_a_very_large_pointer_keeps_its_size_and_gets_a_coarser_picture() -> None:
    picture = picture_of(filled(256, 200, bytes([0, 0, 255, 255]), hot=(255, 100)), 1)
    assert (picture.width, picture.height, picture.hot_x, picture.hot_y) == (256, 200, 255, 100)
    assert opened(picture).size == (128, 100)
    assert max(opened(picture_of(filled(500, 131, bytes(4)), 1)).size) <= MAX_POINTER_SIDE


@pytest.mark.parametrize("side", [96, 128, 250])
def test_the_worst_picture_fits_into_a_message(side: int) -> None:
    assert len(picture_of(noise(side), 1).model_dump_json()) < MAX_MESSAGE


def test_a_hot_spot_outside_is_held_inside() -> None:
    picture = picture_of(filled(4, 4, bytes(4), hot=(9, 4)), 1)
    assert (picture.hot_x, picture.hot_y) == (3, 3)


def test_each_look_has_a_number_and_the_one_named_longest_ago_gives_its_up() -> None:
    told = ShapesTold()
    looks = [filled(1, 1, bytes([shade, 0, 0, 255])) for shade in range(POINTER_SHAPES + 1)]
    numbers = [told.number(look) for look in looks[:-1]]
    assert sorted(number for number, _ in numbers) == list(range(1, POINTER_SHAPES + 1))
    assert all(new for _, new in numbers)
    assert told.number(looks[0]) == (numbers[0][0], False)
    assert told.number(looks[-1]) == (numbers[1][0], True)
    assert told.number(looks[0]) == (numbers[0][0], False)
    assert told.number(looks[1])[1]


def test_another_size_or_hot_spot_is_another_look() -> None:
    told = ShapesTold()
    for shape in (filled(2, 1, bytes(4)), filled(1, 2, bytes(4)), filled(2, 1, bytes(4), hot=(1, 0))):
        assert told.number(shape)[1]


def test_what_the_console_forgot_is_told_anew() -> None:
    told = ShapesTold()
    told.number(noise(2))
    told.forget()
    assert told.number(noise(2)) == (1, True)
