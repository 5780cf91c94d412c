"""A technician's program in Python: a real link to a real agent, heartbeats, and any message whenever it likes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from agent.protocol import messages as wire
from agent.protocol.codes import parse_code
from agent.protocol.errors import WireError
from agent.protocol.messages import FromConsole, SessionState, parse_agent_message
from agent.protocol.permissions import Permission
from scripts.rigs.console import Console
from scripts.rigs.relay import Relay
from scripts.rigs.talker import Said, Talker

SECONDS = 60.0
PING_SECONDS = 1.0


class Remote:
    """The technician's end of a live session."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._changed = asyncio.Event()
        self.state: SessionState | None = None
        self.states: list[SessionState] = []
        """Every state that was told."""
        self.pongs = 0
        console.on_text = self._hear

    def say(self, message: FromConsole) -> None:
        """Say one message on its channel, allowed or not. One that is gone says nothing."""
        channel = "input" if isinstance(message, wire.INPUT_TYPES) else "control"
        if self._console.channels[channel].readyState == "open":
            self._console.send(channel, message.model_dump_json())

    def say_raw(self, channel: str, data: str | bytes) -> None:
        """Say anything."""
        self._console.send(channel, data)

    @property
    def input_open(self) -> bool:
        """Say whether the agent takes input, as far as was told."""
        return self.state is not None and self.state.input_open

    async def ask(self, permission: Permission) -> None:
        """Ask for a permission and wait until it is granted."""
        self.say(wire.RequestPermission(permission=permission))
        await self.until(lambda: self.state is not None and permission in self.state.granted, f"{permission} granted")

    async def until(self, true: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait until what was told makes it true. Raise TimeoutError."""
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(f"waited in vain for {what}; told last: {self.state}") from None

    async def echo(self) -> None:
        """Wait for the answer to a ping: what was said on `control` before has been dealt with."""
        before = self.pongs
        self.say(wire.PingFromConsole(t=0))
        await self.until(lambda: self.pongs > before, "an answer")

    async def beat(self) -> None:
        """Ping every second, as consoles do."""
        while True:
            self.say(wire.PingFromConsole(t=0))
            await asyncio.sleep(PING_SECONDS)

    async def leave(self) -> None:
        """Close everything."""
        await self._console.leave()

    def _hear(self, text: str) -> None:
        try:
            message = parse_agent_message(text)
        except WireError:
            return
        if isinstance(message, SessionState):
            self.state = message
            self.states.append(message)
        elif isinstance(message, wire.Pong):
            self.pongs += 1
        self._changed.set()


async def heard(agent: Talker, accept: Callable[[Said], bool], what: str) -> Said:
    """Wait, without keeping the loop, until the agent's process says it."""
    return await asyncio.to_thread(agent.wait_for, accept, what)


@asynccontextmanager
async def remote(server: Relay, agent: Talker, *permissions: Permission, since: int = 0) -> AsyncIterator[Remote]:
    """Meet the agent by the code that its customer shows, and get these permissions."""
    said = await asyncio.to_thread(agent.wait_for, lambda s: bool(s.get("code")), "a code", SECONDS, since)
    console = Console(server.url)
    technician = Remote(console)
    await console.join(parse_code(str(said["code"])))
    await asyncio.wait_for(console.opened.wait(), SECONDS)
    beating = asyncio.create_task(technician.beat())
    try:
        for permission in permissions:
            await technician.ask(permission)
        yield technician
    finally:
        beating.cancel()
        with contextlib.suppress(ConnectionError):
            await technician.leave()
