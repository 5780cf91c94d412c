"""A tap that hears every event of mouse and keyboard in this login, and changes none (CGEvent.h)."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag
from threading import Thread
from typing import Any, Final, Protocol

from agent.desktop.base import DesktopError
from agent.desktop.heard import Act
from agent.desktop.macos.events import KEYCODE, MARK, PID, Event, EventCalls

_LOGIN, _FIRST, _LISTENS = 1, 0, 1  # kCGSessionEventTap, kCGHeadInsertEventTap, kCGEventTapOptionListenOnly
OFF: Final = frozenset({0xFFFFFFFE, 0xFFFFFFFF})
"""What a tap is told once macOS has switched it off: it was slow, or somebody wanted it (kCGEventTapDisabledBy*)."""

MOVES: Final = frozenset({5, 6, 7, 27})
PRESSES: Final = frozenset({1, 2, 3, 4, 22, 25, 26})
KEY_UP: Final = 11
KEYS: Final = frozenset({10, KEY_UP, 12})
"""kCGEventKeyDown, KeyUp, FlagsChanged; a modifier's release counts as a press of it."""
TABLET: Final = frozenset({23, 24})
GESTURES: Final = frozenset({29, 30, 31, 32})
"""What AppKit's NSEvent.h calls gesture, magnify, swipe and rotate: a trackpad's, and so the customer's."""
MASK: Final = sum(1 << kind for kind in MOVES | PRESSES | KEYS | TABLET | GESTURES)

READY_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Tapped:
    """One event: `pid` and `mark` say who injected it (0: nobody), `time` in milliseconds since the Mac was started."""

    act: Act
    key: int
    pid: int
    mark: int
    time: int


class TapCalls(EventCalls, Protocol):
    """What is asked of Quartz; ports and run loops are opaque."""

    kCFRunLoopCommonModes: Any

    def CGEventTapCreate(
        self,
        where: int,
        place: int,
        options: int,
        mask: int,
        told: Callable[[Any, int, Event, Any], Event],
        context: None,
        /,
    ) -> Any:
        """Make a tap; None where the customer has not allowed it."""

    def CGEventTapEnable(self, tap: Any, on: bool, /) -> None:
        """Switch it on or off."""

    def CGEventTapIsEnabled(self, tap: Any, /) -> bool:
        """Say whether it hears."""

    def CFMachPortCreateRunLoopSource(self, allocator: None, tap: Any, order: int, /) -> Any:
        """Make what a run loop can wait for."""

    def CFRunLoopGetCurrent(self) -> Any:
        """Return this thread's run loop."""

    def CFRunLoopAddSource(self, loop: Any, source: Any, mode: Any, /) -> None:
        """Let a run loop wait for it."""

    def CFRunLoopRun(self) -> None:
        """Wait and tell, until stopped."""

    def CFRunLoopStop(self, loop: Any, /) -> None:
        """End that; from any thread."""


class Tap:
    """Hears until stopped. `told` is called on the tap's thread, and must return within milliseconds."""

    def __init__(self, calls: TapCalls, told: Callable[[Tapped], None], deaf: Callable[[bool], None]) -> None:
        """Begin. `deaf` is told when macOS switched the tap off, and whether it hears again.

        Raise DesktopError when the customer has not allowed it.
        """
        self._calls, self._told, self._deaf = calls, told, deaf
        self._ready = Flag()
        self._tap: Any = None
        self._loop: Any = None
        self._thread = Thread(target=self._run, name="hand", daemon=True)
        self._thread.start()
        if not self._ready.wait(READY_SECONDS) or self._tap is None:
            raise DesktopError("macOS does not let this program see mouse and keyboard: allow it under Accessibility.")

    def stop(self) -> None:
        """Hear nothing more."""
        self._calls.CGEventTapEnable(self._tap, False)
        self._calls.CFRunLoopStop(self._loop)
        self._thread.join(2)

    def _run(self) -> None:
        calls = self._calls
        try:
            self._loop = calls.CFRunLoopGetCurrent()
            self._tap = calls.CGEventTapCreate(_LOGIN, _FIRST, _LISTENS, MASK, self._hear, None)
            if self._tap is None:
                return
            source = calls.CFMachPortCreateRunLoopSource(None, self._tap, 0)
            calls.CFRunLoopAddSource(self._loop, source, calls.kCFRunLoopCommonModes)
            calls.CGEventTapEnable(self._tap, True)
        finally:
            self._ready.set()
        calls.CFRunLoopRun()

    def _hear(self, _proxy: Any, kind: int, event: Event, _context: Any) -> Event:
        if kind in OFF:
            self._calls.CGEventTapEnable(self._tap, True)
            self._deaf(self._calls.CGEventTapIsEnabled(self._tap))
        else:
            self._told(self._tapped(kind, event))
        return event

    def _tapped(self, kind: int, event: Event) -> Tapped:
        get = self._calls.CGEventGetIntegerValueField
        key = get(event, KEYCODE) if kind in KEYS else 0
        time = self._calls.CGEventGetTimestamp(event) // 1_000_000 % (1 << 32)
        return Tapped(act_of(kind), key, get(event, PID), get(event, MARK), time)


def act_of(kind: int) -> Act:
    """Say what an event is; one that is not known is a press of something."""
    if kind in MOVES:
        return Act.MOVE
    if kind in KEYS:
        return Act.KEY_UP if kind == KEY_UP else Act.KEY_DOWN
    return Act.BUTTON
