import math

import pytest
from PIL import Image

from scripts.benchmark.accuracy import colour_psnr, luma_psnr
from scripts.benchmark.loads import page

TEXT = page(320, 120, 5, (0, 0, 170), ((230, 40, 40), (255, 90, 90)))


def halved_chroma(image: Image.Image) -> Image.Image:
    """Return what 4:2:0 leaves of an image."""
    bands = list(image.convert("YCbCr").split())
    for at in (1, 2):
        small = bands[at].resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
        bands[at] = small.resize(image.size, Image.Resampling.BILINEAR)
    return Image.merge("YCbCr", bands).convert("RGB")


def test_the_same_picture_has_no_error_at_all() -> None:
    assert luma_psnr(TEXT, TEXT.copy()) == math.inf


def test_an_error_of_one_level_everywhere_is_48_db() -> None:
    grey = Image.new("RGB", (64, 64), (100, 100, 100))
    assert luma_psnr(grey, Image.new("RGB", (64, 64), (101, 101, 101))) == pytest.approx(48.13, abs=0.01)


def test_another_size_is_another_picture() -> None:
    assert luma_psnr(TEXT, TEXT.crop((0, 0, 10, 10))) == -math.inf
    assert colour_psnr(TEXT, TEXT.crop((0, 0, 10, 10))) == -math.inf


def test_halved_chroma_on_red_text_is_seen_in_the_colours() -> None:
    assert colour_psnr(TEXT, halved_chroma(TEXT)) < 35
