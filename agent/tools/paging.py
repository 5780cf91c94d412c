"""Cuts what a tool tells into pages that hold up no other message for long."""

from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel

PAGE_BYTES = 24 * 1024
"""JSON of one page, but for the row that fills it: 0.2 s on a line of 1 Mbit/s. So much may be under way at a Stop."""

Row = TypeVar("Row", bound=BaseModel)


class Budget:
    """Counts what a page holds. A row is at most 4 KiB, so that a page stays far below what a message may hold."""

    def __init__(self) -> None:
        self._left = PAGE_BYTES

    @property
    def spent(self) -> bool:
        """Say whether the page is full."""
        return self._left <= 0

    def add(self, row: BaseModel) -> None:
        """Count a row."""
        self.add_bytes(len(row.model_dump_json().encode()) + 1)

    def add_bytes(self, count: int) -> None:
        """Count so many bytes."""
        self._left -= count


class Pages(Generic[Row]):
    """Rows that are told page by page, each once."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._waiting = deque(rows)
        self.first = True
        """Whether nothing was taken yet."""

    @property
    def more(self) -> bool:
        """Say whether there is another page."""
        return bool(self._waiting)

    def take(self) -> list[Row]:
        """Return the next page; an empty one after the last."""
        self.first = False
        budget = Budget()
        page: list[Row] = []
        while self._waiting and not budget.spent:
            budget.add(self._waiting[0])
            page.append(self._waiting.popleft())
        return page
