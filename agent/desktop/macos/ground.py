"""Where the technician's input would go on a Mac, and whether that is the agent's own windows.

macOS says which program has the keys, not which of its windows: all of them count. In doubt the answer is no.
"""

from collections.abc import Callable, Collection
from typing import Any, Final, Protocol

from agent.desktop.base import DesktopError
from agent.desktop.macos.session import SessionCalls, login_now
from agent.desktop.macos.window_list import ON_SCREEN, Listed, WindowCalls, windows
from agent.desktop.macos.windows import is_glass
from agent.desktop.monitors import Monitors
from agent.desktop.standing import lies_in

_FOCUSED: Final = "AXFocusedApplication"  # kAXFocusedApplicationAttribute
_PATIENCE: Final = 0.2
"""Seconds that a program may take to answer."""


class FocusCalls(Protocol):
    """What is asked of ApplicationServices (AXUIElement.h); elements are opaque."""

    def AXUIElementCreateSystemWide(self) -> Any:
        """Return the element of all programs."""

    def AXUIElementSetMessagingTimeout(self, element: Any, seconds: float, /) -> int:
        """Wait no longer for its answers; return an error (0: none)."""

    def AXUIElementCopyAttributeValue(self, element: Any, name: str, value: None, /) -> tuple[int, Any]:
        """Return an error (0: none) and the value."""

    def AXUIElementGetPid(self, element: Any, pid: None, /) -> tuple[int, int]:
        """Return an error (0: none) and the process."""


class GroundCalls(SessionCalls, WindowCalls, Protocol):
    """What is asked of Quartz."""


class MacGround:
    """agent.desktop.masking.Ground, and agent.desktop.guarded.Guard of the agent's own windows."""

    def __init__(
        self, calls: GroundCalls, focus: FocusCalls, monitors: Monitors, own_pids: Callable[[], set[int]]
    ) -> None:
        """Prepare; `own_pids` names the agent's processes now."""
        self._calls, self._focus, self._monitors, self._own_pids = calls, focus, monitors, own_pids
        self._everything = focus.AXUIElementCreateSystemWide()
        focus.AXUIElementSetMessagingTimeout(self._everything, _PATIENCE)

    def focused(self) -> Collection[int]:
        """Return all windows on the screen of the program that has the keys."""
        pid = self._focused_pid()
        return [one.number for one in self._shown() if one.pid == pid]

    def top_at(self, x: int, y: int) -> Collection[int]:
        """Return the topmost window at (x, y); the glass for the marks is none."""
        return [one.number for one in self._at(x, y)[:1]]

    def is_bare(self, window: int) -> bool:
        """Say no: macOS' desktop has icons, and is judged as a window."""
        return False

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether the remote pointer may act at (x, y): nothing of ours takes a click there.

        Nor does what keeps itself above all programs' windows (the banner), be it under one just now.
        """
        ours = self._own_pids()
        try:
            there = self._at(x, y)
        except DesktopError:
            return False
        return bool(there) and not any(one.pid in ours for one in there if one.layer > 0 or one is there[0])

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed: none of our windows has the keys, and we would hear the customer's."""
        if login_now(self._calls).secret:
            return False
        try:
            return self._focused_pid() not in self._own_pids()
        except DesktopError:
            return False

    def _focused_pid(self) -> int:
        error, program = self._focus.AXUIElementCopyAttributeValue(self._everything, _FOCUSED, None)
        if error or program is None:
            raise DesktopError("macOS does not say which program has the keys.")
        error, pid = self._focus.AXUIElementGetPid(program, None)
        if error or pid <= 0:
            raise DesktopError("macOS does not say which program has the keys.")
        return pid

    def _shown(self) -> list[Listed]:
        ours = self._own_pids()
        return [one for one in windows(self._calls, ON_SCREEN) if not is_glass(one, ours)]

    def _at(self, x: int, y: int) -> list[Listed]:
        there = self._monitors.there(x, y)
        return [one for one in self._shown() if lies_in(one.area, *there)]
