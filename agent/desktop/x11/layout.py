"""The customer's keyboard layout: which key, with which of Shift and AltGr, gives a keysym. Pure data and lookups.

The rules are XKB's (The X Keyboard Extension: Protocol Specification, 2 and 15): a key has groups, a group has a type,
a type says which modifiers lead to which level.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from agent.desktop.x11.keycodes import LOCK, SHIFT
from agent.desktop.x11.keysyms import character, keysyms


class State(NamedTuple):
    """The keyboard's effective modifiers and group (0 the first), as an application is told them."""

    modifiers: int
    group: int


class Stroke(NamedTuple):
    """A key and which of the layout's Shift and AltGr bits must be down with it, among those in `minds`."""

    keycode: int
    modifiers: int
    minds: int


@dataclass(frozen=True)
class KeyType:
    """Which modifiers lead to which level; any other combination to level 0."""

    minds: int
    levels: Mapping[int, int]
    keeps_lock: frozenset[int] = frozenset()
    """Combinations that mind Caps Lock and yet leave it for the application to apply (XKB: preserve)."""


@dataclass(frozen=True)
class Key:
    """A key's groups (type and keysyms by level), and how a group beyond them is brought back (KB_GROUP_INFO)."""

    groups: tuple[tuple[KeyType, tuple[int, ...]], ...]
    beyond: int = 0

    def group(self, wanted: int) -> tuple[KeyType, tuple[int, ...]]:
        """Pick the group in effect; there is at least one."""
        count = len(self.groups)
        if wanted < count:
            return self.groups[wanted]
        match self.beyond & 0xC0:
            case 0x40:
                return self.groups[-1]
            case 0x80:
                redirect = (self.beyond >> 4) & 3
                return self.groups[redirect if redirect < count else 0]
            case _:
                return self.groups[wanted % count]


class Layout:
    """A keyboard map, read once; a changed map is a new Layout."""

    def __init__(self, keys: Mapping[int, Key], modifiers: Mapping[int, int], level3: int) -> None:
        """Take the keys by keycode, the modifier bits by keycode, and the bit of AltGr (0: the layout has none)."""
        self._keys = keys
        self._modifiers = modifiers
        self._level3 = level3
        self.levels = SHIFT | level3
        self._index = cache(self._build_index)
        self.keycodes = cache(self._keycodes)

    def keysym(self, keycode: int, state: State) -> int:
        """Say what a key gives in `state`; 0 for nothing."""
        key = self._keys.get(keycode)
        if key is None or not key.groups:
            return 0
        kind, symbols = key.group(state.group)
        level = kind.levels.get(state.modifiers & kind.minds, 0)
        keysym = symbols[level] if level < len(symbols) else 0
        minded = state.modifiers & kind.minds
        lock_left = state.modifiers & LOCK and (not minded & LOCK or minded in kind.keeps_lock)
        return _capital(keysym) if lock_left else keysym

    def find(self, wanted: int, state: State) -> Stroke | None:
        """Find the stroke that gives the keysym `wanted`, whatever Shift and AltGr are now; None when there is none."""
        return self._index(State(state.modifiers & ~self.levels, state.group)).get(wanted)

    def find_at(self, keycode: int, char: str, state: State) -> Stroke | None:
        """Find the stroke of this one key that writes `char`."""
        for stroke in self._strokes(keycode):
            if character(self.keysym(keycode, self._with(stroke, state))) == char:
                return stroke._replace(minds=self._minds(keycode, state))
        return None

    def find_character(self, char: str, state: State, place: int | None = None) -> Stroke | None:
        """Find the stroke that writes `char`: of the key at `place` if it can, else of any other."""
        if place is not None and (stroke := self.find_at(place, char, state)):
            return stroke
        return next(filter(None, (self.find(keysym, state) for keysym in keysyms(char))), None)

    def _keycodes(self, *wanted: int) -> list[int]:
        """Name the keys that give one of the keysyms `wanted` by themselves."""
        return [keycode for keycode in self._keys if self.keysym(keycode, State(0, 0)) in wanted]

    def modifier(self, keycode: int) -> int:
        """Say which modifier bits the key sets; 0 for a key that is no modifier."""
        return self._modifiers.get(keycode, 0)

    @cached_property
    def spare(self) -> list[int]:
        """The keycodes that give nothing and modify nothing, highest first, as odd hardware claims low ones."""
        unused = (code for code, key in self._keys.items() if not any(any(symbols) for _, symbols in key.groups))
        return sorted((code for code in unused if not self._modifiers.get(code)), reverse=True)

    def _strokes(self, keycode: int) -> Iterator[Stroke]:
        combinations = (0, SHIFT, self._level3, self.levels) if self._level3 else (0, SHIFT)
        return (Stroke(keycode, modifiers, self.levels) for modifiers in combinations)

    def _with(self, stroke: Stroke, state: State) -> State:
        return State(state.modifiers & ~self.levels | stroke.modifiers, state.group)

    def _minds(self, keycode: int, state: State) -> int:
        kind, _ = self._keys[keycode].group(state.group)
        return kind.minds & self.levels

    def _build_index(self, state: State) -> dict[int, Stroke]:
        every = [stroke for keycode, key in self._keys.items() if key.groups for stroke in self._strokes(keycode)]
        every.sort(key=lambda stroke: (stroke.modifiers.bit_count(), stroke.modifiers))
        index: dict[int, Stroke] = {}
        for stroke in every:
            found = self.keysym(stroke.keycode, self._with(stroke, state))
            index.setdefault(found, stroke._replace(minds=self._minds(stroke.keycode, state)))
        index.pop(0, None)
        return index


def _capital(keysym: int) -> int:
    """Apply Caps Lock as applications do where the key's type left it to them."""
    char = character(keysym)
    upper = "ẞ" if char == "ß" else char.upper()
    return keysyms(upper)[0] if len(upper) == 1 and upper != char else keysym
