"""The technician's hand on X11: pynput for the pointer, XTEST through python-xlib for keys (pynput sends those as
synthetic events, which xterm and others ignore). What to press is keyboard.py's; whether one may is the guards'.
"""

import asyncio
import time
import unicodedata
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, Protocol

from agent.desktop.base import DesktopError
from agent.desktop.turns import Deed, Turns
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.keyboard import Keyboard
from agent.desktop.x11.pointer import Pointer

_BUTTONS: Final = {0: 1, 1: 2, 2: 3, 3: 8, 4: 9}
"""MouseEvent.button -> X button (4 to 7 are the wheel)."""
_WHEEL: Final = {"up": 4, "down": 5, "left": 6, "right": 7}

SETTLING_SECONDS: Final = 0.15
"""What a window manager gets to act on a click or a command before the next command: it would apply that to the window
that it takes for the active one by then, which may be ours."""

LIFT_SECONDS: Final = 0.15
"""How long a key that is no modifier stays down: before the X server itself would repeat it (0.2 s at the very least)
into whatever has the focus by then. From there on it is tapped anew, and each time is asked whether it may."""

DELAY_SECONDS: Final = 0.5
REPEAT_SECONDS: Final = 0.04
"""When a held key begins to repeat, and how often then (X.Org's usual figures)."""


class Guard(Protocol):
    """Says where remote input may go.

    It is asked while our connection has the X server for itself (XGrabServer), so that nothing changes between the
    answer and the input. So an answer may use that connection, or what is known already, and nothing else: a request on
    any other connection would wait for us for ever. It should take no more than a few milliseconds.
    """

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether the remote pointer may go to, press or turn the wheel at (x, y)."""

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now."""


class X11Injector:
    """Injects pointer and keys by XTEST, and knows what it holds down.

    Each step asks all guards and whether the customer acts, and injects, while no other client can do anything.
    Releases always pass.
    """

    def __init__(self, connection: X11Connection, *guards: Guard) -> None:
        """Prepare on `connection`. Raise DesktopError when the keyboard cannot be read."""
        self._connection = connection
        self._guards = guards
        self._pointer = Pointer(connection)
        self._keyboard = Keyboard(connection)
        self._buttons: set[int] = set()
        self._turns = Turns()
        self._astray = False
        self._settled_at = 0.0
        self._lifted: dict[str, int] = {}
        self._again: asyncio.TimerHandle | None = None
        connection.on_hand = self._let_go
        self.on_holding: Callable[[bool], None] = lambda holding: None
        """Told, before it happens, that something is about to be held down, and once nothing is any more."""

    @property
    def holding(self) -> bool:
        """Say whether a key or button is held down now, or a key tapped again and again in its stead."""
        return bool(self._buttons or self._keyboard.holding or self._lifted)

    def move(self, x: int, y: int) -> None:
        """Move the pointer; a place off the screen becomes the nearest on it. Where it may not go, it stays."""
        self._do(self._move(x, y))

    def button(self, button: int, down: bool) -> None:
        """Press or release a button (MouseEvent.button). Pressing what is held already does nothing."""
        number = _BUTTONS[button]
        self._do(self._press_button(number) if down else self._release_button(number))

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches (positive: right, down)."""
        wheel = [_WHEEL["right" if dx > 0 else "left"]] * abs(dx) + [_WHEEL["down" if dy > 0 else "up"]] * abs(dy)
        self._do(self._scroll(wheel))

    def key(self, code: str, key: str, down: bool) -> None:
        """Press or release a key by KeyboardEvent.code and KeyboardEvent.key."""
        self._do(self._press_key(code, key) if down else self._release_key(code))

    def text(self, text: str) -> None:
        """Type text by character; a character that cannot be typed at all is left out."""
        self._do(self._type(unicodedata.normalize("NFC", text)))

    def release_all(self) -> None:
        """Release every key and button held by this injector, and forget what was to be done. Never raises."""
        self._turns.drop()
        self._let_go()

    def _let_go(self) -> None:
        """Release all, at once: the rules come to it in their turn, and then drop what waits too."""
        if not self.holding:
            return
        self._lifted.clear()
        try:
            with self._connection.injecting():
                self._keyboard.release_all()
                for number in tuple(self._buttons):
                    self._release(number)
        except DesktopError:
            self._buttons.clear()
        self.on_holding(False)

    def close(self) -> None:
        """Release everything, give lent keys back and let go of the display. Never raises."""
        self.release_all()
        self._keyboard.close()
        self._connection.close()

    # --- deeds, step by step -----------------------------------------------------------------------------------------

    def _do(self, deed: Deed) -> None:
        if self._connection.hand_waits:
            return  # be it a release: what was held has been released
        if not self._turns.do(deed):
            self.release_all()  # a flood: what was dropped may have been a release

    def _move(self, x: int, y: int) -> Deed:
        yield 0
        if self._connection.pointer() == (x, y):  # a click names the place that the pointer was led to before
            self._astray = False
            return
        with self._connection.injecting(atomic=True):
            x, y = self._pointer.on_screen(x, y)
            self._astray = not self._may_point(x, y)
            if not self._astray:
                self._pointer.move(x, y)

    def _press_button(self, number: int) -> Deed:
        yield 0
        if number in self._buttons:
            return
        with self._connection.injecting(atomic=True):
            if self._may_press():
                with self._changing():
                    self._pointer.press(number)
                    self._buttons.add(number)
        self._settle()

    def _release_button(self, number: int) -> Deed:
        yield 0
        if number in self._buttons:
            with self._connection.injecting(atomic=True), self._changing():
                self._release(number)
            self._settle()

    def _scroll(self, wheel: list[int]) -> Deed:
        yield 0
        with self._connection.injecting(atomic=True):
            if self._may_press():
                for number in wheel:
                    self._pointer.press(number)
                    self._pointer.release(number)

    def _press_key(self, code: str, key: str) -> Deed:
        with self._connection.injecting():
            yield from self._keyboard.prepare_key(code, key)
        yield from self._settled()
        if code not in self._lifted:
            self._strike(partial(self._keyboard.press, code, key))
            self._repeat_after(LIFT_SECONDS, self._lift)

    def _release_key(self, code: str) -> Deed:
        yield 0
        if self._keyboard.commanding:
            self._settle()
        with self._connection.injecting(atomic=True), self._changing():
            self._lifted.pop(code, None)
            self._keyboard.release(code)

    def _type(self, text: str) -> Deed:
        for index, char in enumerate(text):
            with self._connection.injecting():
                yield from self._keyboard.prepare_text(text[index:])
            self._strike(partial(self._keyboard.type, char))
            yield 0

    def _strike(self, press: Callable[[], None]) -> None:
        with self._connection.injecting(atomic=True):
            if self._may_type():
                with self._changing():
                    press()
        if self._keyboard.commanding:
            self._settle()

    def _release(self, number: int) -> None:
        self._buttons.discard(number)
        self._pointer.release(number)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Tell of held keys and buttons before they are, and once they are not."""
        before = self.holding
        if not before:
            self.on_holding(True)
        yield
        if not self.holding:
            self.on_holding(False)

    # --- whether one may ---------------------------------------------------------------------------------------------

    def _may_point(self, x: int, y: int) -> bool:
        return all(guard.allow_pointer(x, y) for guard in self._guards) and not self._connection.customer_acted()

    def _may_press(self) -> bool:
        at = self._connection.root.query_pointer()
        return not self._astray and self._may_point(at.root_x, at.root_y)

    def _may_type(self) -> bool:
        return all(guard.allow_keys() for guard in self._guards) and not self._connection.customer_acted()

    def _settle(self) -> None:
        self._settled_at = time.monotonic() + SETTLING_SECONDS

    def _settled(self) -> Generator[float, None, None]:
        """Wait, before a command, until the window manager is done with what came before."""
        if self._keyboard.commanding and (seconds := self._settled_at - time.monotonic()) > 0:
            yield seconds

    # --- while a key is held -----------------------------------------------------------------------------------------

    def _repeat_after(self, seconds: float, step: Callable[[], None]) -> None:
        """Take the next step of repeating; without a loop (a script) keys stay down, and the X server repeats them."""
        if self._again:
            self._again.cancel()
        if self._connection.loop:
            self._again = self._connection.loop.call_later(seconds, step)

    def _lift(self) -> None:
        with suppress(DesktopError), self._connection.injecting(), self._changing():
            self._lifted |= self._keyboard.lift()
        self._repeat_after(DELAY_SECONDS - LIFT_SECONDS, self._repeat)

    def _repeat(self) -> None:
        if not self._lifted:
            return
        with suppress(DesktopError), self._connection.injecting(atomic=True):  # the hand tells of a lost screen
            if self._may_type():
                self._keyboard.tap(self._lifted.values())
        self._repeat_after(REPEAT_SECONDS, self._repeat)
