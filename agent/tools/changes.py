"""What the tools changed in this session and the customer can undo, each with one click, in any order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from agent.undo.base import WayBack

MAX_CHANGES = 500
"""The last ones can be undone."""


@dataclass(frozen=True)
class Change:
    """One change; `kind` is its journal entry, `what` its name for people's eyes."""

    number: int
    kind: str
    what: str
    undo: Callable[[], Awaitable[bool]]
    """Bring back what was; return whether it is. Records what it does, and what failed."""
    way: WayBack | None
    """How it is undone after the session; None where it cannot be."""


class Changes:
    """The undo list. Everything is called on the event loop's thread."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self._changes: dict[int, Change] = {}
        self._under_way: set[int] = set()
        self._numbers = count(1)
        self._on_change = on_change

    @property
    def newest_first(self) -> list[Change]:
        """What can be undone now."""
        return [change for change in reversed(self._changes.values()) if change.number not in self._under_way]

    @property
    def lasting(self) -> list[Change]:
        """What can be undone after the session too, the newest first."""
        return [change for change in self.newest_first if change.way is not None]

    def add(self, kind: str, what: str, undo: Callable[[], Awaitable[bool]], way: WayBack | None = None) -> None:
        """Put a change on the list, once it is made; `way` undoes it after the session (an `Undoer` reads it)."""
        number = next(self._numbers)
        self._changes[number] = Change(number, kind, what, undo, way)
        while len(self._changes) > MAX_CHANGES:
            del self._changes[next(iter(self._changes))]
        self._on_change()

    async def undo(self, number: int) -> None:
        """Undo the change of that number; one that is gone or under way is left. What failed stays on the list."""
        change = self._changes.get(number)
        if change is None or number in self._under_way:
            return
        self._under_way.add(number)
        self._on_change()
        try:
            if await change.undo():
                self._changes.pop(number, None)
        finally:
            self._under_way.discard(number)
            self._on_change()
