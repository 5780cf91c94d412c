"""The customer's own hand on Windows: every event of the low-level hooks that does not bear our mark (DESIGN 7)."""

from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import Final

from agent.desktop import heard
from agent.desktop.acting import Acting
from agent.desktop.base import DesktopError, HandKind
from agent.desktop.heard import Act, Heard
from agent.desktop.panic import Key, PanicKeys
from agent.desktop.windows.pump import Pump, Undo
from agent.desktop.windows.win32_hooks import Event, Hooks, last_input
from agent.desktop.windows.win32_windows import pointer_place

PAUSES: Final = frozenset({0x13, 0x03})  # VK_PAUSE; VK_CANCEL, which is Ctrl+Break
ESCAPE: Final = 0x1B  # VK_ESCAPE

DEAF_SECONDS: Final = 1.0
"""How often is looked whether the hooks still hear."""

DEAF_MS: Final = 500
"""Input that is so much newer than the last event heard was not heard."""

_TIMES: Final = 1 << 32


class WindowsHand:
    """Reports the customer's input."""

    def __init__(
        self,
        acting: Acting,
        nudge: Callable[[], None] = lambda: None,
        pointer: Callable[[], tuple[int, int]] = pointer_place,
    ) -> None:
        """Prepare; `nudge` is called at each event, on the hook's thread: the screen is likely to change.

        `pointer` says where the pointer is before an event takes it elsewhere.
        """
        self._acting, self._nudge, self._pointer = acting, nudge, pointer
        self._panic, self._anyones_panic = PanicKeys(), PanicKeys()
        self.heard = Heard(acting)
        self._pump: Pump | None = None
        self._last = 0
        self._timer: Timer | None = None

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Begin to report, on the running loop. Raise DesktopError when Windows does not allow it."""
        self.stop()
        self.heard.start(on_hand)
        self._last = last_input()
        self._pump = Pump("hand", self._hook)
        self._listen_in()

    def answer(self, on_panic: Callable[[int], None]) -> None:
        """Say of every panic key, whoever pressed it, when the loop comes to it; see Hand.answer."""
        self.heard.answer(on_panic)

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self.heard.stop()
        timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
        pump, self._pump = self._pump, None
        if pump:
            pump.stop()

    # --- the hook's thread -------------------------------------------------------------------------------------------

    def _hook(self) -> Undo:
        return Hooks(self.judge).remove

    def judge(self, event: Event) -> None:
        """Take one event: what is not ours is the customer's."""
        self._last = event.time
        if self._goes_nowhere(event):
            return
        self._nudge()
        if panics(self._anyones_panic, event):
            self.heard.panic(event.time)
        if not self._acting.is_own(event.injected, event.extra):
            self.heard.report(panics(self._panic, event) or heard.kind_of(event.act))

    def _goes_nowhere(self, event: Event) -> bool:
        """Say whether the pointer stays: the system says a move, nobody's, when a window comes to lie below it."""
        with suppress(DesktopError):
            return event.act is Act.MOVE and event.place == self._pointer()
        return False

    # --- whether the hooks still hear --------------------------------------------------------------------------------

    def _listen_in(self) -> None:
        """Set the hooks anew when Windows dropped them, which it does without a word: input came, and was not heard."""
        if self._pump is None:
            return
        if self._deaf():
            self._pump.stop()
            self.heard.report(HandKind.POINTER)
            try:
                self._last = last_input()
                pump = Pump("hand", self._hook)
            except DesktopError:
                return self.heard.report(HandKind.PANIC_STOP)  # nobody could see the hand any more
            if not self.heard.listening:
                return pump.stop()
            self._pump = pump
        self._timer = Timer(DEAF_SECONDS, self._listen_in)
        self._timer.daemon = True
        self._timer.start()

    def _deaf(self) -> bool:
        try:
            return DEAF_MS < (last_input() - self._last) % _TIMES < _TIMES // 2
        except DesktopError:
            return False


def key_of(virtual_key: int) -> Key:
    """Say what a key is to the panic keys."""
    if virtual_key in PAUSES:
        return Key.PAUSE
    return Key.ESCAPE if virtual_key == ESCAPE else Key.OTHER


def panics(keys: PanicKeys, event: Event) -> HandKind | None:
    """Judge one event; None: no panic key."""
    return heard.panics(keys, event.act, event.key, key_of(event.key), event.time)
