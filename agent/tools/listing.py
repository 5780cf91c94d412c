"""A list that a tool tells page by page: read once, beside the loop, and told as the console asks for more."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel

from agent.protocol.process_messages import ListUnreadable
from agent.tools.base import Around
from agent.tools.paging import Pages
from agent.tools.seldom import Seldom
from agent.tools.tasks import Tasks

Row = TypeVar("Row", bound=BaseModel)


class Listing(Generic[Row]):
    """One list. On the event loop's thread."""

    def __init__(
        self,
        around: Around,
        entry: str,
        read: Callable[[], Awaitable[Sequence[Row] | ListUnreadable]],
        tell: Callable[[Pages[Row] | ListUnreadable], None],
    ) -> None:
        """`read` reads all rows; `tell` takes the next page of them, and tells it; asking leaves an `entry`, seldom."""
        self._around, self._entry, self._read, self._tell = around, entry, read, tell
        self._pages: Pages[Row] = Pages()
        self._tasks, self._seldom = Tasks(around.spawn), Seldom()
        self._reading = False
        """Whether it is being read; it is not asked for twice meanwhile."""

    def ask(self, fresh: bool) -> None:
        """Tell the next page; of a new list after the last one, or if it is to be `fresh`."""
        if self._seldom.due():
            self._around.record(self._entry, {})
        if self._pages.more and not fresh:
            self._tell(self._pages)
        elif not self._reading:
            self._reading = True
            self._tasks.spawn(self._begin())

    def forget(self) -> None:
        """Tell nothing more of what was read."""
        self._pages = Pages()

    def stop(self, *, ended: bool) -> None:
        """Read and tell nothing more; `ended`: asking again counts as new."""
        self._tasks.drop()
        self._reading = False
        self.forget()
        if ended:
            self._seldom.forget()

    async def close(self) -> None:
        """Let go of everything."""
        await self._tasks.close()

    async def _begin(self) -> None:
        found = await self._read()
        self._reading = False
        if isinstance(found, ListUnreadable):
            return self._tell(found)
        self._pages = Pages(found)
        self._tell(self._pages)
