"""Makes a brand's colour legible: moved towards black or white until contrast reaches 7:1 (WCAG 2.2, 1.4.6)."""

import re

from agent.ui.page import Shade

ENOUGH = 7.0
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#14181d"
FALLBACK = "#0b5cad"

_Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def on_light(accent: str) -> Shade:
    """Return the accent, darkened as far as a white ground asks, with white ink."""
    return Shade(colour=_towards(_clean(accent), LIGHT_GROUND, (0, 0, 0)), ink=LIGHT_GROUND)


def on_dark(accent: str) -> Shade:
    """Return the accent, lightened as far as a dark ground asks, with dark ink."""
    return Shade(colour=_towards(_clean(accent), DARK_GROUND, (255, 255, 255)), ink=DARK_GROUND)


def _towards(colour: str, ground: str, end: _Rgb) -> str:
    """Mix `colour` with `end`, by hundredths, until it stands out from `ground`."""
    start = _rgb(colour)
    for step in range(101):
        red, green, blue = (round(a + (b - a) * step / 100) for a, b in zip(start, end, strict=True))
        mixed = f"#{red:02x}{green:02x}{blue:02x}"
        if contrast(mixed, ground) >= ENOUGH:
            break
    return mixed


def _clean(accent: str) -> str:
    return accent if re.fullmatch(r"#[0-9a-fA-F]{6}", accent) else FALLBACK


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
