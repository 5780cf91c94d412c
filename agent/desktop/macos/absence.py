"""Notices that the customer leaves this Mac, by looking: NSWorkspace's notices need an event loop of AppKit's.

Every sign is enough; none is needed. What follows from it is decided elsewhere.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from agent.desktop.base import AwayKind
from agent.desktop.macos.presence import Presence
from agent.desktop.slept import Slept

LOOK_SECONDS: Final = 0.25


def time_asleep() -> float:
    """Return the seconds this Mac has slept since it was started: of its clocks one counts them (clock_gettime(3))."""
    uptime = getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC)  # macOS alone has it
    return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(uptime)


class MacAbsence:
    """The customer's absence in this login."""

    def __init__(self, presence: Presence, slept: Callable[[], bool] | None = None) -> None:
        """Prepare; `slept` says, each time it is asked, whether the computer slept since."""
        self._presence, self._slept = presence, slept or Slept(time_asleep)
        self._on_away: Callable[[AwayKind], None] = lambda kind: None
        self._timer: asyncio.TimerHandle | None = None
        self._before: AwayKind | None = None

    def start(self, on_away: Callable[[AwayKind], None]) -> None:
        """Begin to report, on the running event loop's thread."""
        self.stop()
        self._on_away, self._before = on_away, None
        self._look()

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._on_away = lambda kind: None
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self._slept():
            self._on_away(AwayKind.ASLEEP)
        before, self._before = self._before, self._away()
        if self._before is not None and self._before is not before:
            self._on_away(self._before)
        self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _away(self) -> AwayKind | None:
        login = self._presence.login()
        if not login.here:
            return AwayKind.SWITCHED
        if login.locked:
            return AwayKind.LOCKED
        return AwayKind.PROMPT if self._presence.asked() else None
