"""Compares pictures: PSNR in dB, and pixels of one colour."""

import math

import numpy as np
from PIL import Image


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Return the PSNR of two pictures of one size in dB, over all colours; infinity when they are equal."""
    difference = np.asarray(one, np.float64) - np.asarray(other, np.float64)
    error = float((difference**2).mean())
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def count(image: Image.Image, colour: tuple[int, int, int], tolerance: int = 40) -> int:
    """Count the pixels within `tolerance` of `colour` in every channel."""
    difference = np.abs(np.asarray(image, np.int16) - np.asarray(colour, np.int16))
    return int((difference.max(axis=2) <= tolerance).sum())
