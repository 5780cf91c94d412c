"""One folder while it is shown: read on a thread of its own, kept, ordered and selected there; the loop gets pages."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from time import monotonic

from agent.disk.base import DiskError, Entry, Halted
from agent.protocol.file_messages import FileSort
from agent.tools.files.order import Choice, Item, item, ordered, selected
from agent.tools.files.threads import Halt, in_thread

MAX_ENTRIES = 250_000
"""Entries kept of one folder."""
BATCH = 256
FIRST_SECONDS = 0.08
"""So long the first rows may be waited for; a folder read by then comes in order at once."""
COUNT_SECONDS = 0.4
"""Between two counts while it is being read."""

Changed = Callable[["Folder"], None]


class Folder:
    """A folder's rows. Everything but `_read` runs on the event loop's thread.

    `entries`: what is selected, while `reading` as found. `changed` is called with what is new; `failed` at its end.
    """

    def __init__(self, number: int, path: str, choice: Choice, changed: Changed) -> None:
        self.number, self.path, self.choice = number, path, choice
        self.entries: list[Entry] = []
        self.found = 0
        self.reading, self.cut = True, False
        self.fault: DiskError | None = None
        self.told = False
        """Whether its first rows were."""
        self._changed = changed
        self._halt = Halt()
        self._arranging = False
        self._items: list[Item] = []
        self._orders: dict[tuple[FileSort, bool], list[Item]] = {}
        self._loop = asyncio.get_running_loop()

    def begin(self, listed: Callable[[], Iterator[Entry]]) -> None:
        """Read it; `listed` opens it, on the reading thread."""
        threading.Thread(target=self._read, args=(listed,), name="files-list", daemon=True).start()

    def leave(self) -> None:
        """Read and tell nothing more."""
        self._halt.now()
        self._changed = _nothing

    async def arrange(self, choice: Choice) -> None:
        """Select and order anew, one choice at a time: of those asked for meanwhile, only the last."""
        self.choice = choice
        if self.reading or self._arranging:
            return
        self._arranging = True
        try:
            entries = await self._arranged_last()
        finally:
            self._arranging = False
        self.entries = entries
        self._changed(self)

    async def _arranged_last(self) -> list[Entry]:
        while True:
            choice = self.choice
            entries = await in_thread(lambda: self._arranged(choice))  # noqa: B023 - awaited before it changes
            if choice == self.choice:
                return entries

    def _arranged(self, choice: Choice) -> list[Entry]:
        key = (choice.sort, choice.descending)
        order = self._orders.get(key)
        if order is None:
            order = self._orders[key] = ordered(self._items, *key)
        return selected(order, choice)

    # --- on the reading thread --------------------------------------------------------------------------------------

    def _read(self, listed: Callable[[], Iterator[Entry]]) -> None:
        try:
            self._read_all(listed())
            choice = self.choice
            entries = self._arranged(choice)
            self._post(lambda: self._complete(choice, entries))
        except Halted:
            return
        except DiskError as error:
            fault = error
            self._post(lambda: self._fail(fault))

    def _read_all(self, listed: Iterator[Entry]) -> None:
        told, due = 0, monotonic() + FIRST_SECONDS
        while batch := list(islice(listed, BATCH)):
            self._halt.check()
            self._items += map(item, batch)
            if len(self._items) >= MAX_ENTRIES:
                self.cut = True
                return
            if monotonic() >= due:
                new, told, due = self._items[told:], len(self._items), monotonic() + COUNT_SECONDS
                entries, count = selected(new, self.choice), told
                self._post(lambda entries=entries, count=count: self._grow(entries, count))  # type: ignore[misc]

    def _post(self, act: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
            self._loop.call_soon_threadsafe(act)

    # --- back on the loop -------------------------------------------------------------------------------------------

    def _grow(self, entries: list[Entry], count: int) -> None:
        self.entries += entries
        self.found = count
        self._changed(self)

    def _complete(self, choice: Choice, entries: list[Entry]) -> None:
        self.entries, self.found, self.reading = entries, len(self._items), False
        if choice == self.choice:
            self._changed(self)
        else:
            self._again = self._loop.create_task(self.arrange(self.choice))

    def _fail(self, fault: DiskError) -> None:
        self.fault, self.reading = fault, False
        self._changed(self)


def _nothing(folder: Folder) -> None:
    """Tell nothing."""
