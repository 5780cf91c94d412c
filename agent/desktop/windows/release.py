"""What the watchdog does on Windows when the agent is dead or frozen: nothing stays pressed.

Windows does not tell who holds a key, so whatever is held is released, the customer's own too: better than a stuck one.
"""

from typing import Final

from agent.desktop.acting import Acting
from agent.desktop.panic import PanicKeys
from agent.desktop.panic_bell import PanicBell
from agent.desktop.windows.hand import panics
from agent.desktop.windows.keys import EXTENDED, HELD
from agent.desktop.windows.pump import Pump, Undo
from agent.desktop.windows.win32_hooks import Event, Hooks
from agent.desktop.windows.win32_input import EXTENDED as EXTENDED_FLAG
from agent.desktop.windows.win32_input import UP, is_down, keys, mouse, scan_of

_BUTTONS: Final = {1: (0x04, 0), 2: (0x10, 0), 4: (0x40, 0), 5: (0x100, 1), 6: (0x100, 2)}
"""Virtual key of a mouse button -> what releases it (MOUSEEVENTF_*UP), and its number among the extra ones."""


class WindowsRelease:
    """Hooks the keyboard at once, on a thread of its own, to see panic keys as the agent does."""

    def __init__(self) -> None:
        """Raise DesktopError when Windows does not allow it."""
        self._mark = Acting().mark
        self._panic = PanicKeys()
        self._bell = PanicBell()
        self._pump = Pump("keys", self._hook)

    def release_all(self) -> None:
        """Release every key and button that is down. Raise DesktopError when Windows does not take it."""
        for key in filter(is_down, HELD):
            if key in _BUTTONS:
                flags, number = _BUTTONS[key]
                mouse(flags, self._mark, data=number)
            else:
                keys([(key, scan_of(key, 0) & 0xFF, UP | (EXTENDED_FLAG if key in EXTENDED else 0))], self._mark)

    def take_back_keys(self) -> None:
        """Do nothing: on Windows no key of the keyboard's map is ever lent."""

    def fileno(self) -> int:
        """Return what becomes readable when a panic key is pressed."""
        return self._bell.fileno()

    def panic_keys(self) -> list[int]:
        """Return the times (ms) of the panic keys since last asked, whoever pressed them."""
        return self._bell.times()

    def close(self) -> None:
        """See keys no more."""
        self._pump.stop()
        self._bell.close()

    def _hook(self) -> Undo:
        return Hooks(self._judge).remove

    def _judge(self, event: Event) -> None:
        if panics(self._panic, event):
            self._bell.ring(event.time)
