"""What a Windows pointer looks like, from its mask and its colours: BGRA, the colours multiplied by alpha. Pure."""

from collections.abc import Iterator

from agent.desktop.windows.win32_cursor import Icon

OPAQUE_BLACK, OPAQUE_WHITE, NOTHING = b"\x00\x00\x00\xff", b"\xff\xff\xff\xff", bytes(4)


def pixels_of(icon: Icon) -> tuple[int, bytes]:
    """Return the picture's height and its pixels."""
    drawn = bytes(b"".join(_mono(icon) if icon.colours is None else _coloured(icon.mask, icon.colours)))
    return len(drawn) // 4 // icon.width, drawn


def _mono(icon: Icon) -> Iterator[bytes]:
    """Read a mask of twice the height: above, where the screen is kept; below, where it is white or inverted.

    What would invert the screen (a text bar) is black: the console draws the pointer over a picture it cannot invert.
    """
    half = len(icon.mask) // 2
    for at in range(0, half, 4):
        keeps, white = icon.mask[at], icon.mask[half + at]
        if keeps:
            yield OPAQUE_BLACK if white else NOTHING
        else:
            yield OPAQUE_WHITE if white else OPAQUE_BLACK


def _coloured(mask: bytes, colours: bytes) -> Iterator[bytes]:
    """Use the colours' own alpha; where no pixel has any, the mask says what is seen."""
    if not any(colours[3::4]):
        for at in range(0, len(colours), 4):
            yield NOTHING if mask[at] else colours[at : at + 3] + b"\xff"
        return
    for at in range(0, len(colours), 4):
        blue, green, red, alpha = colours[at : at + 4]
        yield bytes((blue * alpha // 255, green * alpha // 255, red * alpha // 255, alpha))
