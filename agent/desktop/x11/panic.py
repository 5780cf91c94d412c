"""Which keys are panic keys: Pause/Break once pauses, twice within 1.5 s or Esc three times within 1.5 s stops.

Judges one stream of key events; whose events those are is told apart by who feeds it.
"""

from collections import deque
from collections.abc import Set
from typing import Final

from agent.desktop.base import HandKind
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.raw import RawEvent, RawKind

WINDOW_MS: Final = 1500
ESCAPES: Final = 3
_PAUSE: Final = frozenset({0xFF13, 0xFF6B})  # XK_Pause, XK_Break
_ESCAPE: Final = 0xFF1B
_TIMES: Final = 1 << 32
"""The server's milliseconds count up to this and begin anew."""


class PanicKeys:
    """Remembers what was pressed last."""

    def __init__(self) -> None:
        self._escapes: deque[int] = deque(maxlen=ESCAPES)
        self._paused_at: int | None = None
        self._down: set[int] = set()

    def judge(self, event: RawEvent, connection: X11Connection) -> HandKind | None:
        """Judge one event; None: no panic key."""
        match event.kind:
            case RawKind.KEY_PRESS:
                return self.pressed(event.detail, connection.symbols(event.detail), event.time)
            case RawKind.KEY_RELEASE:
                self.released(event.detail)
        return None

    def pressed(self, keycode: int, symbols: Set[int], time: int) -> HandKind | None:
        """Judge a press at the server's `time` (ms) of a key that writes `symbols`; None: no panic key."""
        if symbols & _PAUSE:
            return self._pause(keycode, time)
        if _ESCAPE not in symbols:
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
