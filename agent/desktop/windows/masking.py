"""Covers what is hidden on Windows: where input goes there, and who tells that windows changed."""

from collections.abc import Callable, Collection

from agent.desktop.follow import Desk
from agent.desktop.masking import ListedMasking
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.notices import Notices
from agent.desktop.windows.win32_windows import bare_desktop, foreground, top_at
from agent.hiding.facts import Judge
from agent.hiding.knowledge import Knows


class WindowsGround:
    """Where input goes (agent.desktop.masking.Ground)."""

    def __init__(self, monitors: WindowsMonitors) -> None:
        self._monitors = monitors

    def focused(self) -> Collection[int]:
        """Return the window in front."""
        return [foreground()]

    def top_at(self, x: int, y: int) -> Collection[int]:
        """Return the top-level window at (x, y)."""
        return [top_at(*self._monitors.there(x, y))]

    def is_bare(self, window: int) -> bool:
        """Say whether a window is the one behind all others."""
        return window == bare_desktop()


class WindowsMasking(ListedMasking):
    """Masking of this session's desktop."""

    def __init__(
        self,
        desk: Desk,
        monitors: WindowsMonitors,
        judge: Judge,
        knows: Knows,
        can_be_seen: Callable[[], bool],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `nudge` is called when a window changed: the screen did too."""
        super().__init__(desk, WindowsGround(monitors), judge, knows, can_be_seen, nudge, Notices)
