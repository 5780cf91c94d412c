"""The screen on Windows: pixels by mss (GDI), which tells of no drawing: agent/desktop/looked_at.py looks for it."""

from collections.abc import Callable
from threading import Lock

import mss
from mss.exception import ScreenShotError

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.looked_at import LookedAtScreen
from agent.desktop.windows.monitors import WindowsMonitors


class WindowsScreen(LookedAtScreen):
    """ScreenSource of this session's desktop."""

    def __init__(
        self,
        monitors: WindowsMonitors,
        before_grab: Callable[[], None] = lambda: None,
        can_be_seen: Callable[[], bool] = lambda: True,
    ) -> None:
        """Prepare, as LookedAtScreen does; the prompts are Windows' own."""
        super().__init__(monitors, before_grab, can_be_seen)
        self._lock = Lock()
        self._shots = _open()

    def shoot(self, area: Rect) -> bytearray:
        """Capture an area of Windows' coordinates. Raise DesktopError where it cannot be."""
        box = {"left": area.x, "top": area.y, "width": area.width, "height": area.height}
        with self._lock:
            try:
                return self._shots.grab(box).raw
            except ScreenShotError as error:
                self._shots.close()
                self._shots = _open()
                raise DesktopError("The screen could not be captured just now.") from error

    def close(self) -> None:
        """Let go of the display."""
        super().close()
        with self._lock:
            self._shots.close()


def _open() -> mss.MSS:
    try:
        return mss.MSS()
    except ScreenShotError as error:
        raise DesktopError("The screen cannot be captured: Windows gives no picture of it.") from error
