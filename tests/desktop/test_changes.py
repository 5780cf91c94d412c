"""Which parts of two pictures differ: every changed pixel lies in what is told, and little else does."""

from hypothesis import given
from hypothesis import strategies as st

from agent.areas import Rect, cut, pixels
from agent.desktop.changes import BAND, TILE, differing

SIZE = (300, 100)


def picture(*dots: tuple[int, int]) -> bytearray:
    drawn = bytearray(SIZE[0] * SIZE[1] * 4)
    for x, y in dots:
        drawn[(y * SIZE[0] + x) * 4] = 255
    return drawn


dots = st.lists(st.tuples(st.integers(0, SIZE[0] - 1), st.integers(0, SIZE[1] - 1)), max_size=6)


@given(dots, dots)
def test_each_pixel_that_differs_is_told(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    told = differing(picture(*before), picture(*after), SIZE)
    changed = set(before) ^ set(after)
    assert all(any(cut(area, Rect(x, y, 1, 1)) for area in told) for x, y in changed)
    assert sum(map(pixels, told)) <= len(changed) * BAND * TILE
    assert all(cut(area, Rect(0, 0, *SIZE)) == area for area in told)


def test_the_same_picture_differs_nowhere() -> None:
    assert differing(picture((1, 1)), picture((1, 1)), SIZE) == []
