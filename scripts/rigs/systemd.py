"""A private D-Bus with a systemd of a few lines on it: services that start and stop when asked, or are refused."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from scripts.rigs.logind import bus

NAME = "org.freedesktop.systemd1"
PATH = "/org/freedesktop/systemd1"
MANAGER = f"{NAME}.Manager"


@dataclass
class Service:
    """One service; what it `refuses` is answered with that error, what it `fails` ends as a failed job."""

    name: str
    description: str = "a service"
    state: str = "active"
    refuses: str = ""
    fails: bool = False
    slow: bool = False


class Manager:
    """As much of org.freedesktop.systemd1.Manager as the agent asks."""

    def __init__(self, connection: MessageBus, services: Sequence[Service]) -> None:
        self.services = {service.name: service for service in services}
        self.calls: list[tuple[str, str]] = []
        self._connection = connection
        self._jobs = 0
        self._subscribed = False
        connection.add_message_handler(self._called)

    def _called(self, call: Message) -> Message | None:
        if call.interface != MANAGER or call.message_type is not MessageType.METHOD_CALL:
            return None
        match call.member, call.body:
            case "Subscribe", []:
                self._subscribed = True
                return Message.new_method_return(call)
            case "ListUnitsByPatterns", [[], ["*.service"]]:
                return _units(call, self.services.values())
            case "ListUnitsByNames", [[name]]:
                return _units(call, [self.services[name]])
            case ("StartUnit" | "StopUnit" | "RestartUnit") as verb, [name, "replace"]:
                return self._change(call, verb, name)
        return None

    def _change(self, call: Message, verb: str, name: str) -> Message:
        self.calls.append((verb, name))
        service = self.services[name]
        if service.refuses:
            return Message.new_error(call, service.refuses, "no")
        self._jobs += 1
        job = f"{PATH}/job/{self._jobs}"
        if not service.slow:
            after = "failed" if service.fails else "inactive" if verb == "StopUnit" else "active"
            asyncio.get_running_loop().call_soon(self._end, service, after, job)
        return Message.new_method_return(call, "o", [job])

    def _end(self, service: Service, state: str, job: str) -> None:
        service.state = state
        result = "failed" if service.fails else "done"
        if self._subscribed:
            told = [self._jobs, job, service.name, result]
            self._connection.send(Message.new_signal(PATH, MANAGER, "JobRemoved", "uoss", told))


def _units(call: Message, services: Iterable[Service]) -> Message:
    return Message.new_method_return(call, "a(ssssssouso)", [[_unit(service) for service in services]])


def _unit(service: Service) -> list[object]:
    none = "/org/freedesktop/systemd1/none"
    return [service.name, service.description, "loaded", service.state, "running", "", none, 0, "", none]


@asynccontextmanager
async def systemd(*services: Service) -> AsyncIterator[tuple[Manager, str]]:
    """Run a bus with a systemd on it; yield it, and the bus's address."""
    with bus() as address:
        connection = await MessageBus(bus_address=address).connect()
        manager = Manager(connection, services)
        await connection.request_name(NAME)
        try:
            yield manager, address
        finally:
            connection.disconnect()
