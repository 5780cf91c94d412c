"""What the devices of an X display did, as the server stamped it: whose device, what, when; and what XTEST holds."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import xcffib
import xcffib.xinput as xi

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.raw import RawKind, parse_raw, require_raw, select_raw, xtest_devices


class Seen(NamedTuple):
    """One raw event: by XTEST or by a device of the customer's; `time` in the server's milliseconds."""

    kind: RawKind
    detail: int
    xtest: bool
    time: int


class RawEvents:
    """Writes down every raw event of a display from now on."""

    def __init__(self, display: str, on_event: Callable[[Seen], None]) -> None:
        self._connection = X11Connection(display)
        require_raw(self._connection)
        self._opcode = self._connection.display.display.get_extension_major("XInputExtension")
        self._xtest = xtest_devices(self._connection)
        self._on_event = on_event
        self._connection.on_raw = self._take
        self._states = xcffib.connect(display)
        self._devices = self._states(xi.key)
        self._connection.watch(asyncio.get_running_loop())
        select_raw(self._connection, True)
        self._connection.display.sync()

    def held(self) -> list[str]:
        """Name the keys and buttons that XTEST's devices hold down now."""
        return [name for device in self._xtest for name in self._held_by(device)]

    def look(self) -> None:
        """Take all that has happened until now."""
        self._connection.display.sync()
        self._connection.drain()

    def close(self) -> None:
        """Let go of the display."""
        self._connection.close()
        self._states.disconnect()

    def _held_by(self, device: int) -> list[str]:
        found = []
        for state in self._devices.QueryDeviceState(device).reply().classes:
            for kind in ("keys", "buttons"):
                down = int.from_bytes(bytes(getattr(state, kind, ())), "little")
                found += [f"{kind[:-1]} {number}" for number in range(256) if down >> number & 1]
        return found

    def _take(self, generic: Any) -> None:
        event = parse_raw(generic, self._opcode)
        if event is not None:
            self._on_event(Seen(event.kind, event.detail, event.source in self._xtest, event.time))
