"""Notices that the customer leaves, or answers a prompt of Windows' own that nobody else may see.

By the session's notices where Windows gives them, by the clocks for sleep, and by looking whose desktop has the input.
Every sign is enough; none is needed. What follows from it is decided elsewhere.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, assert_never

from agent.desktop.base import AwayKind, DesktopError
from agent.desktop.slept import Slept
from agent.desktop.windows.pump import Pump, Undo
from agent.desktop.windows.win32_session import SessionWindow, Word, screen_saver_runs, time_asleep

LOOK_SECONDS: Final = 0.25
"""How often is looked for what Windows does not tell."""


class WindowsAbsence:
    """The customer's absence in this session."""

    def __init__(
        self,
        can_be_seen: Callable[[], bool],
        slept: Callable[[], bool] | None = None,
        screen_saver: Callable[[], bool] = screen_saver_runs,
    ) -> None:
        """Prepare. `can_be_seen` says whether the input is this desktop's; `slept` as X11Absence takes it."""
        self._can_be_seen, self._screen_saver = can_be_seen, screen_saver
        self._slept = slept or Slept(time_asleep)
        self._on_away: Callable[[AwayKind], None] = lambda kind: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pump: Pump | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._elsewhere = self._saving = False
        self.window = 0
        """The window that hears of the session; 0: none does."""

    def start(self, on_away: Callable[[AwayKind], None]) -> None:
        """Begin to report, on the running event loop's thread. Where a sign cannot be watched, the others are."""
        self.stop()
        self._on_away, self._loop = on_away, asyncio.get_running_loop()
        with suppress(DesktopError):
            self._pump = Pump("session", self._begin)
        self._look()

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._on_away = lambda kind: None
        self._loop = None
        if self._timer:
            self._timer.cancel()
        pump, self._pump = self._pump, None
        if pump:
            pump.stop()
        self.window = 0

    def _begin(self) -> Undo:
        window = SessionWindow(self._heard)
        self.window = window.handle
        return window.close

    def _heard(self, word: Word) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._told, kind_of(word))

    def _told(self, kind: AwayKind) -> None:
        self._on_away(kind)

    def _look(self) -> None:
        if self._slept():
            self._on_away(AwayKind.ASLEEP)
        elsewhere, saving = not self._can_be_seen(), self._screen_saver()
        if saving and not self._saving:
            self._on_away(AwayKind.LOCKED)
        elif elsewhere and not self._elsewhere:
            self._on_away(AwayKind.PROMPT)
        self._elsewhere, self._saving = elsewhere, saving
        if self._loop:
            self._timer = self._loop.call_later(LOOK_SECONDS, self._look)


def kind_of(word: Word) -> AwayKind:
    """Say how the customer left."""
    match word:
        case Word.LOCKED:
            return AwayKind.LOCKED
        case Word.SLEEPS | Word.WOKE:
            return AwayKind.ASLEEP
        case Word.SWITCHED_CONSOLE | Word.SWITCHED_REMOTE | Word.LOGGED_OFF | Word.ENDS:
            return AwayKind.SWITCHED
        case _:
            assert_never(word)
