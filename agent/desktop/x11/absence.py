"""Notices that the customer leaves: by D-Bus where there is one, by the screen saver, by the time the computer slept.

Every sign is enough; none is needed. What follows from it is decided elsewhere.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from Xlib.display import Display
from Xlib.ext import screensaver

from agent.desktop.base import AwayKind
from agent.desktop.slept import Slept
from agent.desktop.x11.buses import Buses
from agent.desktop.x11.connection import X_FAILURES
from agent.desktop.x11.slept import time_asleep

_ON: Final = 1
"""The state ScreenSaverOn of MIT-SCREEN-SAVER: the screen is dark or covered (1.1, section 4)."""

LOOK_SECONDS: Final = 0.5
"""How often the clocks are compared."""


class X11Absence:
    """The customer's absence on one X display."""

    def __init__(self, display: str, slept: Callable[[], bool] | None = None) -> None:
        """Prepare for `display`. `slept` says whether the computer slept since it was asked last."""
        self._name = display
        self._slept = slept or Slept(time_asleep)
        self._on_away: Callable[[AwayKind], None] = lambda kind: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._buses: Buses | None = None
        self._display: Display | None = None
        self._descriptor = self._notify = -1
        self._timer: asyncio.TimerHandle | None = None

    def start(self, on_away: Callable[[AwayKind], None]) -> None:
        """Begin to report, on the running event loop's thread. Where a sign cannot be watched, the others are."""
        self._on_away = on_away
        self._loop = asyncio.get_running_loop()
        self._buses = Buses(self._report)
        self._buses.start()
        self._watch_screen_saver(self._loop)
        self._look()

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._on_away = lambda kind: None
        if self._timer:
            self._timer.cancel()
        if self._buses:
            self._buses.stop()
        self._let_go()
        self._timer = self._buses = self._loop = None

    def _report(self, kind: AwayKind) -> None:
        self._on_away(kind)

    def _look(self) -> None:
        if self._slept():
            self._report(AwayKind.ASLEEP)
        if self._loop:
            self._timer = self._loop.call_later(LOOK_SECONDS, self._look)

    # --- the X server's screen saver --------------------------------------------------------------------------------

    def _watch_screen_saver(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._display = Display(self._name)
            extension = self._display.query_extension("MIT-SCREEN-SAVER")
            if extension is None:
                return self._let_go()
            self._notify = extension.first_event
            self._display.screen().root.screensaver_select_input(screensaver.NotifyMask)
            self._display.sync()
        except X_FAILURES:
            return self._let_go()
        self._descriptor = self._display.fileno()
        loop.add_reader(self._descriptor, self._read)

    def _read(self) -> None:
        if self._display is None:
            return
        try:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == self._notify and event.state == _ON:
                    self._report(AwayKind.LOCKED)
        except X_FAILURES:  # the hand, on another connection, sees it too, and ends the session
            self._let_go()

    def _let_go(self) -> None:
        if self._loop and self._descriptor >= 0:
            self._loop.remove_reader(self._descriptor)
        self._descriptor, display = -1, self._display
        self._display = None
        if display:
            try:
                display.close()
            except X_FAILURES:
                return
