"""The monitors of a desktop as the agent counts them: origin top left of all, numbered when first seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError, Monitor
from agent.protocol.view_messages import MOST_MONITORS


@dataclass(frozen=True)
class Screen:
    """One monitor, in the system's own coordinates: the primary one's top left is the origin."""

    device: str
    area: Rect
    primary: bool


class Monitors:
    """Which there are, as last looked at; translates between the agent's and the system's coordinates."""

    def __init__(self, screens: Callable[[], Sequence[Screen]], whole: Callable[[], Rect]) -> None:
        """Look once; `whole` tells the rectangle around all. Raise DesktopError where there is no screen."""
        self._screens, self._whole = screens, whole
        self._numbers = dict[str, int]()
        self.known: tuple[Monitor, ...] = ()
        self.whole = Rect(0, 0, 0, 0)
        """All monitors, in the system's coordinates."""
        self.look()
        if not self.size[0] or not self.size[1]:
            raise DesktopError("No screen was found. Start Handrail from the desktop of the computer to be helped.")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the desktop in pixels."""
        return self.whole.width, self.whole.height

    def look(self) -> bool:
        """Look anew; say whether something is otherwise now."""
        before = self.known, self.whole
        self.whole = self._whole()
        self.known = self._monitors({screen.device: screen for screen in self._screens()})
        return (self.known, self.whole) != before

    def here(self, area: Rect) -> Rect:
        """Return an area of the system's coordinates in the agent's."""
        return area._replace(x=area.x - self.whole.x, y=area.y - self.whole.y)

    def there(self, x: int, y: int) -> tuple[int, int]:
        """Return a place of the agent's coordinates in the system's; one off the desktop becomes the nearest on it."""
        width, height = self.size
        return self.whole.x + min(max(x, 0), width - 1), self.whole.y + min(max(y, 0), height - 1)

    def _monitors(self, told: dict[str, Screen]) -> tuple[Monitor, ...]:
        """Put them in order, from left to right; one that shows only what another shows too is no other."""
        kept: list[Screen] = []
        for screen in sorted(told.values(), key=lambda one: (-one.area.width * one.area.height, not one.primary)):
            if not any(cut(screen.area, other.area) == screen.area for other in kept):
                kept.append(screen)
        kept.sort(key=lambda one: one.area)
        return tuple(
            Monitor(self._number(one.device), self.here(one.area), one.primary) for one in kept[:MOST_MONITORS]
        )

    def _number(self, device: str) -> int:
        """Number a monitor when it is first seen, and keep that: people say "the second screen"."""
        if device not in self._numbers and len(self._numbers) == MOST_MONITORS:
            self._numbers.clear()
        return self._numbers.setdefault(device, len(self._numbers) + 1)
