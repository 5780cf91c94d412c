"""Which keys to press on the customer's keyboard for what the technician typed on another.

A key that needs no help is held as long as the technician holds it. One whose character needs other modifiers here, a
dead key or a lent key is struck at once and whole, so that the helpers never outlast it and nothing of it repeats.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from Xlib import X

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.keycodes import (
    CAPS_LOCK,
    COMMAND_KEYS,
    DESKTOP_KEYS,
    LEVEL3,
    NAMED,
    PLACES,
    SHIFT,
    SHIFT_KEYS,
    TWINS,
)
from agent.desktop.x11.keysyms import keysyms
from agent.desktop.x11.layout import State, Stroke
from agent.desktop.x11.plan import Plan, plan
from agent.desktop.x11.raw import xtest_keyboard
from agent.desktop.x11.spares import Spares, take_back_all
from agent.desktop.x11.xkb import Xkb

_FAKE_CONTROL: Final = "ControlLeft"
"""What Windows presses along with AltGr."""


class Keyboard:
    """Presses keys by XTEST. To be used inside `X11Connection.injecting`; `prepare_...` just before, outside of it."""

    def __init__(self, connection: X11Connection) -> None:
        """Read the layout, and take back what a crashed agent lent. Raise DesktopError when it cannot be read."""
        self._connection = connection
        take_back_all(connection.display)
        self._xkb = Xkb(connection.name, xtest_keyboard(connection))
        self._layout = self._xkb.layout()
        self._changed = False
        self._spares = Spares(connection.display, self._xkb)
        self._held: dict[str, int] = {}
        connection.on_keymap = self._on_keymap

    @property
    def holding(self) -> bool:
        """Say whether a key is held down now."""
        return bool(self._held)

    @property
    def commanding(self) -> bool:
        """Say whether Alt or a Super key is held: what comes with it may be meant for the window manager."""
        return bool(self._held_giving(DESKTOP_KEYS))

    def prepare_text(self, text: str) -> Generator[float, None, None]:
        """Make ready to type the first character of `text`, and see to what follows at the same time.

        Yield the seconds that must pass meanwhile.
        """
        self._refresh()
        if self._plan(text[0]) is None:
            yield from self._lend(keysyms(char)[-1] for char in text if keysyms(char) and self._plan(char) is None)

    def prepare_key(self, code: str, key: str) -> Generator[float, None, None]:
        """Make ready to press this key; yield the seconds that must pass meanwhile."""
        self._refresh()
        if len(key) == 1 and not self._held_giving(COMMAND_KEYS):
            yield from self.prepare_text(key)
        elif key in NAMED and not self._layout.keycodes(_keysym_of(code, key)):
            yield from self._lend([_keysym_of(code, key)])

    def press(self, code: str, key: str) -> None:
        """Press what the technician pressed. Names that neither write nor do anything (Dead, CapsLock) do nothing."""
        if key == "AltGraph":
            self.release(_FAKE_CONTROL)
        elif key in NAMED:
            self._hold(code, next(iter(self._layout.keycodes(_keysym_of(code, key))), None))
        elif len(key) == 1:
            self._write(code, key)

    def release(self, code: str) -> None:
        """Release the key pressed as `code`, unless it was struck whole."""
        keycode = self._held.pop(code, None)
        if keycode is not None and keycode not in self._held.values():
            self._up(keycode)

    def lift(self) -> dict[str, int]:
        """Let up all keys held that would repeat; return them, by the technician's code, to be tapped instead."""
        repeating = {code: keycode for code, keycode in self._held.items() if not self._layout.modifier(keycode)}
        for code in repeating:
            self.release(code)
        return repeating

    def tap(self, keycodes: Iterable[int]) -> None:
        """Press keys and let them up, each by itself, as a repeat does."""
        for keycode in keycodes:
            self._tap(keycode)

    def type(self, char: str) -> None:
        """Strike whatever writes `char`, as text even while the technician holds Control or Alt."""
        with self._without(self._held_giving(COMMAND_KEYS)):
            way = self._plan(char)
            if way:
                self._strike_plan(way, self._state())

    def release_all(self) -> None:
        """Release every key held."""
        for code in tuple(self._held):
            self.release(code)

    def close(self) -> None:
        """Give lent keys back."""
        self._spares.take_back()
        self._xkb.close()

    # --- the map -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._connection.drain()
        if self._changed:
            self._changed = False
            self._layout = self._xkb.layout()
            self._spares.check(self._layout)

    def _lend(self, wanted: Iterable[int]) -> Generator[float, None, None]:
        """Lend keys, and read the map anew once applications have learnt of it."""
        for seconds in self._spares.lend(wanted, self._layout):
            yield seconds
            self._changed = True
        self._refresh()

    # --- one character -----------------------------------------------------------------------------------------------

    def _write(self, code: str, char: str) -> None:
        state, place = self._state(), PLACES.get(code)
        way = plan(char, self._layout, state, place)
        if way is None and place is not None and self._held_giving(COMMAND_KEYS):
            self._hold(code, place)  # a command in another script: Ctrl with a Cyrillic letter means the place
        elif way and len(way.strokes) == 1 and not way.without_caps and _fits(way.strokes[0], state):
            self._hold(code, way.strokes[0].keycode)
        elif way:
            self._strike_plan(way, state)

    def _plan(self, char: str) -> Plan | None:
        return plan(char, self._layout, self._state())

    def _strike_plan(self, way: Plan, state: State) -> None:
        caps = self._layout.keycodes(CAPS_LOCK)[:1] if way.without_caps else []
        for key in caps:
            self._tap(key)
        for stroke in way.strokes:
            self._strike(stroke, state)
        for key in caps:
            self._tap(key)

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


def _keysym_of(code: str, key: str) -> int:
    return TWINS.get((key, code), NAMED[key])


def _fits(stroke: Stroke, state: State) -> bool:
    """Say whether the stroke needs no other modifiers than are down."""
    return not (stroke.modifiers ^ state.modifiers) & stroke.minds
