"""What D-Bus says of the customer's absence: logind of sleep, lock and user switch, screen savers of lock.

Logind's words: https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, DBusError, InvalidAddressError

from agent.desktop.base import AwayKind

LOGIND: Final = "org.freedesktop.login1"
_ROOT: Final = "/org/freedesktop/login1"
_MANAGER: Final = f"{LOGIND}.Manager"
_SESSION: Final = f"{LOGIND}.Session"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"

SCREEN_SAVERS: Final = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "kde", "cinnamon", "mate", "xfce")
)
"""The interfaces whose signal ActiveChanged(true) means that the screen is locked or dark."""

ENDING_SECONDS: Final = 1.0
"""How long sleep is held back for the last words; logind waits 5 s at most."""

_FAILURES: Final = (AuthError, DBusError, InvalidAddressError, OSError, EOFError, ValueError)
"""What a bus that is not there, or that goes away, makes the library raise."""


class Buses:
    """Listens on the system's and the session's bus, each where there is one. On the event loop's thread."""

    def __init__(self, tell: Callable[[AwayKind], None]) -> None:
        self._tell = tell
        self._tasks: list[asyncio.Task[None]] = []
        self._buses: list[MessageBus] = []
        self._held = -1
        """The descriptor that holds sleep back (logind's delay lock)."""

    def start(self) -> None:
        """Begin to listen, soon."""
        for listen in (self._listen_to_system, self._listen_to_session):
            self._spawn(listen)

    def stop(self) -> None:
        """Listen no more, and let the computer sleep. Never raises."""
        for task in self._tasks:
            task.cancel()
        for bus in self._buses:
            with suppress(*_FAILURES):
                bus.disconnect()
        self._release()

    # --- the system's bus -------------------------------------------------------------------------------------------

    async def _listen_to_system(self) -> None:
        bus = await self._connect(BusType.SYSTEM)
        bus.add_message_handler(lambda signal: self._system_said(bus, signal))
        await _listen(bus, f"sender='{LOGIND}',interface='{_MANAGER}',member='PrepareForSleep'")
        await self._hold_sleep_back(bus)
        path = await _session_path(bus)
        for what in (f"interface='{_SESSION}',member='Lock'", f"interface='{_PROPERTIES}',arg0='{_SESSION}'"):
            await _listen(bus, f"sender='{LOGIND}',path='{path}',{what}")

    def _system_said(self, bus: MessageBus, signal: Message) -> None:
        match signal.member, signal.body:
            case "PrepareForSleep", [True]:
                self._tell(AwayKind.ASLEEP)
                asyncio.get_running_loop().call_later(ENDING_SECONDS, self._release)
            case "PrepareForSleep", [False]:
                self._spawn(lambda: self._hold_sleep_back(bus))
            case "Lock", []:
                self._tell(AwayKind.LOCKED)
            case "PropertiesChanged", [_, {"LockedHint": Variant(value=True)}, _]:
                self._tell(AwayKind.LOCKED)
            case "PropertiesChanged", [_, {"Active": Variant(value=False)}, _]:
                self._tell(AwayKind.SWITCHED)

    async def _hold_sleep_back(self, bus: MessageBus) -> None:
        self._release()
        what = ["sleep", "Handrail", "Stops sharing the screen first", "delay"]
        reply = await _ask(bus, _ROOT, _MANAGER, "Inhibit", "ssss", what)
        self._held = reply.unix_fds[0]

    def _release(self) -> None:
        held, self._held = self._held, -1
        if held >= 0:
            os.close(held)

    # --- the session's bus ------------------------------------------------------------------------------------------

    async def _listen_to_session(self) -> None:
        bus = await self._connect(BusType.SESSION)
        bus.add_message_handler(self._session_said)
        for interface in SCREEN_SAVERS:
            await _listen(bus, f"interface='{interface}',member='ActiveChanged'")

    def _session_said(self, signal: Message) -> None:
        if signal.interface in SCREEN_SAVERS and signal.member == "ActiveChanged" and signal.body == [True]:
            self._tell(AwayKind.LOCKED)

    # --- both -------------------------------------------------------------------------------------------------------

    async def _connect(self, kind: BusType) -> MessageBus:
        bus = MessageBus(bus_type=kind, negotiate_unix_fd=True)
        self._buses.append(bus)
        return await bus.connect()

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def where_there_is_one() -> None:
            with suppress(*_FAILURES):
                await work()  # made here: a task that is stopped before its first turn leaves nothing behind

        self._tasks.append(asyncio.get_running_loop().create_task(where_there_is_one()))


async def _session_path(bus: MessageBus) -> str:
    """Return the logind object of the session on this screen: this process's, else the one its user sees."""
    with suppress(DBusError):
        if named := os.environ.get("XDG_SESSION_ID"):
            return str((await _ask(bus, _ROOT, _MANAGER, "GetSession", "s", [named])).body[0])
        return str((await _ask(bus, _ROOT, _MANAGER, "GetSessionByPID", "u", [os.getpid()])).body[0])
    user = (await _ask(bus, _ROOT, _MANAGER, "GetUser", "u", [os.getuid()])).body[0]
    display = (await _ask(bus, user, _PROPERTIES, "Get", "ss", [f"{LOGIND}.User", "Display"])).body[0]
    return str(display.value[1])


async def _listen(bus: MessageBus, rule: str) -> None:
    """Have the bus send signals on. Senders other than the one named are no danger: they can only pause or end."""
    call = Message("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch")
    call.signature, call.body = "s", [f"type='signal',{rule}"]
    _checked(await bus.call(call))


async def _ask(
    bus: MessageBus, path: str, interface: str, method: str, signature: str, arguments: list[Any]
) -> Message:
    return _checked(await bus.call(Message(LOGIND, path, interface, method, signature=signature, body=arguments)))


def _checked(reply: Message | None) -> Message:
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        raise DBusError("org.freedesktop.DBus.Error.Failed", "no answer")
    return reply
