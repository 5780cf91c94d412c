"""Masks are in the captured pixels before anything else sees them."""

from collections.abc import Sequence
from time import monotonic

import pytest
from PIL import Image

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.media.capture import MASK_PIXEL, Captured, capture, cover
from tests.media.fakes import StillScreen, captured
from tests.media.painter import text


class Watched(StillScreen):
    """A white screen, captured before anybody asks for masks."""

    def __init__(self, asked: Sequence[float]) -> None:
        super().__init__(Image.new("RGB", (40, 40), "white"))
        self.asked = asked

    def grab(self, area: Rect) -> bytearray:
        assert not self.asked
        return super().grab(area)


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


def test_what_was_hidden_at_any_time_since_the_capture_began_is_covered() -> None:
    began = monotonic()
    asked: list[float] = []

    def masks(since: float) -> Sequence[Rect]:
        asked.append(since)
        return Rect(0, 0, 10, 10), Rect(20, 20, 10, 10)

    part, *_ = capture(Watched(asked), [Rect(0, 0, 40, 40)], masks)
    assert part.row(5, 5, 1) == MASK_PIXEL
    assert part.row(25, 25, 1) == MASK_PIXEL
    assert part.row(15, 15, 1) != MASK_PIXEL
    assert began <= asked[0] <= monotonic()


def test_nothing_is_captured_when_the_masks_cannot_be_known() -> None:
    def masks(since: float) -> Sequence[Rect]:
        raise DesktopError("gone")

    with pytest.raises(DesktopError):
        capture(StillScreen(Image.new("RGB", (40, 40), "white")), [Rect(0, 0, 40, 40)], masks)
