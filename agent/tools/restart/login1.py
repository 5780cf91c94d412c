"""Restarts a computer with systemd-logind, over D-Bus, as its menu does; it never prompts for a password.

https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html
"""

import asyncio
import os
from contextlib import suppress
from typing import Any, Final

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, DBusError, InvalidAddressError

from agent.protocol.restart_messages import RestartFault

LOGIND: Final = "org.freedesktop.login1"
ANSWER_SECONDS = 5.0
"""How long logind may take to answer."""

ENDING_SECONDS = 3.0
"""So long the restart waits for the session's end to be said; logind waits 5 s at most (InhibitDelayMaxSec)."""

_FAILURES: Final = (AuthError, DBusError, InvalidAddressError, OSError, EOFError, ValueError)
"""What a bus that is not there, or that goes away, makes the library raise; TimeoutError is an OSError."""

_ERRORS: Final = {
    "org.freedesktop.DBus.Error.AccessDenied": RestartFault.DENIED,
    "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired": RestartFault.DENIED,
    f"{LOGIND}.BlockedByInhibitorLock": RestartFault.HELD,
    f"{LOGIND}.OperationInProgress": RestartFault.HELD,
}
"""What an error of logind's means; any other one: nothing here restarts the computer."""


class Login1:
    """The computer, as logind knows it."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._held = -1
        """The descriptor that holds the restart back (logind's delay lock)."""

    async def obstacle(self) -> RestartFault | None:
        """Ask whether this user may, and whether a program asks to wait ("block" locks; a delay is respected)."""
        try:
            (may,) = _body(await self._call("CanReboot"))
            (locks,) = _body(await self._call("ListInhibitors"))
        except _FAILURES:
            return RestartFault.UNAVAILABLE
        if may != "yes":  # "challenge": only with an administrator's password
            return RestartFault.UNAVAILABLE if may == "na" else RestartFault.DENIED
        held = any("shutdown" in what.split(":") and mode == "block" for what, _, _, mode, *_ in locks)
        return RestartFault.HELD if held else None

    async def restart(self) -> RestartFault | None:
        """Restart it, without a password and past no lock."""
        begun = False
        try:
            await self._hold_back()
            reply = await self._call("Reboot", "b", [False])
            begun = reply.message_type is MessageType.METHOD_RETURN
            return None if begun else _ERRORS.get(reply.error_name or "", RestartFault.UNAVAILABLE)
        except _FAILURES:
            return RestartFault.UNAVAILABLE
        finally:
            if begun:
                asyncio.get_running_loop().call_later(ENDING_SECONDS, self._release)
            else:
                self._release()

    def close(self) -> None:
        """Let the restart go on, and leave the bus."""
        self._release()
        bus, self._bus = self._bus, None
        if bus:
            with suppress(*_FAILURES):
                bus.disconnect()

    async def _hold_back(self) -> None:
        """Have logind wait until the technician was told; where it does not, the restart is none the less asked for."""
        what = ["shutdown", "Handrail", "Tells the technician first", "delay"]
        reply = await self._call("Inhibit", "ssss", what)
        if reply.message_type is MessageType.METHOD_RETURN and reply.unix_fds:
            self._held = reply.unix_fds[0]

    def _release(self) -> None:
        held, self._held = self._held, -1
        if held >= 0:
            os.close(held)

    async def _call(self, method: str, signature: str = "", arguments: list[Any] | None = None) -> Message:
        path, interface = "/org/freedesktop/login1", f"{LOGIND}.Manager"
        flags = MessageFlag.NO_AUTOSTART
        call = Message(LOGIND, path, interface, method, flags=flags, signature=signature, body=arguments or [])
        async with asyncio.timeout(ANSWER_SECONDS):
            if self._bus is None or not self._bus.connected:
                self._bus = await MessageBus(bus_type=BusType.SYSTEM, negotiate_unix_fd=True).connect()
            return await self._bus.call(call)


def _body(reply: Message) -> list[Any]:
    if reply.message_type is not MessageType.METHOD_RETURN:
        raise DBusError(reply.error_name or "org.freedesktop.DBus.Error.Failed", "no answer")
    return list(reply.body)
