"""What all of the registry tool works with: the guarded source, what is recorded and told, what is under way."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from agent.disk.base import Halted
from agent.hiding.vocabulary import Hidden
from agent.protocol.message import FromAgent
from agent.protocol.permissions import Permission
from agent.protocol.registry_messages import RegistryFailed, RegistryFault
from agent.tools.base import Around
from agent.tools.discretion import Discretion
from agent.tools.files.threads import Halt, Measure, in_thread
from agent.tools.registry.guard import Guarded
from agent.tools.registry.names import shown
from agent.tools.registry.source import Key, RegistryError

T = TypeVar("T")

MOST = 8
"""Acts under way at once."""
UNNAMED = "…"
"""Stands for a name that is not to be kept."""
DEFAULT = "@"
"""What a key's own value is called, as in a .reg file."""


class Desk:
    """On the event loop's thread; the source alone is asked on others."""

    def __init__(self, around: Around, guarded: Guarded) -> None:
        self.around, self.guarded = around, guarded
        self.loop = asyncio.get_running_loop()
        self._measure = Measure()
        self._under_way: dict[int, Halt] = {}

    @property
    def may(self) -> bool:
        """Say whether the tool may do anything at this moment."""
        return self.around.permitted(Permission.REGISTRY)

    def tell(self, message: FromAgent) -> None:
        """Tell the console, if it may still be told."""
        if self.may:
            self.around.tell(message)

    def begin(self, kind: str, name: str) -> None:
        """Record what is done now, before it is done. Raise Halted if it may not be done any more."""
        if not self.may:
            raise Halted
        self.around.record(kind, {"name": name})

    def within_measure(self) -> bool:
        """Say whether one request more may be made now."""
        return self._measure.take(monotonic())

    def called(self, key: Key, name: str | None = None, limit: int = 200) -> str:
        """Return what a key, or a value in it, is called in the customer's list."""
        names = key.names if name is None else (*key.names, name or DEFAULT)
        path = shown(names, limit)
        return UNNAMED if self.around.discretion().tells(path) else path or UNNAMED

    def stop(self) -> None:
        """Stop all that is under way."""
        for halt in self._under_way.values():
            halt.now()
        self._under_way = {}

    def stop_one(self, act: int) -> None:
        """Stop what is under way under that number, if it is."""
        if halt := self._under_way.get(act):
            halt.now()

    async def perform(self, act: int, work: Callable[[Halt], Awaitable[None]], *, more: bool = False) -> None:
        """Count an act as under way while it is done, and tell what it fails with; `more` of one that is allowed."""
        busy = act in self._under_way or len(self._under_way) >= MOST
        if busy or not (more or self.within_measure()):
            return self.failed(act, RegistryFault.TOO_MANY)
        halt = self._under_way[act] = Halt()
        try:
            await work(halt)
        except RegistryError as error:
            self.failed(act, error.fault)
        except Halted:
            self.failed(act, RegistryFault.STOPPED)
        finally:
            if self._under_way.get(act) is halt:
                del self._under_way[act]

    def failed(self, act: int, fault: RegistryFault) -> None:
        """Tell that something was not done."""
        self.tell(RegistryFailed(act=act, fault=fault))

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Return what blocking work returns, or raise what it raises."""
        return await in_thread(work)


def sight(discretion: Discretion) -> tuple[Hidden, frozenset[str]]:
    """Return what a list was judged by: told later, it must still be so."""
    return discretion.hidden, discretion.knowledge.names
