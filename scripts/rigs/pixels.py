"""What a screen shows, and how close another picture comes to it."""

import math

import mss
import numpy
from PIL import Image


def grab(display: str) -> Image.Image:
    """Capture the whole of an X display, by the X server's own word."""
    with mss.MSS(display=display) as screen:
        shot = screen.grab(screen.monitors[0])
    return Image.frombytes("RGB", shot.size, shot.rgb)


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Return the peak signal-to-noise ratio over all channels in dB; infinite for equal pictures, 0 for other sizes."""
    if one.size != other.size:
        return 0.0
    difference = numpy.asarray(one, dtype=numpy.float64) - numpy.asarray(other, dtype=numpy.float64)
    error = float(numpy.mean(difference**2))
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)
