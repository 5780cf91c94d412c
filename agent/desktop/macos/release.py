"""What the watchdog does on a Mac when the agent is dead or frozen: nothing stays pressed.

macOS does not tell who holds a key, so whatever is held is released, the customer's own too: better than a stuck one.
"""

from typing import Final

from agent.desktop.acting import Acting
from agent.desktop.macos.events import ANYBODYS, open_poster, pointer_place
from agent.desktop.macos.hand import panics
from agent.desktop.macos.keys import ALL
from agent.desktop.macos.mouse import BUTTONS
from agent.desktop.macos.tap import Tap, TapCalls, Tapped
from agent.desktop.panic import PanicKeys
from agent.desktop.panic_bell import PanicBell

_BUTTONS: Final = tuple(BUTTONS.values())


class MacRelease:
    """Hears the keyboard at once, on a thread of its own, to see panic keys as the agent does."""

    def __init__(self, calls: TapCalls) -> None:
        """Raise DesktopError when macOS does not allow it."""
        self._calls, self._poster = calls, open_poster(calls, Acting().mark)
        self._panic = PanicKeys()
        self._bell = PanicBell()
        self._tap = Tap(calls, self._judge, lambda again: None)

    def release_all(self) -> None:
        """Release every key and button that is down. Raise DesktopError when macOS does not take it."""
        for key in ALL:
            if self._calls.CGEventSourceKeyState(ANYBODYS, key):
                self._poster.key(key, down=False)
        for button in _BUTTONS:
            if self._calls.CGEventSourceButtonState(ANYBODYS, button.number):
                self._poster.mouse(button.up, pointer_place(self._calls), button.number)

    def take_back_keys(self) -> None:
        """Do nothing: on a Mac no key of the keyboard's map is ever lent."""

    def fileno(self) -> int:
        """Return what becomes readable when a panic key is pressed."""
        return self._bell.fileno()

    def panic_keys(self) -> list[int]:
        """Return the times (ms) of the panic keys since last asked, whoever pressed them."""
        return self._bell.times()

    def close(self) -> None:
        """See keys no more."""
        self._tap.stop()
        self._bell.close()

    def _judge(self, event: Tapped) -> None:
        if panics(self._panic, event):
            self._bell.ring(event.time)
