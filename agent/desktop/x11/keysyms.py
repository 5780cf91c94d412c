"""Characters and keysyms, by pynput's table of X11/keysymdef.h, and what dead keys make of letters.

pynput asks for a display as soon as it is imported, so it is imported when first needed.
"""

import unicodedata
from functools import cache
from typing import Final

_UNICODE: Final = 0x01000000
_KEYPAD: Final = {
    0xFFAA: "*",
    0xFFAB: "+",
    0xFFAC: ",",
    0xFFAD: "-",
    0xFFAE: ".",
    0xFFAF: "/",
    0xFFBD: "=",
    0xFF80: " ",
} | {0xFFB0 + digit: str(digit) for digit in range(10)}
_CONTROL: Final = {"\n": 0xFF0D, "\r": 0xFF0D, "\t": 0xFF09}

_DEAD: Final = {
    "\u0300": 0xFE50,
    "\u0301": 0xFE51,
    "\u0302": 0xFE52,
    "\u0303": 0xFE53,
    "\u0304": 0xFE54,
    "\u0306": 0xFE55,
    "\u0307": 0xFE56,
    "\u0308": 0xFE57,
    "\u030a": 0xFE58,
    "\u030b": 0xFE59,
    "\u030c": 0xFE5A,
    "\u0327": 0xFE5B,
    "\u0328": 0xFE5C,
}
_ALONE: Final = {"`": 0xFE50, "^": 0xFE52, "~": 0xFE53}
"""What a dead key writes when a space follows (libX11's compose tables, en_US.UTF-8)."""


@cache
def _table() -> dict[int, str]:
    from pynput._util.xorg_keysyms import SYMBOLS

    dead = range(0xFE50, 0xFE94)
    return {keysym: char for keysym, char in SYMBOLS.values() if char and keysym not in dead}


@cache
def _by_character() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for keysym, char in _table().items():
        found[char] = (*found.get(char, ()), keysym)
    return found


def character(keysym: int) -> str:
    """Say what a keysym writes; empty when nothing."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if _UNICODE + 0x100 <= keysym <= _UNICODE + 0x10FFFF:
        return chr(keysym - _UNICODE)
    return _KEYPAD.get(keysym) or _table().get(keysym, "")


def keysyms(char: str) -> tuple[int, ...]:
    """Name the keysyms that write `char` (one character), the usual one first; none for control characters."""
    if char in _CONTROL:
        return (_CONTROL[char],)
    point = ord(char)
    if point < 0x20 or 0x7F <= point < 0xA0:
        return ()
    if point <= 0xFF:
        return (point,)
    return (*_by_character().get(char, ()), _UNICODE + point)


def dead_sequence(char: str) -> tuple[int, str] | None:
    """Take `char` apart into a dead key and the character to follow it; None when there is no such pair."""
    if char in _ALONE:
        return _ALONE[char], " "
    parts = unicodedata.normalize("NFD", char)
    if len(parts) != 2 or parts[1] not in _DEAD:
        return None
    return _DEAD[parts[1]], parts[0]
