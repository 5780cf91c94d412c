"""Which keys are panic keys: Pause/Break once pauses, twice within 1.5 s or Esc three times within 1.5 s stops.

Judges one stream of key events; whose events those are is told apart by who feeds it.
"""

from collections import deque
from enum import Enum, auto
from typing import Final

from agent.desktop.base import HandKind

WINDOW_MS: Final = 1500
ESCAPES: Final = 3
_TIMES: Final = 1 << 32
"""The screen's milliseconds count up to this and begin anew, on X11 as on Windows."""


class Key(Enum):
    """What a key is to this."""

    PAUSE = auto()
    ESCAPE = auto()
    OTHER = auto()


class PanicKeys:
    """Remembers what was pressed last."""

    def __init__(self) -> None:
        self._escapes: deque[int] = deque(maxlen=ESCAPES)
        self._paused_at: int | None = None
        self._down: set[int] = set()

    def pressed(self, keycode: int, key: Key, time: int) -> HandKind | None:
        """Judge a press of the key numbered `keycode` at the screen's `time` (ms); None: no panic key."""
        if key is Key.PAUSE:
            return self._pause(keycode, time)
        if key is Key.OTHER:
            self._escapes.clear()
            return None
        self._escapes.append(time)
        full = len(self._escapes) == ESCAPES
        return HandKind.PANIC_STOP if full and _soon(self._escapes[0], time) else None

    def released(self, keycode: int) -> None:
        """Take note of a release: a key that is held and repeats is pressed once."""
        self._down.discard(keycode)

    def _pause(self, keycode: int, time: int) -> HandKind | None:
        if keycode in self._down:
            return None
        self._down.add(keycode)
        before, self._paused_at = self._paused_at, time
        again = before is not None and _soon(before, time)
        return HandKind.PANIC_STOP if again else HandKind.PANIC_PAUSE


def _soon(before: int, now: int) -> bool:
    return (now - before) % _TIMES <= WINDOW_MS
