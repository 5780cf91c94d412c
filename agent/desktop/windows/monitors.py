"""The monitors of a Windows desktop."""

from collections.abc import Callable, Sequence

from agent.areas import Rect
from agent.desktop.monitors import Monitors, Screen
from agent.desktop.windows.win32_display import screens, virtual_screen


class WindowsMonitors(Monitors):
    """Which there are, as Windows tells."""

    def __init__(
        self,
        screens: Callable[[], Sequence[Screen]] = screens,
        virtual_screen: Callable[[], Rect] = virtual_screen,
    ) -> None:
        """Look once. Raise DesktopError where there is no screen."""
        super().__init__(screens, virtual_screen)
