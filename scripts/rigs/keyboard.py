"""A technician's physical keyboard: keycodes pressed on the X display that a real browser window is on."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.rigs.applications import environment

SHIFT, ALTGR, RETURN = 50, 108, 36


@dataclass(frozen=True)
class Key:
    """One key by its evdev keycode (the position), with what is held meanwhile."""

    code: int
    held: int | None = None


@dataclass(frozen=True)
class Line:
    """Keys of one layout, and the text that a person with that keyboard means by them."""

    layout: str
    keys: Sequence[Key]
    text: str


AZERTY = Line(
    "fr",
    [Key(24), Key(38), Key(11), Key(19), Key(26, ALTGR), Key(19, ALTGR), Key(34), Key(26), Key(11, SHIFT), Key(47)],
    "aqéà€@ê2m",
)
"""Letters that QWERTY has elsewhere, é and à, € and @ by AltGr, ê by the dead circumflex, a digit by Shift."""

QWERTY = Line(
    "us",
    [Key(24), Key(38), Key(52, SHIFT), Key(11), Key(11, SHIFT), Key(47), Key(34, SHIFT), Key(20), Key(61)],
    "qaZ2@;{-/",
)
"""Letters that AZERTY has elsewhere, and signs that lie elsewhere or need AltGr there."""


def set_layout(display: str, layout: str) -> None:
    """Switch the keyboard of `display`."""
    _run(["setxkbmap", "-display", display, "-layout", layout], display)


def strike(display: str, keys: Sequence[Key]) -> None:
    """Press and let go of `keys` one after the other, as fingers do."""
    for key in keys:
        held = [str(key.held)] if key.held else []
        command = ["xdotool"]
        for name in held:
            command += ["keydown", name]
        command += ["key", str(key.code)]
        for name in held:
            command += ["keyup", name]
        _run(command, display)


def _run(command: list[str], display: str) -> None:
    subprocess.run(command, env=environment(display), check=True, timeout=10)
