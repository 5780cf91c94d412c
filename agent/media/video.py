"""Turns moving natural areas into video: one stream over the area that moves, H.264 or VP8, low delay.

Only what changed is converted; the planes keep the rest. No frame is bigger than the line has room for: what it is told
fits becomes the encoder's buffer (VBV). picture.py has the film refined later.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never, cast

import av
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import Colorspace, VideoReformatter

from agent.areas import Rect, box, cut
from agent.media.capture import Captured
from agent.media.lossless import picture_of
from agent.media.wire import Video
from agent.protocol.messages import VideoCodec

MOST_BYTES = 64_000
"""Of one frame, whatever the line: the first one, or one after a cut, would take 240 kB and come 80 ms late instead."""

SMALLER, LARGER = 0.7, 2.0
"""Shares of what fitted when the encoder was made, beyond which it is made anew: less queues, more looks better."""

_RATE = 30
_NAMES = {VideoCodec.H264: "libx264", VideoCodec.VP8: "libvpx"}
_VP8_FINER = 6
"""VP8's constant rate factor, 4 to 63, for what looks about as good."""


def _options(codec: VideoCodec, crf: int, most: int) -> Mapping[str, str]:
    """Ask for no frame above `most` bytes: a buffer that holds one, and is full again for each.

    x264 keeps to it; libvpx in the mean, down to what its coarsest takes, with single frames of a few times as much.
    """
    rate = {"maxrate": str(most * 8 * _RATE), "bufsize": str(most * 8)}
    match codec:
        case VideoCodec.H264:
            fixed = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "keyint=infinite:scenecut=0:cabac=1"}
            return {**fixed, **rate, "crf": str(crf)}
        case VideoCodec.VP8:
            fixed = {"deadline": "realtime", "cpu-used": "12", "lag-in-frames": "0", "g": "999999"}
            return {**fixed, **rate, "b": rate["maxrate"], "crf": str(max(crf - _VP8_FINER, 4))}
    assert_never(codec)


class VideoStream:
    """One encoder over one area of the screen; made anew, with a key frame, when something outside it moves."""

    def __init__(self, codec: VideoCodec, crf: int) -> None:
        """Take the codec and how coarse it may be (x264's constant rate factor, 0 to 51)."""
        self.codec, self.crf = codec, crf
        self._area: Rect | None = None
        self._most = 0
        self._reformat = VideoReformatter()

    def encode(self, captured: Captured, area: Rect, most: int) -> Video:
        """Encode `area` (even, within `captured`) in about `most` bytes. Raise av.FFmpegError if the encoder fails."""
        most = min(most, MOST_BYTES)
        key = not self.covers(area) or not SMALLER * self._most <= most <= LARGER * self._most
        if key:
            self._open(box([area, *([self._area] if self._area and cut(self._area, area) else [])]), most)
        assert self._area is not None  # noqa: S101 - opened above
        x, y = area.x - self._area.x, area.y - self._area.y
        self._convert(captured, area, x, y)
        self._count += 1
        self._frame.pts = self._count
        packet = b"".join(bytes(packet) for packet in self._encoder.encode(self._frame))
        return Video(area, self.codec, key, self._area.width, self._area.height, x, y, packet)

    def covers(self, area: Rect) -> bool:
        """Say whether `area` lies within the stream as it is."""
        return self._area is not None and cut(self._area, area) == area

    def _open(self, area: Rect, most: int) -> None:
        self._area, self._most = area, most
        encoder = cast(VideoCodecContext, av.CodecContext.create(_NAMES[self.codec], "w"))
        encoder.width, encoder.height, encoder.pix_fmt = area.width, area.height, "yuv420p"
        encoder.time_base, encoder.framerate = Fraction(1, _RATE), Fraction(_RATE)
        encoder.thread_count, encoder.options = 1, dict(_options(self.codec, self.crf, most))
        self._encoder = encoder
        self._frame = av.VideoFrame(area.width, area.height, "yuv420p")
        self._count = 0
        for plane, level in zip(self._frame.planes, (16, 128, 128), strict=True):
            memoryview(plane)[:] = bytes((level,)) * plane.buffer_size

    def _convert(self, captured: Captured, area: Rect, x: int, y: int) -> None:
        """Convert `area` and put it into the planes at (x, y)."""
        changed = self._reformat.reformat(
            picture_of(captured, area, "bgr0"), format="yuv420p", dst_colorspace=Colorspace.ITU709
        )
        for plane, part, share in zip(self._frame.planes, changed.planes, (1, 2, 2), strict=True):
            target, source = memoryview(plane), memoryview(part)
            width = area.width // share
            for row in range(area.height // share):
                at = (y // share + row) * plane.line_size + x // share
                target[at : at + width] = source[row * part.line_size : row * part.line_size + width]
