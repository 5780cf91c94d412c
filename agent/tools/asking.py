"""One question of a tool's to the customer: this would change in a file of the system's; yes or no."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ANSWER_SECONDS = 180.0
"""So long the customer may read; then the answer is no."""


@dataclass(frozen=True)
class ChangedLine:
    """A line that comes (`added`) or goes."""

    added: bool
    text: str


@dataclass(frozen=True)
class Difference:
    """What would change in a file; `place` is its path for people's eyes."""

    number: int
    place: str
    lines: tuple[ChangedLine, ...]


class Asking:
    """The one question that is open, if any. Everything is called on the event loop's thread."""

    def __init__(self, on_open: Callable[[bool], None]) -> None:
        """`on_open` is told whether the customer has something to decide: the technician's hand is closed meanwhile."""
        self.open: Difference | None = None
        self._on_open = on_open
        self._number = 0
        self._answer: asyncio.Future[bool] | None = None

    async def ask(self, place: str, lines: Sequence[ChangedLine]) -> bool:
        """Show the difference and return the customer's answer; no when another question is open."""
        if self.open is not None:
            return False
        self._number += 1
        answer = self._answer = asyncio.get_running_loop().create_future()
        self.open = Difference(self._number, place, tuple(lines))
        try:
            self._on_open(True)
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(answer, ANSWER_SECONDS)
            return False
        finally:
            self.open = self._answer = None
            self._on_open(False)

    def answer(self, number: int, yes: bool) -> None:
        """Take the customer's answer to the question of that number; a late one answers nothing."""
        if self.open and self.open.number == number and self._answer and not self._answer.done():
            self._answer.set_result(yes)

    def cancel(self) -> None:
        """Take the question back: the answer is no."""
        if self._answer and not self._answer.done():
            self._answer.set_result(False)
