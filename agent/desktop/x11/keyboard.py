"""Which keys to press on the customer's keyboard for what the technician typed on another.

A key that needs no help is held as long as the technician holds it. One whose character needs other modifiers here, a
dead key or a lent key is struck at once and whole, so that the helpers never outlast it and nothing of it repeats.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from Xlib import X

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.keycodes import CAPS_LOCK, COMMAND_KEYS, LEVEL3, LOCK, NAMED, PLACES, SHIFT, SHIFT_KEYS, TWINS
from agent.desktop.x11.keysyms import dead_sequence, keysyms
from agent.desktop.x11.layout import State, Stroke
from agent.desktop.x11.raw import xtest_keyboard
from agent.desktop.x11.spares import Spares, take_back_all
from agent.desktop.x11.xkb import Xkb

_FAKE_CONTROL: Final = "ControlLeft"
"""What Windows presses along with AltGr."""


class Keyboard:
    """Presses keys by XTEST. To be used inside `X11Connection.injecting`, `refresh` just before it."""

    def __init__(self, connection: X11Connection) -> None:
        """Read the layout, and take back what a crashed agent lent. Raise DesktopError when it cannot be read."""
        self._connection = connection
        take_back_all(connection.display)
        self._xkb = Xkb(connection.name, xtest_keyboard(connection))
        self._layout = self._xkb.layout()
        self._changed = False
        self._spares = Spares(connection)
        self._held: dict[str, int] = {}
        connection.on_keymap = self._on_keymap

    @property
    def holding(self) -> bool:
        """Say whether a key is held down now."""
        return bool(self._held)

    def refresh(self) -> None:
        """Read the layout anew if it changed. Not while the server is grabbed: another connection asks."""
        if self._changed:
            self._changed = False
            self._layout = self._xkb.layout()
            self._spares.check(self._layout)

    def press(self, code: str, key: str) -> None:
        """Press what the technician pressed. Names that neither write nor do anything (Dead, CapsLock) do nothing."""
        if key == "AltGraph":
            self.release(_FAKE_CONTROL)
        elif key in NAMED:
            self._hold(code, self._key_of(TWINS.get((key, code), NAMED[key])))
        elif len(key) == 1:
            self._write(code, key)

    def release(self, code: str) -> None:
        """Release the key pressed as `code`, unless it was struck whole."""
        keycode = self._held.pop(code, None)
        if keycode is not None and keycode not in self._held.values():
            self._up(keycode)

    def type(self, char: str) -> None:
        """Strike whatever writes `char`, as text even while the technician holds Control or Alt."""
        with self._without(self._held_giving(COMMAND_KEYS)):
            self._strike_character(char, self._state())

    def release_all(self) -> None:
        """Release every key held."""
        for code in tuple(self._held):
            self.release(code)

    def close(self) -> None:
        """Give lent keys back."""
        self._spares.take_back()
        self._xkb.close()

    # --- one character -----------------------------------------------------------------------------------------------

    def _write(self, code: str, char: str) -> None:
        state, place = self._state(), PLACES.get(code)
        stroke = self._layout.find_character(char, state, place)
        if stroke is None and place is not None and self._held_giving(COMMAND_KEYS):
            stroke = Stroke(place, 0, 0)  # a command in another script: Ctrl with a Cyrillic letter means the place
        if stroke is None:
            self._strike_character(char, state)
        elif (stroke.modifiers ^ state.modifiers) & stroke.minds:
            self._strike(stroke, state)
        else:
            self._hold(code, stroke.keycode)

    def _strike_character(self, char: str, state: State) -> None:
        """Try the layout, its dead keys, the layout without Caps Lock, and last a lent key."""
        tries: tuple[Callable[[str, State], bool], ...] = (
            self._by_stroke,
            self._by_dead_key,
            self._by_caps,
            self._by_spare,
        )
        any(attempt(char, state) for attempt in tries)

    def _by_stroke(self, char: str, state: State) -> bool:
        stroke = self._layout.find_character(char, state)
        if stroke is not None:
            self._strike(stroke, state)
        return stroke is not None

    def _by_dead_key(self, char: str, state: State) -> bool:
        sequence = dead_sequence(char)
        if sequence is None:
            return False
        dead, base = self._layout.find(sequence[0], state), self._layout.find_character(sequence[1], state)
        if dead is None or base is None:
            return False
        self._strike(dead, state)
        self._strike(base, state)
        return True

    def _by_caps(self, char: str, state: State) -> bool:
        without = state._replace(modifiers=state.modifiers & ~LOCK)
        keys, stroke = self._layout.keycodes(CAPS_LOCK), self._layout.find_character(char, without)
        if without == state or not keys or stroke is None:
            return False
        self._tap(keys[0])
        self._strike(stroke, without)
        self._tap(keys[0])
        return True

    def _by_spare(self, char: str, state: State) -> bool:
        symbols = keysyms(char)
        keycode = self._spares.lend(symbols[-1], self._layout) if symbols else None
        if keycode is not None:
            self._strike(Stroke(keycode, 0, self._layout.levels), state)
        return keycode is not None

    # --- keys --------------------------------------------------------------------------------------------------------

    def _strike(self, stroke: Stroke, state: State) -> None:
        """Strike a key with exactly the Shift and AltGr it needs, and put them back as they were."""
        missing = stroke.modifiers & ~state.modifiers & stroke.minds
        helpers = [key for bit, key in self._level_keys() if bit & missing]
        too_many = SHIFT_KEYS if state.modifiers & ~stroke.modifiers & stroke.minds & SHIFT else frozenset[int]()
        with self._without(self._held_giving(too_many)):
            for helper in helpers:
                self._down(helper)
            self._tap(stroke.keycode)
            for helper in reversed(helpers):
                self._up(helper)

    def _level_keys(self) -> Iterator[tuple[int, int]]:
        for bit, symbols in ((SHIFT, tuple(SHIFT_KEYS)), (self._layout.levels & ~SHIFT, (LEVEL3,))):
            yield from [(bit, key) for key in self._layout.keycodes(*symbols)][:1]

    def _hold(self, code: str, keycode: int | None) -> None:
        if keycode is None or code in self._held:
            return  # no such key here; or a repeat, which the customer's computer makes by itself
        if keycode not in self._held.values():
            self._down(keycode)
        self._held[code] = keycode

    def _key_of(self, keysym: int) -> int | None:
        keys = self._layout.keycodes(keysym)
        return keys[0] if keys else self._spares.lend(keysym, self._layout)

    def _held_giving(self, wanted: frozenset[int]) -> list[int]:
        return [key for key in set(self._held.values()) if self._layout.keysym(key, State(0, 0)) in wanted]

    @contextmanager
    def _without(self, keys: list[int]) -> Iterator[None]:
        for keycode in keys:
            self._up(keycode)
        yield
        for keycode in keys:
            self._down(keycode)

    def _tap(self, keycode: int) -> None:
        for code in [code for code, held in self._held.items() if held == keycode]:
            del self._held[code]
            self._up(keycode)
        self._down(keycode)
        self._up(keycode)

    def _down(self, keycode: int) -> None:
        self._connection.fake(X.KeyPress, keycode)

    def _up(self, keycode: int) -> None:
        self._connection.fake(X.KeyRelease, keycode)

    def _state(self) -> State:
        mask = self._connection.root.query_pointer().mask
        return State(mask & 0xFF, mask >> 13 & 3)

    def _on_keymap(self) -> None:
        self._changed = True
