"""The customer's own hand on a Mac: every event that this process did not inject with its mark (DESIGN 7)."""

import os
from collections.abc import Callable
from typing import Final

from agent.desktop import heard
from agent.desktop.acting import Acting
from agent.desktop.base import HandKind
from agent.desktop.heard import Heard
from agent.desktop.macos.keys import ESCAPE, F15
from agent.desktop.macos.tap import Tap, TapCalls, Tapped
from agent.desktop.panic import Key, PanicKeys

PANIC: Final = {F15: Key.PAUSE, ESCAPE: Key.ESCAPE}


class MacHand:
    """Reports the customer's input; where they have not allowed it to be heard, nothing, and nobody injects any."""

    def __init__(
        self, calls: TapCalls, acting: Acting, *, allowed: bool, nudge: Callable[[], None] = lambda: None
    ) -> None:
        """Prepare; `nudge` is called at each event, on the tap's thread: the screen is likely to change."""
        self._calls, self._acting, self._allowed, self._nudge = calls, acting, allowed, nudge
        self._panic, self._anyones_panic = PanicKeys(), PanicKeys()
        self.heard = Heard(acting)
        self._tap: Tap | None = None

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Begin to report, on the running loop. Raise DesktopError when macOS goes back on what it allowed."""
        self.stop()
        self.heard.start(on_hand)
        if self._allowed:
            self._tap = Tap(self._calls, self.judge, self.deaf)

    def answer(self, on_panic: Callable[[int], None]) -> None:
        """Say of every panic key, whoever pressed it, when the loop comes to it; see Hand.answer."""
        self.heard.answer(on_panic)

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self.heard.stop()
        tap, self._tap = self._tap, None
        if tap:
            tap.stop()

    def judge(self, event: Tapped) -> None:
        """Take one event, on the tap's thread: what is not ours is the customer's."""
        self._nudge()
        if panics(self._anyones_panic, event):
            self.heard.panic(event.time)
        if not self._acting.is_own(event.pid == os.getpid(), event.mark):
            self.heard.report(panics(self._panic, event) or heard.kind_of(event.act))

    def deaf(self, again: bool) -> None:
        """Take it that the customer acted while nothing was heard; where nothing will be, end the session."""
        self.heard.report(HandKind.POINTER if again else HandKind.PANIC_STOP)


def panics(keys: PanicKeys, event: Tapped) -> HandKind | None:
    """Judge one event; None: no panic key."""
    return heard.panics(keys, event.act, event.key, PANIC.get(event.key, Key.OTHER), event.time)
