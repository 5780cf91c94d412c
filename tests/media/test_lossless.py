"""A tile is exact, opaque, and leaves what was captured as it was."""

import io

import pytest
from PIL import Image

from agent.areas import Rect
from agent.media.lossless import tile
from tests.media.fakes import captured
from tests.media.painter import film, text


@pytest.mark.parametrize("area", [Rect(0, 0, 320, 200), Rect(3, 5, 9, 14), Rect(319, 199, 1, 1), Rect(0, 7, 320, 33)])
@pytest.mark.parametrize("image", [text(320, 200), film(320, 200, 1)], ids=["text", "film"])
def test_a_tile_decodes_to_exactly_its_area(image: Image.Image, area: Rect) -> None:
    made = tile(captured(image), area)
    decoded = Image.open(io.BytesIO(made.webp))
    assert decoded.mode == "RGB", "an image with alpha would be blended"
    box = (area.x, area.y, area.x + area.width, area.y + area.height)
    assert decoded.tobytes() == image.crop(box).tobytes()


def test_what_was_captured_stays_as_it_was_for_the_comparison() -> None:
    part = captured(text(320, 200))
    before = bytes(part.pixels)
    tile(part, part.area)
    assert part.pixels == before
