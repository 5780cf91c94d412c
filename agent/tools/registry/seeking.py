"""Looks for a text in keys' names, values' names and data; tells what it finds as it goes, and stops at once."""

from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic

from agent.disk.base import Halted
from agent.protocol.registry_messages import Closed, Found, RegistryFault, RegistryFound, SearchRegistry
from agent.tools.files.threads import Halt
from agent.tools.paging import Budget
from agent.tools.registry.desk import Desk, sight
from agent.tools.registry.guard import SeenValue
from agent.tools.registry.kinds import number_of
from agent.tools.registry.names import encoded
from agent.tools.registry.rows import key_of, value_row
from agent.tools.registry.source import Key, RegistryError
from agent.tools.registry.traces import texts_in
from agent.tools.registry.walking import Visited, walk

MOST_FOUND = 1000
MOST_LOOKED = 500_000
"""Keys."""
TELL_SECONDS = 0.25


class Seeking:
    """The search."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def search(self, message: SearchRegistry) -> None:
        """Look for a text below a key."""
        await self._desk.perform(message.act, partial(self._search, message))

    async def _search(self, message: SearchRegistry, halt: Halt) -> None:
        desk, key = self._desk, key_of(message.view, message.names)
        desk.begin("registry.searched", desk.called(key))
        discretion = desk.around.discretion()
        told = partial(self._tell, halt, sight(discretion))

        def tell(found: RegistryFound) -> None:
            desk.loop.call_soon_threadsafe(told, found)

        news = News(message.act, tell)

        def look() -> RegistryFound:
            for visited in walk(desk.guarded, key, discretion, halt):
                for found in matches(visited, message.sought):
                    news.add(found)
                if not news.go_on():
                    return news.last(cut=True)
            return news.last(cut=False)

        last = await desk.off_loop(look)
        halt.check()
        if sight(discretion) != sight(desk.around.discretion()):
            raise RegistryError(RegistryFault.CHANGED)
        desk.tell(last)

    def _tell(self, halt: Halt, judged_by: object, found: RegistryFound) -> None:
        """Tell what was found so far, unless it was stopped or more is hidden meanwhile."""
        try:
            halt.check()
        except Halted:
            return
        if judged_by != sight(self._desk.around.discretion()):
            return halt.now()
        self._desk.tell(found)


class News:
    """What was found and not told yet. On the searching thread."""

    def __init__(self, act: int, tell: Callable[[RegistryFound], None]) -> None:
        self._act, self._tell = act, tell
        self._rows: list[Found] = []
        self._budget, self._due = Budget(), monotonic() + TELL_SECONDS
        self._found = self._looked = 0

    def add(self, found: Found) -> None:
        """Take what was found; a full page is told at once."""
        if self._found >= MOST_FOUND:
            return
        self._found += 1
        self._rows.append(found)
        self._budget.add(found)
        if self._budget.spent:
            self._tell_so_far()

    def go_on(self) -> bool:
        """Count a key as looked through, and tell how far it is, now and then; say whether to look into more."""
        self._looked += 1
        if monotonic() >= self._due:
            self._tell_so_far()
        return self._found < MOST_FOUND and self._looked < MOST_LOOKED

    def last(self, cut: bool) -> RegistryFound:
        """Return what is still to be told."""
        return RegistryFound(act=self._act, rows=self._rows, looked=self._looked, done=True, cut=cut)

    def _tell_so_far(self) -> None:
        self._tell(RegistryFound(act=self._act, rows=self._rows, looked=self._looked, done=False, cut=False))
        self._rows, self._budget, self._due = [], Budget(), monotonic() + TELL_SECONDS


def matches(visited: Visited, sought: str) -> Iterator[Found]:
    """Yield what a text is found in: the key's own name, its values' names, what is not secret of their data."""
    text = sought.casefold()
    if text in visited.key.names[-1].casefold():
        yield Found(key=_path(visited.key))
    for seen in visited.values:
        if _holds(seen, text):
            yield Found(key=_path(visited.key), value=value_row(seen))


def _holds(seen: SeenValue, text: str) -> bool:
    value = seen.value
    if text in value.name.casefold():
        return True
    if seen.closed is Closed.SECRET:
        return False
    if (number := number_of(value.kind, value.data)) is not None:
        return text in (str(number), hex(number))
    return any(text in one.casefold() for one in texts_in(value))


def _path(key: Key) -> list[str]:
    return [encoded(name) for name in key.names]
