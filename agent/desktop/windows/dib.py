"""Pictures as Windows' clipboard has them (CF_DIB: a BMP file without its head), and as the wire has them (PNG)."""

import struct
from fractions import Fraction
from typing import Final

import av
from av.video.codeccontext import VideoCodecContext

from agent.protocol.clipboard_messages import MAX_CLIPBOARD_PIXELS

_FILE_HEAD: Final = 14
"""Bytes of BITMAPFILEHEADER, which the clipboard leaves out."""
_INFO: Final = struct.Struct("<IiiHHIIiiII")
"""BITMAPINFOHEADER, which later versions begin with, too."""
_BIT_FIELDS: Final = 3  # BI_BITFIELDS
_MASKS: Final = 12
"""Bytes of the three masks that follow the oldest head then."""
_MOST_COLOURS: Final = 256


def png_of(dib: bytes) -> bytes:
    """Return the picture as a PNG; empty when it is none that can be read, or too large."""
    if len(dib) < _INFO.size:
        return b""
    size, width, height, _, bits, compression, *_, used, _ = _INFO.unpack_from(dib)
    if not 0 < width * abs(height) <= MAX_CLIPBOARD_PIXELS or size > len(dib) or used > _MOST_COLOURS:
        return b""
    masks = _MASKS if size == _INFO.size and compression == _BIT_FIELDS else 0
    colours = 4 * (used or (1 << bits if bits <= 8 else 0))
    head = struct.pack("<2sIHHI", b"BM", _FILE_HEAD + len(dib), 0, 0, _FILE_HEAD + size + masks + colours)
    try:
        decoder = av.CodecContext.create("bmp", "r")
        frames = [*decoder.decode(av.Packet(head + dib)), *decoder.decode(None)]
        return _encoded(frames[0], "png", "rgb24") if len(frames) == 1 else b""
    except (av.FFmpegError, ValueError):
        return b""


def dib_of(png: bytes) -> bytes:
    """Return a PNG as the clipboard has pictures. Raise ValueError when it is none."""
    try:
        decoder = av.CodecContext.create("png", "r")
        frame = [*decoder.decode(av.Packet(png)), *decoder.decode(None)][0]
        return _encoded(frame, "bmp", "bgr24")[_FILE_HEAD:]
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"no picture ({type(error).__name__})") from None


def _encoded(frame: av.VideoFrame, codec: str, form: str) -> bytes:
    encoder = av.CodecContext.create(codec, "w")
    if not isinstance(encoder, VideoCodecContext):
        raise ValueError(codec)
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, form
    encoder.time_base, encoder.thread_count = Fraction(1, 30), 1
    plain = frame.reformat(format=form)
    plain.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(plain), *encoder.encode(None)))
