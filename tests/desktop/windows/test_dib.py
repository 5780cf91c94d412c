"""Windows' pictures: each way, in the kinds that programs copy, and hostile ones."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.desktop.windows.dib import dib_of, png_of
from tests.desktop.windows.pictures import COLOURS, PICTURE, is_picture

RED, GREEN, BLUE, YELLOW = COLOURS


def dib(bits: int, rows: bytes, *, height: int = 2, compression: int = 0, masks: bytes = b"") -> bytes:
    return struct.pack("<IiiHHIIiiII", 40, 2, height, 1, bits, compression, len(rows), 0, 0, 0, 0) + masks + rows


def bgr(colour: bytes, more: bytes = b"") -> bytes:
    return colour[::-1] + more


def test_there_and_back_it_is_the_same_picture() -> None:
    assert is_picture(png_of(dib_of(PICTURE)))


def test_what_programs_copy_is_read() -> None:
    bottom_up = bgr(BLUE) + bgr(YELLOW) + b"\0\0" + bgr(RED) + bgr(GREEN) + b"\0\0"
    assert is_picture(png_of(dib(24, bottom_up)))
    top_down = b"".join(bgr(colour, b"\0") for colour in COLOURS)
    assert is_picture(png_of(dib(32, top_down, height=-2)))
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    assert is_picture(png_of(dib(32, top_down, height=-2, compression=3, masks=masks)))


@pytest.mark.parametrize("bad", [b"", b"\0" * 40, dib(24, b""), dib(24, b"", height=1 << 30), dib(24, b"")[:39]])
def test_what_is_no_picture_is_nothing(bad: bytes) -> None:
    assert png_of(bad) == b""


def test_what_is_no_png_is_refused() -> None:
    for bad in (b"", b"none", PICTURE[:40]):
        with pytest.raises(ValueError, match="no picture"):
            dib_of(bad)


@given(st.binary(max_size=80))
def test_hostile_pictures_end_in_nothing_or_a_png(hostile: bytes) -> None:
    made = png_of(struct.pack("<Iii", 40, 2, 2) + hostile)
    assert not made or made.startswith(b"\x89PNG")
