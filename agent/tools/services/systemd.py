"""Asks systemd about services, over D-Bus, and has it start, stop or restart one; it never prompts for a password.

https://www.freedesktop.org/software/systemd/man/org.freedesktop.systemd1.html
"""

import asyncio
from typing import Any, Final

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, DBusError, InvalidAddressError

from agent.protocol.service_messages import Scope, ServiceOutcome, ServiceState, Verb
from agent.tools.known import SourceError

SYSTEMD: Final = "org.freedesktop.systemd1"
_PATH: Final = "/org/freedesktop/systemd1"
_MANAGER: Final = f"{SYSTEMD}.Manager"

ANSWER_SECONDS = 5.0
"""How long systemd may take to answer."""

JOB_SECONDS = 30.0
"""How long a service may take to start or stop before it counts as slow."""

_BUSES = {Scope.SYSTEM: BusType.SYSTEM, Scope.USER: BusType.SESSION}
_METHODS = {Verb.START: "StartUnit", Verb.STOP: "StopUnit", Verb.RESTART: "RestartUnit"}

_OUTCOMES = {
    "org.freedesktop.DBus.Error.AccessDenied": ServiceOutcome.REFUSED,
    "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired": ServiceOutcome.REFUSED,
    f"{SYSTEMD}.NoSuchUnit": ServiceOutcome.GONE,
}
"""What an error of systemd's means; any other one: it failed."""

_FAILURES: Final = (AuthError, DBusError, InvalidAddressError, OSError, EOFError, ValueError)
"""What a bus that is not there, or that goes away, makes the library raise; TimeoutError is an OSError."""


class NoSystemd(SourceError):
    """No systemd answers."""


class Systemd:
    """The services of one scope. Every method but `close` raises NoSystemd where none answers."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._bus: MessageBus | None = None
        self._connecting, self._changing = asyncio.Lock(), asyncio.Lock()
        self._ended: dict[str, str] = {}
        """How the jobs that ended during a change did."""
        self._one_ended = asyncio.Event()

    async def services(self) -> list[tuple[str, str, ServiceState]]:
        """Return name, description and state of every service that is loaded."""
        reply = await self._call("ListUnitsByPatterns", "asas", [[], ["*.service"]])
        units = _body(reply)[0]
        return [(name, text, _state(active)) for name, text, load, active, *_ in units if load != "not-found"]

    async def state(self, name: str) -> ServiceState:
        """Return the state of one service."""
        units = _body(await self._call("ListUnitsByNames", "as", [[name]]))[0]
        return _state(units[0][3]) if units else ServiceState.UNKNOWN

    async def change(self, name: str, verb: Verb) -> ServiceOutcome:
        """Have a service changed, and wait until that is done. Changes follow one another."""
        async with self._changing:
            self._ended.clear()
            reply = await self._call(_METHODS[verb], "ss", [name, "replace"])
            if reply.message_type is MessageType.METHOD_RETURN:
                return await self._end_of(str(reply.body[0]))
            return _OUTCOMES.get(reply.error_name or "", ServiceOutcome.FAILED)

    def close(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        if bus:
            bus.disconnect()

    async def _end_of(self, job: str) -> ServiceOutcome:
        try:
            async with asyncio.timeout(JOB_SECONDS):
                while job not in self._ended:
                    self._one_ended.clear()
                    await self._one_ended.wait()
        except TimeoutError:
            return ServiceOutcome.SLOW
        return ServiceOutcome.DONE if self._ended[job] == "done" else ServiceOutcome.FAILED

    def _heard(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.member == "JobRemoved" and self._changing.locked():
            _, job, _, result = message.body
            self._ended[job] = result
            self._one_ended.set()

    async def _call(self, method: str, signature: str, arguments: list[Any]) -> Message:
        call = _message(SYSTEMD, _PATH, _MANAGER, method, signature, arguments)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await (await self._connected()).call(call)
        except _FAILURES as error:
            raise NoSystemd(type(error).__name__) from None

    async def _connected(self) -> MessageBus:
        """Join the bus the first time, and have systemd tell the ends of its jobs (Subscribe)."""
        async with self._connecting:
            if self._bus is None or not self._bus.connected:
                bus = await MessageBus(bus_type=_BUSES[self.scope]).connect()
                bus.add_message_handler(self._heard)
                rule = f"type='signal',sender='{SYSTEMD}',interface='{_MANAGER}',member='JobRemoved'"
                dbus = "org.freedesktop.DBus"
                await bus.call(_message(dbus, "/org/freedesktop/DBus", dbus, "AddMatch", "s", [rule]))
                _body(await bus.call(_message(SYSTEMD, _PATH, _MANAGER, "Subscribe", "", [])))
                self._bus = bus
            return self._bus


def _message(service: str, path: str, interface: str, method: str, signature: str, arguments: list[Any]) -> Message:
    """Make a call that starts nothing by itself and prompts for nothing."""
    flags = MessageFlag.NO_AUTOSTART
    return Message(service, path, interface, method, flags=flags, signature=signature, body=arguments)


def _body(reply: Message) -> list[Any]:
    if reply.message_type is not MessageType.METHOD_RETURN:
        raise NoSystemd(reply.error_name or "no answer")
    return list(reply.body)


def _state(active: str) -> ServiceState:
    known = {state.value for state in ServiceState}
    return ServiceState(active) if active in known else ServiceState.UNKNOWN
