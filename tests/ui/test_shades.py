"""Whatever colour a brand brings, what is written in it and on it is legible."""

from hypothesis import given
from hypothesis import strategies as st

from agent.ui.shades import DARK_GROUND, ENOUGH, FALLBACK, LIGHT_GROUND, contrast, on_dark, on_light

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_brand_colour_becomes_legible_on_both_grounds(accent: str) -> None:
    assert contrast(on_light(accent).colour, LIGHT_GROUND) >= ENOUGH
    assert contrast(on_light(accent).colour, on_light(accent).ink) >= ENOUGH
    assert contrast(on_dark(accent).colour, DARK_GROUND) >= ENOUGH
    assert contrast(on_dark(accent).colour, on_dark(accent).ink) >= ENOUGH


def test_a_colour_that_is_none_is_replaced() -> None:
    assert on_light("url(x)") == on_light(FALLBACK)


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
