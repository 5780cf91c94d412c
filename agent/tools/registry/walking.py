"""A key and all that lies below it, one key after the other, each judged and closed before the next. Blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.protocol.registry_messages import RegistryFault
from agent.tools.discretion import Discretion
from agent.tools.files.threads import Halt
from agent.tools.registry.guard import Guarded, SeenKey, SeenValue
from agent.tools.registry.source import Key, RegistryError

DEEPEST = 64
"""Keys below keys that are looked into: a link may lead into itself."""


@dataclass(frozen=True)
class Visited:
    """One key: what is in it, or, where it could not be looked into, why."""

    key: Key
    place: tuple[str, ...] = ()
    keys: tuple[SeenKey, ...] = ()
    values: tuple[SeenValue, ...] = ()
    fault: RegistryFault | None = None


def walk(guarded: Guarded, key: Key, discretion: Discretion, halt: Halt) -> Iterator[Visited]:
    """Visit a key and all below it. Raise RegistryError where the first one cannot be looked into, Halted."""
    waiting = [key]
    while waiting:
        halt.check()
        visited = _visit(guarded, waiting.pop(), discretion, halt)
        if visited.fault and (visited.key is key or visited.fault is RegistryFault.NOT_NOW):
            raise RegistryError(visited.fault)
        yield visited
        if len(visited.key.names) < len(key.names) + DEEPEST:
            waiting += [visited.key.below(seen.name) for seen in reversed(visited.keys)]


def _visit(guarded: Guarded, key: Key, discretion: Discretion, halt: Halt) -> Visited:
    try:
        with guarded.open(key, discretion) as opened:
            keys, values = tuple(opened.keys()), []
            for seen in opened.values():
                halt.check()
                values.append(seen)
            return Visited(key, opened.place, keys, tuple(values))
    except RegistryError as error:
        return Visited(key, fault=error.fault)
