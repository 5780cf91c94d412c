"""The customer's pointer on Windows: watched while somebody wants to know, read when somebody looks."""

from collections.abc import Callable

from agent.desktop.base import DesktopError, PointerShape, PointerSight
from agent.desktop.watching import Watching
from agent.desktop.windows.cursor_pixels import pixels_of
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.win32_cursor import Cursor, cursor, icon


class WindowsPointerSource:
    """PointerSource of this session's desktop."""

    def __init__(self, monitors: WindowsMonitors, can_be_seen: Callable[[], bool] = lambda: True) -> None:
        """Prepare; while the desktop cannot be seen (a prompt of Windows' own) there is no pointer."""
        self._monitors, self._can_be_seen = monitors, can_be_seen
        self._watching = Watching(_now)
        self._handle = self._serial = 0
        self._shape: PointerShape | None = None

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin to report on the running loop: once, and again after each look."""
        self._watching.start(on_change)

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._watching.stop()

    def look(self) -> PointerSight:
        """Return where the pointer is and what it looks like. Raise DesktopError when that is not known."""
        now = _now() if self._can_be_seen() else None
        if now is None:
            return self._nothing()
        if now.handle != self._handle:
            self._handle, self._shape = now.handle, self._shape_of(now.handle)
        at = now.x - self._monitors.whole.x, now.y - self._monitors.whole.y
        self._watching.looked(now)
        return PointerSight(*at, now.held, self._shape)

    def close(self) -> None:
        """Let go of the desktop."""
        self.stop()

    def _nothing(self) -> PointerSight:
        """Return that there is no pointer, at the place where it was seen last."""
        if self._can_be_seen():
            raise DesktopError("The pointer cannot be seen on this screen any more.")
        self._watching.looked(None)
        return PointerSight(0, 0, False, None)

    def _shape_of(self, handle: int) -> PointerShape | None:
        found = icon(handle) if handle else None
        if found is None:
            return None
        self._serial += 1
        height, pixels = pixels_of(found)
        hot_x, hot_y = min(found.hot_x, found.width - 1), min(found.hot_y, height - 1)
        return PointerShape(self._serial, found.width, height, hot_x, hot_y, pixels)


def _now() -> Cursor | None:
    """Return how the pointer is; None while another desktop has it."""
    try:
        return cursor()
    except DesktopError:
        return None
