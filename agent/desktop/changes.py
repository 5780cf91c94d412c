"""Which parts of the screen differ between two looks at it: for systems that tell of no drawing. Pure."""

from agent.areas import Rect, tidy

BAND = 16
"""Rows that are compared at once, and pixels of a tile's width: small enough for a line of text."""

TILE = 64


def differing(before: bytearray, after: bytearray, size: tuple[int, int]) -> list[Rect]:
    """Return where two pictures of `size`, 4 bytes a pixel, differ: tiles, joined; nothing where they are the same."""
    if before == after:
        return []
    width, height = size
    found: list[Rect] = []
    for top in range(0, height, BAND):
        rows = range(top, min(top + BAND, height))
        start, end = top * width * 4, rows[-1] * width * 4 + width * 4
        if before[start:end] != after[start:end]:
            found += _of_band(before[start:end], after[start:end], width, top)
    return tidy(found)


def _of_band(before: bytearray, after: bytearray, width: int, top: int) -> list[Rect]:
    stride = width * 4
    rows = len(before) // stride
    found: list[Rect] = []
    for left in range(0, width, TILE):
        right = min(left + TILE, width)
        places = ((row * stride + left * 4, row * stride + right * 4) for row in range(rows))
        if any(before[start:end] != after[start:end] for start, end in places):
            found.append(Rect(left, top, right - left, rows))
    return found
