"""Which keys to press on the customer's keyboard for what the technician typed on another.

A key whose character the customer's layout writes with the same modifiers is held as long as the technician holds it.
Any other character is struck at once and whole, by its Unicode number (KEYEVENTF_UNICODE), which no layout changes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from agent.desktop.windows.keys import (
    COMMANDS,
    EXTENDED,
    MODIFIERS,
    NAMED,
    NUMPAD_ENTER,
    PLACES,
    SHIFTS,
    TEXT_KEYS,
    TWINS,
)
from agent.desktop.windows.win32_input import EXTENDED as EXTENDED_FLAG
from agent.desktop.windows.win32_input import SHIFT_STATE, UNICODE, UP

_FAKE_CONTROL: Final = "ControlLeft"
"""What Windows presses along with AltGr."""

_ACCENTS: Final = frozenset("'\"^`~")
"""Characters that wait for the next one on some layouts, also where only Shift writes them."""

Stroke = tuple[int, int, int]
"""Virtual key, scan code, flags: what SendInput takes."""


class Layout(Protocol):
    """The customer's layout where keys go now."""

    def find(self, character: str) -> tuple[int, int] | None:
        """Return the virtual key and modifiers that write a character; None: no key does, or an accent's does."""

    def scan(self, key: int) -> int:
        """Return a virtual key's scan code."""

    def key_at(self, scan: int) -> int:
        """Return the virtual key at a place; 0: none."""

    def caps(self) -> bool:
        """Say whether Caps Lock is on."""


Send = Callable[[list[Stroke]], object]
"""Injects strokes, one after the other."""


class Keyboard:
    """Presses keys, and knows which it holds."""

    def __init__(self, layout: Layout, send: Send) -> None:
        self._layout, self._send = layout, send
        self._held: dict[str, Stroke] = {}

    @property
    def holding(self) -> bool:
        """Say whether a key is held down now."""
        return bool(self._held)

    def press(self, code: str, key: str) -> None:
        """Press what the technician pressed. Names that neither write nor do anything (Dead, CapsLock) do nothing."""
        if key == "AltGraph":
            self.release(_FAKE_CONTROL)
        elif key in NAMED:
            self._hold(code, self._named(code, key))
        elif len(key) == 1:
            self._write(code, key)

    def release(self, code: str) -> None:
        """Release the key pressed as `code`, unless it was struck whole."""
        stroke = self._held.pop(code, None)
        if stroke is not None and stroke not in self._held.values():
            self._send([_up(stroke)])

    def repeat(self) -> bool:
        """Press the key that was pressed last and is still held again, as keyboards do; say whether there is one."""
        last = next((stroke for stroke in reversed(self._held.values()) if stroke[0] not in MODIFIERS), None)
        if last is not None:
            self._send([last])
        return last is not None

    def type(self, character: str) -> None:
        """Strike whatever writes `character`, as text even while the technician holds Control or Alt."""
        with self._without(COMMANDS):
            if character in TEXT_KEYS:
                stroke = self._stroke(TEXT_KEYS[character])
                self._send([stroke, _up(stroke)])
            else:
                self._send(_by_number(character))

    def release_all(self) -> None:
        """Release every key held."""
        for code in tuple(self._held):
            self.release(code)

    # --- one character -----------------------------------------------------------------------------------------------

    def _write(self, code: str, character: str) -> None:
        if self._holds(COMMANDS):
            return self._hold(code, self._command(code, character))
        found = self._layout.find(character) if character not in _ACCENTS else None
        shift = SHIFT_STATE if self._holds(SHIFTS) else 0
        turned = character.isalpha() and self._layout.caps()
        if found and found[1] == shift and not turned:
            return self._hold(code, self._stroke(found[0]))
        if code not in self._held:
            self._send(_by_number(character))

    def _command(self, code: str, character: str) -> Stroke | None:
        """Return the key of a command: by its character, or in another script (Ctrl with Cyrillic) by its place."""
        found = self._layout.find(character)
        key = found[0] if found else self._layout.key_at(PLACES.get(code, 0))
        return self._stroke(key) if key else None

    # --- keys --------------------------------------------------------------------------------------------------------

    def _named(self, code: str, key: str) -> Stroke:
        stroke = self._stroke(TWINS.get((key, code), NAMED[key]))
        return (stroke[0], stroke[1], stroke[2] | EXTENDED_FLAG) if code == NUMPAD_ENTER and key == "Enter" else stroke

    def _stroke(self, key: int) -> Stroke:
        flags = EXTENDED_FLAG if key in EXTENDED else 0
        return key, self._layout.scan(key) & 0xFF, flags

    def _hold(self, code: str, stroke: Stroke | None) -> None:
        if stroke is None or code in self._held:
            return  # no such key here; or a repeat, which the injector makes by itself
        if stroke not in self._held.values():
            self._send([stroke])
        self._held[code] = stroke

    def _holds(self, keys: frozenset[int]) -> list[Stroke]:
        return [stroke for stroke in set(self._held.values()) if stroke[0] in keys]

    @contextmanager
    def _without(self, keys: frozenset[int]) -> Iterator[None]:
        strokes = self._holds(keys)
        for stroke in strokes:
            self._send([_up(stroke)])
        yield
        for stroke in strokes:
            self._send([stroke])


def _up(stroke: Stroke) -> Stroke:
    return stroke[0], stroke[1], stroke[2] | UP


def _by_number(character: str) -> list[Stroke]:
    """Strike a character by its number; one beyond the first plane is two halves (UTF-16)."""
    units = memoryview(character.encode("utf-16-le")).cast("H")
    return [(0, unit, UNICODE | flag) for unit in units for flag in (0, UP)]
