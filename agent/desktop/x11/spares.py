"""Unused keycodes lent to characters that the customer's layout lacks, and taken back.

Three characters share a key: plain, with Shift, with AltGr. At its last level a lent key bears a mark of our own, so
that whoever cleans up after a crash knows it.
"""

from collections.abc import Generator, Iterable
from itertools import islice
from typing import Final

import Xlib.display

from agent.desktop.x11.layout import Layout, State
from agent.desktop.x11.xkb import Xkb

MARK: Final = 0x1048524C
"""A keysym of the range left to vendors (X11 protocol, appendix A), spelling HRL."""

_FORGETTING_SECONDS: Final = 0.25
"""What applications get to work off what was typed, before a key that may be in it comes to mean something else."""

_LEARNING_SECONDS: Final = 0.03
"""What applications get to learn of a lent key: some look keys up before they read the news. Without it Tk got 3 of 300
such characters wrong."""


class Spares:
    """Lends spare keycodes; the ones lent longest ago give way when none is left."""

    def __init__(self, display: Xlib.display.Display, xkb: Xkb) -> None:
        self._display = display
        self._xkb = xkb
        self._lent: dict[int, list[int]] = {}

    def lend(self, keysyms: Iterable[int], layout: Layout) -> Generator[float, None, None]:
        """Give each keysym a place on a key, as far as there are places; yield the seconds that must pass meanwhile."""
        free = [code for code in layout.spare if code not in self._lent]
        shared = self._xkb.levels - 1
        wanted = list(islice(dict.fromkeys(keysyms), shared * (len(free) + len(self._lent))))
        if len(wanted) > shared * len(free):
            yield _FORGETTING_SECONDS
        for index in range(0, len(wanted), shared):
            self._bind(free.pop(0) if free else self._oldest(), wanted[index : index + shared])
        if wanted:
            self._display.sync()
            yield _LEARNING_SECONDS

    def check(self, layout: Layout) -> None:
        """Forget the keys that a new map took over."""
        plain = State(0, 0)
        self._lent = {code: lent for code, lent in self._lent.items() if layout.keysym(code, plain) == lent[0]}

    def take_back(self) -> None:
        """Empty every lent key again."""
        for keycode in self._lent:
            _empty(self._display, keycode)
        self._lent.clear()

    def _bind(self, keycode: int, keysyms: list[int]) -> None:
        levels = self._xkb.levels
        self._xkb.set_key(keycode, [*(keysyms + keysyms[:1] * levels)[: levels - 1], MARK])
        self._lent[keycode] = keysyms

    def _oldest(self) -> int:
        keycode = next(iter(self._lent))
        del self._lent[keycode]
        return keycode


def take_back_all(display: Xlib.display.Display) -> None:
    """Empty every key that bears our mark: an agent that crashed left it."""
    first = display.display.info.min_keycode
    rows = display.get_keyboard_mapping(first, display.display.info.max_keycode - first + 1)
    for keycode, row in enumerate(rows, first):
        if MARK in row:
            _empty(display, keycode)


def _empty(display: Xlib.display.Display, keycode: int) -> None:
    display.change_keyboard_mapping(keycode, [(0, 0)])
    display.sync()
