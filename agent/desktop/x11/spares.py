"""Unused keycodes lent to characters that the customer's layout lacks, and taken back.

A lent key is marked by a keysym of our own at its AltGr level, so that whoever cleans up after a crash knows it.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

import Xlib.display

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.layout import Layout, State

MARK: Final = 0x1048524C
"""A keysym of the range left to vendors (X11 protocol, appendix A), spelling HRL."""
_PLAIN: Final = 4
"""Columns of a core row that are Shift levels: two of group 1, two of group 2. AltGr's levels follow (XKB 12.4)."""
_COLUMNS: Final = 6


class Spares:
    """Lends spare keycodes; the ones lent longest ago give way when none is left."""

    def __init__(self, connection: X11Connection) -> None:
        self._connection = connection
        self._lent: dict[int, int] = {}

    def lend(self, keysyms: Iterable[int], layout: Layout) -> bool:
        """Give each keysym a key, as far as there are keys; say whether the map changed."""
        free = [code for code in layout.spare if code not in self._lent.values()]
        wanted = list(islice(dict.fromkeys(keysyms), len(free) + len(self._lent)))
        for keysym in wanted:
            keycode = free.pop(0) if free else self._lent.pop(next(iter(self._lent)))
            _bind(self._connection.display, keycode, keysym)
            self._lent[keysym] = keycode
        return bool(wanted)

    def check(self, layout: Layout) -> None:
        """Forget the keys that a new map took over."""
        plain = State(0, 0)
        self._lent = {keysym: code for keysym, code in self._lent.items() if layout.keysym(code, plain) == keysym}

    def take_back(self) -> None:
        """Empty every lent key again."""
        for keycode in self._lent.values():
            _bind(self._connection.display, keycode, 0)
        self._lent.clear()


def take_back_all(display: Xlib.display.Display) -> None:
    """Empty every key that bears our mark: an agent that crashed left it."""
    first = display.display.info.min_keycode
    rows = display.get_keyboard_mapping(first, display.display.info.max_keycode - first + 1)
    for keycode, row in enumerate(rows, first):
        if MARK in row:
            _bind(display, keycode, 0)


def _bind(display: Xlib.display.Display, keycode: int, keysym: int) -> None:
    row = (keysym,) * _PLAIN + (MARK,) * (_COLUMNS - _PLAIN) if keysym else (0,) * _COLUMNS
    display.change_keyboard_mapping(keycode, [row])
    display.sync()
