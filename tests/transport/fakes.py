"""What tests of the link share: all that a link said, and links opened by the rig's console."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from agent.transport.events import CodeReady, Failed, LinkEvent, Opened
from agent.transport.link import Link
from scripts.rigs.console import NONCE, SECONDS, Console, Manners

__all__ = ["NONCE", "SECONDS", "Console", "Manners", "Told", "failure", "linked", "opened"]

E = TypeVar("E", bound=LinkEvent)


class Told:
    """All that a link said, and a way to wait for the next of a kind."""

    def __init__(self) -> None:
        self.events: list[LinkEvent] = []
        self._changed = asyncio.Event()

    def __call__(self, event: LinkEvent) -> None:
        self.events.append(event)
        self._changed.set()

    async def wait(self, kind: type[E], seconds: float = SECONDS) -> E:
        """Wait until an event of this kind was said."""
        async with asyncio.timeout(seconds):
            while not (found := self.all(kind)):
                self._changed.clear()
                await self._changed.wait()
        return found[-1]

    def all(self, kind: type[E]) -> list[E]:
        """List the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def linked(url: str, manners: Manners | None = None) -> AsyncIterator[tuple[Link, Told, Console]]:
    """Begin a link by the customer's code; the console joins as its manners are."""
    told, console = Told(), Console(url, manners or Manners())
    link = Link(url, told)
    link.issue()
    joining = asyncio.create_task(console.join((await told.wait(CodeReady)).code))
    try:
        yield link, told, console
    finally:
        joining.cancel()
        await link.close()
        await console.leave()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Link, Told, Console]]:
    """Open a link with an honest console."""
    async with linked(url) as (link, told, console):
        await told.wait(Opened)
        await asyncio.wait_for(console.opened.wait(), SECONDS)
        yield link, told, console


async def failure(told: Told) -> Failed:
    """Wait for the end."""
    return await told.wait(Failed)
