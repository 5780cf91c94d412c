"""The technician's hand where the system lets nobody keep others still: each step asks, and nothing is done in between.

What to press is the keys' affair, how it reaches the system the device's; whether one may is the guards'.
"""

import asyncio
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, Protocol

from agent.desktop.acting import Acting
from agent.desktop.base import DesktopError
from agent.desktop.turns import Deed, Turns

DELAY_SECONDS: Final = 0.5
REPEAT_SECONDS: Final = 0.04
"""When a held key begins to repeat, and how often then: neither Windows nor macOS repeats a key that was injected."""


class Guard(Protocol):
    """Says where remote input may go; asked right before each step, on the loop's thread, within milliseconds."""

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether the remote pointer may go to, press or turn the wheel at (x, y)."""

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now."""


class Mouse(Protocol):
    """Injects what a mouse does, in the agent's coordinates. Raise DesktopError when the system does not take it."""

    def place(self) -> tuple[int, int]:
        """Return where the pointer is now."""

    def move(self, x: int, y: int) -> None:
        """Move it; a place off the screen becomes the nearest on it."""

    def button(self, button: int, *, down: bool) -> None:
        """Press or release a button (MouseEvent.button)."""

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches (positive: right, down)."""


class Keys(Protocol):
    """Presses keys, and knows which it holds. Raise DesktopError when the system does not take it."""

    @property
    def holding(self) -> bool:
        """Say whether a key is held down now."""

    def press(self, code: str, key: str) -> None:
        """Press what the technician pressed: KeyboardEvent.code and KeyboardEvent.key."""

    def release(self, code: str) -> None:
        """Release the key pressed as `code`."""

    def repeat(self) -> bool:
        """Press the key that was pressed last and is still held again; say whether there is one."""

    def type(self, character: str) -> None:
        """Strike whatever writes `character`."""

    def release_all(self) -> None:
        """Release every key held."""


class GuardedInjector:
    """Injects pointer and keys, and knows what it holds down. Releases always pass."""

    def __init__(
        self,
        acting: Acting,
        mouse: Mouse,
        keys: Keys,
        *guards: Guard,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `nudge` is called when something was done: the screen is likely to change."""
        self._acting, self._mouse, self._keys, self._guards, self._nudge = acting, mouse, keys, guards, nudge
        self._buttons: set[int] = set()
        self._turns = Turns()
        self._astray = False
        self._again: asyncio.TimerHandle | None = None
        self.on_holding: Callable[[bool], None] = lambda holding: None
        """Told, before it happens, that something is about to be held down, and once nothing is any more."""

    @property
    def holding(self) -> bool:
        """Say whether a key or button is held down now."""
        return bool(self._buttons or self._keys.holding)

    def move(self, x: int, y: int) -> None:
        """Move the pointer; a place off the screen becomes the nearest on it. Where it may not go, it stays."""
        self._do(partial(self._move, x, y))

    def button(self, button: int, down: bool) -> None:
        """Press or release a button (MouseEvent.button). Pressing what is held already does nothing."""
        self._do(partial(self._press_button if down else self._release_button, button))

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches (positive: right, down)."""
        self._do(partial(self._scroll, dx, dy))

    def key(self, code: str, key: str, down: bool) -> None:
        """Press or release a key by KeyboardEvent.code and KeyboardEvent.key."""
        self._do(partial(self._press_key, code, key) if down else partial(self._release_key, code))

    def text(self, text: str) -> None:
        """Type text by character, whatever the customer's layout."""
        self._take(self._type(unicodedata.normalize("NFC", text)))

    def release_all(self) -> None:
        """Release every key and button held by this injector, and forget what was to be done. Never raises."""
        self._turns.drop()
        self._stop_repeating()
        if not self.holding:
            return
        with suppress(DesktopError):
            self._keys.release_all()
        for button in tuple(self._buttons):
            with suppress(DesktopError):
                self._release(button)
        self.on_holding(False)

    def close(self) -> None:
        """Release everything. Never raises."""
        self.release_all()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _do(self, step: Callable[[], None]) -> None:
        self._take(_at_once(step))

    def _take(self, deed: Deed) -> None:
        if self._acting.customer:
            return deed.close()  # be it a release: what was held has been released, or will be in a moment
        if not self._turns.do(deed):
            self.release_all()  # a flood: what was dropped may have been a release
        self._nudge()

    def _move(self, x: int, y: int) -> None:
        self._astray = not self._may_point(x, y)
        if not self._astray:
            self._mouse.move(x, y)

    def _press_button(self, button: int) -> None:
        if button not in self._buttons and self._may_press():
            with self._changing():
                self._mouse.button(button, down=True)
                self._buttons.add(button)

    def _release_button(self, button: int) -> None:
        if button in self._buttons:
            with self._changing():
                self._release(button)

    def _scroll(self, dx: int, dy: int) -> None:
        if self._may_press():
            self._mouse.scroll(dx, dy)

    def _press_key(self, code: str, key: str) -> None:
        if self._may_type():
            with self._changing():
                self._keys.press(code, key)
            self._repeat_after(DELAY_SECONDS)

    def _release_key(self, code: str) -> None:
        self._stop_repeating()
        with self._changing():
            self._keys.release(code)

    def _type(self, text: str) -> Deed:
        for character in text:
            if self._may_type():
                with self._changing():
                    self._keys.type(character)
            yield 0

    def _release(self, button: int) -> None:
        self._buttons.discard(button)
        self._mouse.button(button, down=False)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Tell of held keys and buttons before they are, and once they are not."""
        before = self.holding
        if not before:
            self.on_holding(True)
        try:
            yield
        finally:
            if not self.holding:
                self.on_holding(False)

    # --- whether one may ---------------------------------------------------------------------------------------------

    def _may_point(self, x: int, y: int) -> bool:
        return all(guard.allow_pointer(x, y) for guard in self._guards) and not self._acting.customer

    def _may_press(self) -> bool:
        return not self._astray and self._may_point(*self._mouse.place())

    def _may_type(self) -> bool:
        return all(guard.allow_keys() for guard in self._guards) and not self._acting.customer

    # --- while a key is held -----------------------------------------------------------------------------------------

    def _repeat_after(self, seconds: float) -> None:
        """Repeat the key held; without a loop (a script) it stays down and does not repeat."""
        self._stop_repeating()
        with suppress(RuntimeError):
            self._again = asyncio.get_running_loop().call_later(seconds, self._repeat)

    def _stop_repeating(self) -> None:
        if self._again:
            self._again.cancel()
            self._again = None

    def _repeat(self) -> None:
        try:
            if self._may_type() and not self._keys.repeat():
                return
        except DesktopError:  # the next word of the technician's tells
            return
        self._repeat_after(REPEAT_SECONDS)


def _at_once(step: Callable[[], None]) -> Deed:
    step()
    yield from ()
