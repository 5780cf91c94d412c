"""Masks are in the captured pixels before anything else sees them."""

from collections.abc import Sequence

from PIL import Image

from agent.areas import Rect
from agent.media.capture import MASK_PIXEL, Captured, capture, cover
from tests.media.fakes import StillScreen, captured
from tests.media.painter import text


def test_a_mask_fills_exactly_its_area_flat() -> None:
    before, after = captured(text(60, 40)), captured(text(60, 40))
    cover(after, Rect(10, 5, 20, 10))
    for y in range(40):
        for x in range(60):
            inside = 10 <= x < 30 and 5 <= y < 15
            assert after.row(x, y, 1) == (MASK_PIXEL if inside else before.row(x, y, 1))


def test_a_mask_that_sticks_out_is_cut_to_what_was_captured() -> None:
    part = Captured(Rect(50, 50, 10, 10), bytearray(400))
    cover(part, Rect(0, 0, 55, 1000))
    assert [part.row(x, 59, 1) == MASK_PIXEL for x in (50, 54, 55, 59)] == [True, True, False, False]
    assert len(part.pixels) == 400


def test_what_is_hidden_before_or_after_the_capture_is_covered() -> None:
    moves: list[Sequence[Rect]] = [(Rect(0, 0, 10, 10),), (Rect(20, 20, 10, 10),)]
    screen = StillScreen(Image.new("RGB", (40, 40), "white"))
    part, *_ = capture(screen, [Rect(0, 0, 40, 40)], lambda: moves.pop(0))
    assert part.row(5, 5, 1) == MASK_PIXEL
    assert part.row(25, 25, 1) == MASK_PIXEL
    assert part.row(15, 15, 1) != MASK_PIXEL
