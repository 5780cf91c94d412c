"""What the watchdog does on X11 when the agent is dead or frozen: nothing stays pressed, no key stays lent.

It asks the server what XTEST's own devices hold, so it needs no word from the agent. An on-screen keyboard's held
Shift goes too: better than a stuck one.
"""

from collections.abc import Iterator
from typing import Any, Final

import xcffib
import xcffib.xinput as xi
import xcffib.xtest
from Xlib import X
from Xlib.ext import xinput, xtest

from agent.desktop.base import DesktopError
from agent.desktop.panic import PanicKeys
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.panic import judge
from agent.desktop.x11.raw import parse_raw, require_raw, select_keys, xtest_devices
from agent.desktop.x11.spares import take_back_all

_FAILURES: Final = (xcffib.XcffibException, *X_FAILURES)


class X11Release:
    """Connects at once: a dead agent's files may be gone when it is needed."""

    def __init__(self, display: str) -> None:
        """Connect to `display`. Raise DesktopError when it does not answer."""
        self._connection = X11Connection(display)
        try:
            self._states = xcffib.connect(display)
            self._xi = self._states(xi.key)
            self._pass_grabs()
            self._watch_keys()
        except _FAILURES as error:
            raise DesktopError(f"The screen {display} cannot be reached ({error}).") from None

    def release_all(self) -> None:
        """Release every key and button that XTEST's devices hold. Raise DesktopError when the server is gone."""
        try:
            for event_type, detail in self._held():
                xtest.fake_input(self._connection.display, event_type, detail)
            self._connection.display.sync()
        except _FAILURES as error:
            raise DesktopError(f"The screen is gone ({error}).") from None

    def take_back_keys(self) -> None:
        """Empty the keys that the agent lent to characters. Raise DesktopError when the server is gone."""
        try:
            take_back_all(self._connection.display)
        except X_FAILURES as error:
            raise DesktopError(f"The screen is gone ({error}).") from None

    def fileno(self) -> int:
        """Return what becomes readable when a key is pressed."""
        return int(self._connection.display.fileno())

    def panic_keys(self) -> list[int]:
        """Return the times (ms) of the panic keys since last asked, whoever pressed them.

        The customer's and the technician's cannot be told apart from here; the agent answers for both while it lives.
        Raise DesktopError when the server is gone.
        """
        self._connection.drain()
        if self._lost:
            raise DesktopError("The screen is gone.")
        times = [*self._panicked]
        self._panicked.clear()
        return times

    def _watch_keys(self) -> None:
        self._opcode = self._connection.display.display.get_extension_major(xinput.extname)
        self._panic = PanicKeys()
        self._panicked: list[int] = []
        self._lost = False
        self._connection.on_raw, self._connection.on_lost = self._judge, self._lose
        require_raw(self._connection)
        select_keys(self._connection)

    def _judge(self, generic: Any) -> None:
        event = parse_raw(generic, self._opcode)
        if event and judge(self._panic, event, self._connection):
            self._panicked.append(event.time)

    def _lose(self) -> None:
        self._lost = True

    def _pass_grabs(self) -> None:
        """Be served also while an agent that froze at the wrong moment has the server to itself (XTestGrabControl)."""
        xtest.grab_control(self._connection.display, True)
        self._states(xcffib.xtest.key).GrabControl(True, is_checked=True).check()

    def _held(self) -> Iterator[tuple[int, int]]:
        for device in xtest_devices(self._connection):
            for state in self._xi.QueryDeviceState(device).reply().classes:
                yield from _pressed(state)


def _pressed(state: Any) -> Iterator[tuple[int, int]]:
    """List what one class of a device holds down: XTEST's release event and its detail."""
    for kind, release in (("keys", X.KeyRelease), ("buttons", X.ButtonRelease)):
        for index, byte in enumerate(getattr(state, kind, ())):
            yield from ((release, index * 8 + bit) for bit in range(8) if byte >> bit & 1)
