"""Images from outside come out as the same pixels and nothing else, or not at all."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from agent.protocol.clipboard_messages import MAX_CLIPBOARD_PIXELS
from agent.tools.clipboard.png import PIXELS, SIGNATURE, ImageError, ImageTooLarge, plain_png

NOISE = Image.effect_noise((90, 60), 80)


def png(image: Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **how)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def kinds(data: bytes) -> set[bytes]:
    found, at = set[bytes](), len(SIGNATURE)
    while at < len(data):
        found.add(data[at + 4 : at + 8])
        at += 12 + struct.unpack(">I", data[at : at + 4])[0]
    return found


def see_through(image: Image.Image) -> Image.Image:
    image.putalpha(NOISE)
    return image


@pytest.mark.parametrize(
    "image",
    [
        NOISE,
        NOISE.convert("RGB"),
        NOISE.convert("1"),
        NOISE.convert("RGB").quantize(16),
        see_through(NOISE.convert("RGB")),
        see_through(NOISE.convert("L")),
    ],
    ids=["grey", "colour", "black and white", "palette", "see-through", "grey, see-through"],
)
def test_the_pixels_stay_and_nothing_else(image: Image.Image) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "48.85 N, 2.35 E")
    given = png(image, pnginfo=told, icc_profile=b"profile" * 40, dpi=(72, 72)) + b"a file after the end"
    width, height, plain = plain_png(given)
    assert (width, height) == image.size
    assert kinds(plain) <= PIXELS
    assert b"48.85" not in plain
    assert b"after the end" not in plain
    with Image.open(io.BytesIO(plain)) as written, Image.open(io.BytesIO(given)) as before:
        assert written.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no image at all",
        SIGNATURE,
        SIGNATURE + b"\0\0",
        png(NOISE)[:-20],
        png(NOISE).replace(b"IDAT", b"JDAT"),
        SIGNATURE + chunk(b"tEXt", b"before the header") + png(NOISE)[8:],
        SIGNATURE + header(9, 9) + chunk(b"IEND", b""),
        SIGNATURE + header(9, 9) + chunk(b"IDAT", b"not deflated") + chunk(b"IEND", b""),
        SIGNATURE + header(0, 9) + chunk(b"IEND", b""),
        SIGNATURE + b"\xff\xff\xff\xffIHDR" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    ],
)
def test_what_is_no_whole_png_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError):
        plain_png(data)


def test_an_image_that_would_unfold_to_gigabytes_is_refused_before_it_is_decoded() -> None:
    bomb = SIGNATURE + header(30000, 30000) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(ImageTooLarge):
        plain_png(bomb)
    assert MAX_CLIPBOARD_PIXELS < 30000 * 30000


def test_a_flipped_bit_is_noticed() -> None:
    data = bytearray(png(NOISE))
    data[len(data) // 2] ^= 1
    with pytest.raises(ImageError):
        plain_png(bytes(data))
