"""Which windows are the agent's own: those of its processes. They take no remote input, consent above all."""

from collections.abc import Callable, Collection

from agent.desktop.base import DesktopError
from agent.desktop.standing import lies_in
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.win32_windows import (
    TRANSPARENT,
    area_of,
    extended_style,
    foreground,
    is_seen,
    lets_clicks_through,
    process_of,
    top_at,
    top_levels,
)

_TOPMOST = 0x8  # WS_EX_TOPMOST


class WindowsOwnWindows:
    """Says no where the agent's own windows are; doubt, like any error, means no as well."""

    def __init__(self, monitors: WindowsMonitors, own_pids: Callable[[], set[int]]) -> None:
        """Prepare; `own_pids` names the agent's processes now."""
        self._monitors, self._pids = monitors, own_pids

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether the remote pointer may act at (x, y)."""
        there = self._monitors.there(x, y)
        ours = self._pids()
        try:
            return process_of(top_at(*there)) not in {0, *ours} and not self._banner_lies_at(there, ours)
        except DesktopError:
            return False

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed: none of our windows has the focus."""
        window = foreground()
        return bool(window) and process_of(window) not in {0, *self._pids()}

    def _banner_lies_at(self, there: tuple[int, int], ours: set[int]) -> bool:
        """Say whether a window of ours that keeps itself above all others lies there, be it under one just now."""
        return any(
            process_of(window) in ours and is_seen(window) and _takes_clicks_above_all(window) and _holds(window, there)
            for window in top_levels()
        )


def is_glass(window: int, ours: Collection[int]) -> bool:
    """Say whether marks or the border are seen on it: every click goes through, and it is no window to the rules."""
    return lets_clicks_through(window) and process_of(window) in ours


def _takes_clicks_above_all(window: int) -> bool:
    told = extended_style(window)
    return bool(told & _TOPMOST) and not told & TRANSPARENT


def _holds(window: int, there: tuple[int, int]) -> bool:
    area = area_of(window)
    return area is not None and lies_in(area, *there)
