"""Word that windows changed, on a thread of its own; where Windows gives none, follow.py finds out by looking."""

from collections.abc import Callable
from contextlib import suppress

from agent.desktop.base import DesktopError
from agent.desktop.windows.pump import Pump, Undo
from agent.desktop.windows.win32_notices import WindowNotices


class Notices:
    """Calls `told`, on its own thread, after each change of a window, until stopped."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._pump: Pump | None = None
        with suppress(DesktopError):
            self._pump = Pump("windows", self._begin)

    def stop(self) -> None:
        """Tell nothing more."""
        if self._pump:
            self._pump.stop()

    def _begin(self) -> Undo:
        return WindowNotices(self._told).remove
