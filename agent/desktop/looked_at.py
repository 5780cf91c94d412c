"""The screen of a system that tells of no drawing: changes are found by looking; see looking.py for when.

How pixels are taken is each platform's affair. The pointer is never part of what `grab` returns.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError, Monitor
from agent.desktop.changes import differing
from agent.desktop.looking import Looking
from agent.desktop.monitors import Monitors


class LookedAtScreen(ABC):
    """ScreenSource of a desktop, but for how it is captured."""

    def __init__(
        self,
        monitors: Monitors,
        before_grab: Callable[[], None] = lambda: None,
        can_be_seen: Callable[[], bool] = lambda: True,
    ) -> None:
        """Prepare. `before_grab` is called before each capture, on its thread; while the desktop cannot be seen (a
        prompt of the system's own) a capture is blank, and masking.py covers it.
        """
        self._monitors, self._before_grab, self._can_be_seen = monitors, before_grab, can_be_seen
        self._last: bytearray | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_damage: Callable[[Sequence[Rect]], None] = lambda areas: None
        self._on_resize: Callable[[], None] = lambda: None
        self._looking: Looking | None = None

    @abstractmethod
    def shoot(self, area: Rect) -> bytearray:
        """Capture an area of the system's coordinates, from any thread: BGRX. Raise DesktopError where it cannot be."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as last looked at."""
        return self._monitors.size

    @property
    def monitors(self) -> Sequence[Monitor]:
        """The monitors, from left to right, as last looked at."""
        return self._monitors.known

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        """Report changes on the running loop."""
        self.stop()
        self._on_damage, self._on_resize, self._loop = on_damage, on_resize, asyncio.get_running_loop()
        self._monitors.look()
        self._last = None
        self._looking = Looking(self._look)

    def stop(self) -> None:
        """Report nothing more."""
        self._loop = None
        looking, self._looking = self._looking, None
        if looking:
            looking.stop()

    def nudge(self) -> None:
        """Look soon: something is likely to change. Any thread."""
        looking = self._looking
        if looking:
            looking.nudge()

    def grab(self, area: Rect) -> bytearray:
        """Capture `area` now, from any thread. Raise DesktopError when it is outside or nothing can be captured."""
        if cut(area, Rect(0, 0, *self.size)) != area:
            raise DesktopError("The screen changed while it was captured.")
        self._before_grab()
        if not self._can_be_seen():
            return bytearray(area.width * area.height * 4)
        whole = self._monitors.whole
        return self.shoot(area._replace(x=area.x + whole.x, y=area.y + whole.y))

    def close(self) -> None:
        """Let go of the display."""
        self.stop()

    # --- the looking's thread ----------------------------------------------------------------------------------------

    def _look(self) -> bool:
        """Report what is otherwise than at the last look; say whether anything is."""
        if self._monitors.look():
            self._last = None
            self._tell(self._resized)
            return True
        if not self._can_be_seen():
            return False
        try:
            now = self.shoot(self._monitors.whole)
        except DesktopError:
            return False
        before, self._last = self._last, now
        if before is None or len(before) != len(now):
            return False
        areas = differing(before, now, self._monitors.size)
        if areas:
            self._tell(self._damaged, areas)
        return bool(areas)

    def _tell(self, call: Callable[..., None], *arguments: object) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(call, *arguments)

    def _damaged(self, areas: Sequence[Rect]) -> None:
        if self._loop is not None:
            self._on_damage(areas)

    def _resized(self) -> None:
        if self._loop is not None:
            self._on_resize()
