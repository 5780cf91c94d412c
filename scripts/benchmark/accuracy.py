"""How true a picture is to the screen: peak signal-to-noise ratio, in dB; infinite where both are the same."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageGrab

LUMA = (0.2126, 0.7152, 0.0722)
"""ITU-R BT.709-6, 3.2: what the eye sees of red, green and blue as brightness."""


def on_screen(display: str) -> Image.Image:
    """Return what the X server shows now, without the pointer."""
    return ImageGrab.grab(xdisplay=display).convert("RGB")


def luma_psnr(one: Image.Image, other: Image.Image) -> float:
    """Compare brightness; -infinite for pictures of different sizes."""
    if one.size != other.size:
        return -math.inf
    weights = np.array(LUMA, np.float32)
    return _psnr(_pixels(one) @ weights, _pixels(other) @ weights)


def colour_psnr(one: Image.Image, other: Image.Image) -> float:
    """Compare red, green and blue; -infinite for pictures of different sizes."""
    return _psnr(_pixels(one), _pixels(other)) if one.size == other.size else -math.inf


def _pixels(image: Image.Image) -> NDArray[np.float32]:
    return np.asarray(image.convert("RGB"), np.float32)


def _psnr(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    error = float(np.mean((one - other) ** 2, dtype=np.float64))
    return 10 * math.log10(255**2 / error) if error else math.inf
