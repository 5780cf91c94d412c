"""What a pointer looks like, from the bitmaps that Windows keeps of it."""

from agent.desktop.windows.cursor_pixels import NOTHING, OPAQUE_BLACK, OPAQUE_WHITE, pixels_of
from agent.desktop.windows.win32_cursor import Icon

ON, OFF = b"\xff\xff\xff\x00", b"\x00\x00\x00\x00"


def test_a_black_and_white_one_has_its_two_masks_one_above_the_other() -> None:
    icon = Icon(0, 0, 4, mask=OFF + OFF + ON + ON + OFF + ON + OFF + ON, colours=None)
    assert pixels_of(icon) == (1, OPAQUE_BLACK + OPAQUE_WHITE + NOTHING + OPAQUE_BLACK)


def test_colours_are_multiplied_by_their_alpha() -> None:
    icon = Icon(0, 0, 2, mask=OFF * 2, colours=bytes((200, 100, 50, 255, 200, 100, 50, 128)))
    height, drawn = pixels_of(icon)
    assert height == 1
    assert drawn == bytes((200, 100, 50, 255, 100, 50, 25, 128))


def test_colours_without_any_alpha_are_cut_out_by_the_mask() -> None:
    icon = Icon(0, 0, 2, mask=OFF + ON, colours=bytes((1, 2, 3, 0, 4, 5, 6, 0)))
    assert pixels_of(icon) == (1, bytes((1, 2, 3, 255)) + NOTHING)
