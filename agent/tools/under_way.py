"""What goes on for a while and the customer can stop by itself, with one click: a file on its way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Work:
    """One thing under way; `kind` is its journal entry, `what` its name for people's eyes."""

    number: int
    kind: str
    what: str
    stop: Callable[[], Awaitable[None]]
    """Stop it, and record that."""


class UnderWay:
    """Everything under way. On the event loop's thread."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self._works: dict[int, Work] = {}
        self._numbers = count(1)
        self._on_change = on_change

    @property
    def oldest_first(self) -> list[Work]:
        """What can be stopped now."""
        return list(self._works.values())

    def add(self, kind: str, what: str, stop: Callable[[], Awaitable[None]]) -> int:
        """Put something on the list as it begins; return its number."""
        number = next(self._numbers)
        self._works[number] = Work(number, kind, what, stop)
        self._on_change()
        return number

    def over(self, number: int | None) -> None:
        """Take something off the list."""
        if number is not None and number in self._works:
            del self._works[number]
            self._on_change()

    async def stop(self, number: int) -> None:
        """Stop what has that number; what is over by now is left."""
        if work := self._works.get(number):
            self.over(number)
            await work.stop()
