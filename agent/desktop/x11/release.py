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
from Xlib.ext import xtest

from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.raw import xtest_devices
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
