"""Which clicks were aimed at a window of ours: those made while it lay there, by the screen's own clock.

A window manager may hold a click back and pass it on a little later, to what lies there by then. The agent looks at
the technician's clicks as they are made; so a click that a window came to lie under is not for it, whoever's it is.
"""

from collections import deque
from typing import Final

from agent.areas import Rect

MOST: Final = 256
"""Places that are remembered; a click from before them was not aimed."""
_CLOCK: Final = 1 << 32
"""X servers count milliseconds up to this and begin anew (X11 protocol, "Timestamp")."""


def is_after(one: int, other: int) -> bool:
    """Say whether a time of the screen's is later than another."""
    return 0 < (one - other) % _CLOCK < _CLOCK // 2


class Places:
    """Where a window has lain, and since when. Told late of a move, it takes fewer clicks for aimed, never more."""

    def __init__(self, now: int) -> None:
        """Begin with a window that is nowhere."""
        self._places: deque[tuple[int, Rect | None]] = deque([(now, None)], MOST)

    @property
    def place(self) -> Rect | None:
        """Where it lies; None: nowhere."""
        return self._places[-1][1]

    def move(self, place: Rect | None, now: int) -> None:
        """Take a new place; `now` is any time after it came there."""
        self._places.append((now, place))

    def aimed(self, x: int, y: int, time: int) -> bool:
        """Say whether the window has lain at (x, y) ever since `time`."""
        for since, place in reversed(self._places):
            if place is None or not _within(place, x, y):
                return False
            if is_after(time, since):
                return True
        return False


def _within(place: Rect, x: int, y: int) -> bool:
    return 0 <= x - place.x < place.width and 0 <= y - place.y < place.height
