"""What a mouse does on a Mac: moves become drags while a button is held, and quick clicks are counted."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from agent.desktop.macos.events import Poster, pointer_place
from agent.desktop.monitors import Monitors


@dataclass(frozen=True)
class _Button:
    number: int
    down: int
    up: int
    dragged: int


BUTTONS: Final = {
    0: _Button(0, 1, 2, 6),
    1: _Button(2, 25, 26, 27),
    2: _Button(1, 3, 4, 7),
    3: _Button(3, 25, 26, 27),
    4: _Button(4, 25, 26, 27),
}
"""MouseEvent.button -> CGMouseButton, and the kinds of its events (CGEventType)."""

_MOVED: Final = 5  # kCGEventMouseMoved
LINES: Final = 3
"""Lines that a notch of the wheel scrolls."""

QUICK_SECONDS: Final = 0.5
NEAR: Final = 4
"""Two presses of the same button within so many seconds and points are a double click: macOS counts devices' alone."""


class MacMouse:
    """Injects what a mouse does (agent.desktop.guarded.Mouse)."""

    def __init__(self, poster: Poster, monitors: Monitors, now: Callable[[], float] = monotonic) -> None:
        self._poster, self._monitors, self._now = poster, monitors, now
        self._held: list[int] = []
        self._last: tuple[int, tuple[int, int], float] = (-1, (0, 0), 0.0)
        self._clicks = 0

    def place(self) -> tuple[int, int]:
        """Return where the pointer is now."""
        x, y = pointer_place(self._poster.calls)
        return x - self._monitors.whole.x, y - self._monitors.whole.y

    def move(self, x: int, y: int) -> None:
        """Move it, and drag with what is held."""
        there = self._monitors.there(x, y)
        if self._held:
            button = BUTTONS[self._held[0]]
            self._poster.mouse(button.dragged, there, button.number, self._clicks)
        else:
            self._poster.mouse(_MOVED, there, 0)

    def button(self, button: int, *, down: bool) -> None:
        """Press or release a button where the pointer is."""
        told, there = BUTTONS[button], pointer_place(self._poster.calls)
        if down:
            self._count(button, there)
            self._held.append(button)
        elif button in self._held:
            self._held.remove(button)
        self._poster.mouse(told.down if down else told.up, there, told.number, self._clicks)

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches."""
        if dx or dy:
            self._poster.wheel(-dy * LINES, -dx * LINES)

    def _count(self, button: int, there: tuple[int, int]) -> None:
        before, place, when = self._last
        near = abs(place[0] - there[0]) <= NEAR and abs(place[1] - there[1]) <= NEAR
        again = before == button and near and self._now() - when <= QUICK_SECONDS
        self._clicks = self._clicks + 1 if again else 1
        self._last = button, there, self._now()
