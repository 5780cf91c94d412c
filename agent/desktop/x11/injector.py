"""The technician's hand on X11: pynput for the pointer, XTEST through python-xlib for keys (pynput sends those as
synthetic events, which xterm and others ignore). What to press is keyboard.py's; whether one may is the guard's.
"""

import unicodedata
from typing import Final

from agent.desktop.base import DesktopError, OwnWindows
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.keyboard import Keyboard
from agent.desktop.x11.pointer import Pointer

_BUTTONS: Final = {0: 1, 1: 2, 2: 3, 3: 8, 4: 9}
"""MouseEvent.button -> X button (4 to 7 are the wheel)."""
_WHEEL: Final = {"up": 4, "down": 5, "left": 6, "right": 7}


class X11Injector:
    """Injects pointer and keys by XTEST, and knows what it holds down.

    With a `guard`, presses are asked of it and injected while no other client can act: a window of the agent's that
    opens between the app's own question and the press takes nothing.
    """

    def __init__(self, connection: X11Connection, guard: OwnWindows | None = None) -> None:
        """Prepare on `connection`. Raise DesktopError when the keyboard cannot be read."""
        self._connection = connection
        self._guard = guard
        self._pointer = Pointer(connection)
        self._keyboard = Keyboard(connection)
        self._buttons: set[int] = set()

    @property
    def holding(self) -> bool:
        """Say whether a key or button is held down now."""
        return bool(self._buttons or self._keyboard.holding)

    def move(self, x: int, y: int) -> None:
        """Move the pointer; a place off the screen becomes the nearest on it."""
        with self._connection.injecting():
            self._pointer.move(x, y)

    def button(self, button: int, down: bool) -> None:
        """Press or release a button (MouseEvent.button). Pressing what is held already does nothing."""
        number = _BUTTONS[button]
        if down == (number in self._buttons):
            return
        with self._connection.injecting(atomic=True):
            if not down:
                self._release(number)
            elif self._pointer_allowed():
                self._pointer.press(number)
                self._buttons.add(number)

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches (positive: right, down)."""
        wheel = [_WHEEL["right" if dx > 0 else "left"]] * abs(dx) + [_WHEEL["down" if dy > 0 else "up"]] * abs(dy)
        with self._connection.injecting(atomic=True):
            if self._pointer_allowed():
                for number in wheel:
                    self._pointer.press(number)
                    self._pointer.release(number)

    def key(self, code: str, key: str, down: bool) -> None:
        """Press or release a key by KeyboardEvent.code and KeyboardEvent.key."""
        if down:
            with self._connection.injecting():
                self._keyboard.prepare_key(code, key)
        with self._connection.injecting(atomic=True):
            if not down:
                self._keyboard.release(code)
            elif self._keys_allowed():
                self._keyboard.press(code, key)

    def text(self, text: str) -> None:
        """Type text by character; a character that cannot be typed at all is left out."""
        text = unicodedata.normalize("NFC", text)
        for index, char in enumerate(text):
            with self._connection.injecting():
                self._keyboard.prepare_text(text[index:])
            with self._connection.injecting(atomic=True):
                if self._keys_allowed():
                    self._keyboard.type(char)

    def release_all(self) -> None:
        """Release every key and button held by this injector. Never raises."""
        try:
            with self._connection.injecting():
                self._keyboard.release_all()
                for number in tuple(self._buttons):
                    self._release(number)
        except DesktopError:
            self._buttons.clear()

    def close(self) -> None:
        """Release everything, give lent keys back and let go of the display. Never raises."""
        self.release_all()
        self._keyboard.close()
        self._connection.close()

    def _release(self, number: int) -> None:
        self._buttons.discard(number)
        self._pointer.release(number)

    def _pointer_allowed(self) -> bool:
        if self._guard is None:
            return True
        at = self._connection.root.query_pointer()
        return self._guard.allow_pointer(at.root_x, at.root_y)

    def _keys_allowed(self) -> bool:
        return self._guard is None or self._guard.allow_keys()
