"""The customer's pointer on a Mac: where it is and whether a button is held. Of its shape nothing is known."""

from collections.abc import Callable

from agent.desktop.base import DesktopError, PointerSight
from agent.desktop.macos.events import ANYBODYS, EventCalls, pointer_place
from agent.desktop.macos.mouse import BUTTONS
from agent.desktop.monitors import Monitors
from agent.desktop.watching import Watching


class MacPointerSource:
    """PointerSource of this login's desktop."""

    def __init__(self, calls: EventCalls, monitors: Monitors, can_be_seen: Callable[[], bool]) -> None:
        """Prepare; while the desktop cannot be seen there is no pointer."""
        self._calls, self._monitors, self._can_be_seen = calls, monitors, can_be_seen
        self._watching = Watching(self._known)

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin to report on the running loop: once, and again after each look."""
        self._watching.start(on_change)

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._watching.stop()

    def look(self) -> PointerSight:
        """Return where it is. Raise DesktopError when that is not told."""
        if not self._can_be_seen():
            self._watching.looked(None)
            return PointerSight(0, 0, False, None)
        now = self._now()
        self._watching.looked(now)
        return now

    def close(self) -> None:
        """Let go of the desktop."""
        self.stop()

    def _known(self) -> PointerSight | None:
        try:
            return self._now()
        except DesktopError:
            return None

    def _now(self) -> PointerSight:
        x, y = pointer_place(self._calls)
        whole = self._monitors.whole
        held = any(self._calls.CGEventSourceButtonState(ANYBODYS, one.number) for one in BUTTONS.values())
        return PointerSight(x - whole.x, y - whole.y, held, None)
