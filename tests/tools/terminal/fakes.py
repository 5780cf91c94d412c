"""A terminal's process that does nothing by itself, and what is around the tool."""

import asyncio
from collections.abc import Callable, Mapping

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol.message import FromAgent
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.discretion import Discretion
from agent.tools.terminal.child import Child, Timing
from agent.tools.terminal.running import Running
from agent.tools.terminal.words import FromShell, ToShell


class FakeChild(Child):
    """Notes what it is told; `hear` says what a shell would."""

    def __init__(self) -> None:
        super().__init__([], Running(), Timing())
        self.told: list[ToShell] = []
        self.hear: Callable[[FromShell], None] = lambda word: None
        self.ended = asyncio.Event()
        self.cleared = asyncio.Event()
        self.began = asyncio.Event()

    async def run(self, begin: ToShell, hear: Callable[[FromShell], None]) -> None:
        self.told.append(begin)
        self.hear = hear
        self.began.set()
        await self.ended.wait()
        await self.cleared.wait()

    def say(self, word: ToShell) -> bool:
        self.told.append(word)
        return True

    def end(self) -> None:
        self.ended.set()


class Surroundings:
    """What the tool tells and records, and what it is permitted."""

    def __init__(self) -> None:
        self.told: list[FromAgent] = []
        self.recorded: list[tuple[str, Mapping[str, str]]] = []
        self.allowed = True
        self.around = Around(
            tell=self.told.append,
            record=lambda kind, payload: self.recorded.append((kind, payload)),
            permitted=lambda permission: self.allowed and permission is Permission.TERMINAL,
            discretion=lambda: Discretion(Hidden(), Knowledge()),
            lang="en",
            technician="Camille",
        )

    def kinds(self) -> list[str]:
        """The journal's entries."""
        return [kind for kind, _ in self.recorded]
