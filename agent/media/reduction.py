"""Captures what a viewport shows: pixels off the screen, masks painted in, and only then the mean of each square.

Nothing hidden comes into a mean: where a mask begins inside a square, its colour is mixed with what may be seen.
"""

from collections.abc import Sequence

import av
from av.video.reformatter import Interpolation, VideoReformatter

from agent.areas import Rect
from agent.desktop.base import ScreenSource
from agent.media.capture import Captured, Masks, capture
from agent.media.viewport import Viewport

_EXACT = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP | Interpolation.FULL_CHR_H_INT
"""Plain AREA is up to 27 of 255 off at a divisor of 3; this at most 1, and the same whatever lies around (tested)."""

_LEAST = 2
"""Fewer pixels in a row or column than this are not scaled exactly by swscale: they are made more first."""


def capture_shown(source: ScreenSource, areas: Sequence[Rect], masks: Masks, viewport: Viewport) -> list[Captured]:
    """Capture `areas` of the stream, with what is hidden covered. Raise DesktopError when either cannot be known."""
    captured = capture(source, [viewport.to_desktop(area) for area in areas], masks)
    return [reduce(part, area, viewport.divisor) for part, area in zip(captured, areas, strict=True)]


def reduce(captured: Captured, area: Rect, divisor: int) -> Captured:
    """Return `captured` (pixels of the desktop) as `area` of the stream.

    It may lack pixels at the right and below, at the desktop's edge: its last ones stand for them.
    """
    if divisor == 1:
        return Captured(area, captured.pixels)
    columns, rows = max(area.width, _LEAST), max(area.height, _LEAST)
    frame = _picture_of(captured, columns * divisor, rows * divisor)
    small = VideoReformatter().reformat(frame, columns, rows, interpolation=_EXACT, threads=1)
    return Captured(area, _cropped(small, area))


def _picture_of(captured: Captured, width: int, height: int) -> av.VideoFrame:
    """Copy what was captured into a picture of that size, its last column and row repeated as far as it lacks any."""
    frame = av.VideoFrame(width, height, "bgr0")
    plane, row = frame.planes[0], captured.area.width * 4
    if row == plane.line_size and captured.area.height == height:
        memoryview(plane)[:] = captured.pixels
        return frame
    target, missing = memoryview(plane), width - captured.area.width
    for line in range(height):
        start = min(line, captured.area.height - 1) * row
        pixels = captured.pixels[start : start + row]
        target[line * plane.line_size : line * plane.line_size + width * 4] = pixels + pixels[-4:] * missing
    return frame


def _cropped(frame: av.VideoFrame, area: Rect) -> bytearray:
    """Return the first pixels of a picture, as many as `area` has."""
    plane, row = frame.planes[0], area.width * 4
    pixels = memoryview(plane)
    if row == plane.line_size and area.height == frame.height:
        return bytearray(pixels)
    return bytearray().join(
        pixels[line * plane.line_size : line * plane.line_size + row] for line in range(area.height)
    )
