"""Which keys to press on a Mac for what the technician typed on another keyboard.

Characters are written as such (a Unicode string), which no layout, Caps Lock or dead key changes. While Command or
Control is held, a character is a command: the key that writes it in the customer's layout is pressed, or none.
"""

from agent.desktop.macos.events import COMMAND, CONTROL, EventCalls, Poster
from agent.desktop.macos.keys import ALL, FLAGS, NAMED, TEXT_KEYS, TWINS, WRITES


class MacKeyboard:
    """Presses keys, and knows which it holds (agent.desktop.guarded.Keys)."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self._held: dict[str, int] = {}

    @property
    def holding(self) -> bool:
        """Say whether a key is held down now."""
        return bool(self._held)

    def press(self, code: str, key: str) -> None:
        """Press what the technician pressed. Names that neither write nor do anything (Dead, CapsLock) do nothing."""
        if key in NAMED:
            self._hold(code, TWINS.get((key, code), NAMED[key]))
        elif len(key) == 1 and self._modifiers & (COMMAND | CONTROL):
            self._hold(code, key_that_writes(self._poster.calls, key.lower()))
        elif len(key) == 1:
            self.type(key)

    def release(self, code: str) -> None:
        """Release the key pressed as `code`, unless it was written."""
        number = self._held.pop(code, None)
        if number is not None and number not in self._held.values():
            self._poster.key(number, down=False, modifiers=self._modifiers)

    def repeat(self) -> bool:
        """Press the key that was pressed last and is still held again; say whether there is one."""
        last = next((number for number in reversed(self._held.values()) if number not in FLAGS), None)
        if last is not None:
            self._poster.key(last, down=True, modifiers=self._modifiers, repeats=True)
        return last is not None

    def type(self, character: str) -> None:
        """Write `character`, as text whatever the technician holds."""
        number = TEXT_KEYS.get(character)
        for down in (True, False):
            if number is None:
                self._poster.key(WRITES, down=down, text=character)
            else:
                self._poster.key(number, down=down)

    def release_all(self) -> None:
        """Release every key held."""
        for code in tuple(self._held):
            self.release(code)

    @property
    def _modifiers(self) -> int:
        flags = 0
        for number in self._held.values():
            flags |= FLAGS.get(number, 0)
        return flags

    def _hold(self, code: str, number: int | None) -> None:
        if number is None or code in self._held:
            return  # no such key here; or a repeat, which the injector makes by itself
        before = number in self._held.values()
        self._held[code] = number
        if not before:
            self._poster.key(number, down=True, modifiers=self._modifiers)


def key_that_writes(calls: EventCalls, character: str) -> int | None:
    """Return the key that writes a character without modifiers in the customer's layout; None: no key does."""
    for number in ALL:
        event = calls.CGEventCreateKeyboardEvent(None, number, True)
        if event is None:
            return None
        calls.CGEventSetFlags(event, 0)
        if calls.CGEventKeyboardGetUnicodeString(event, 4, None, None)[1] == character:
            return number
    return None
