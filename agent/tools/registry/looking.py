"""What is seen: the roots, one key at a time in pages, one value as a whole. Read anew where what is hidden changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from agent.disk.base import Halted
from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import KeyRow, RegistryFault, ValueRow
from agent.tools.discretion import Discretion
from agent.tools.files.threads import Halt
from agent.tools.paging import Pages
from agent.tools.registry.desk import Desk, sight
from agent.tools.registry.guard import Guarded
from agent.tools.registry.names import decoded
from agent.tools.registry.rows import key_of, key_row, value_row, whole_row
from agent.tools.registry.source import Detail, Key, RegistryError

T = TypeVar("T")

MOST_ROWS = 20_000
"""Keys, and values, of one key that are read."""
MOST_CHOICES = 200
MAX_ABOUT = 2000


@dataclass(frozen=True)
class Read:
    """A key's rows, in order."""

    keys: list[KeyRow]
    values: list[ValueRow]
    cut: bool


@dataclass(frozen=True)
class _Listing:
    """The key that is open, as it is told page by page."""

    number: int
    read: Read
    keys: Pages[KeyRow]
    values: Pages[ValueRow]
    judged_by: object


class Looking:
    """The seeing half of the tool."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._listing: _Listing | None = None
        self._halt = Halt()

    def stop(self) -> None:
        """Tell nothing more of what is open."""
        self._halt.now()
        self._listing = None

    async def roots(self) -> None:
        """Tell where to begin."""
        desk, guarded = self._desk, self._desk.guarded
        if not desk.may:
            return
        try:
            if not desk.within_measure():
                raise RegistryError(RegistryFault.TOO_MANY)
            desk.around.record("registry.roots", {})
            discretion = desk.around.discretion()
            found = await desk.off_loop(lambda: guarded.roots(discretion))
        except RegistryError as error:
            return desk.tell(wire.KeyClosed(listing=0, fault=error.fault))
        rows = [key_row(seen) for seen in found]
        desk.tell(wire.RegistryRoots(kind=guarded.kind, views=list(guarded.views), roots=rows))

    async def open(self, message: wire.OpenKey) -> None:
        """Read a key, and tell its first page."""
        self.stop()
        halt = self._halt = Halt()
        try:
            await self._open(message, halt)
        except RegistryError as error:
            self._close(message.listing, error.fault)
        except Halted:
            return

    def more(self, message: wire.AskMore) -> None:
        """Tell the next page, if that key is still open."""
        if self._listing and self._listing.number == message.listing:
            self._tell_page(self._listing)

    def hidden_changed(self) -> None:
        """Close what was judged by what was hidden before: the console opens it anew."""
        if self._listing:
            self._close(self._listing.number, RegistryFault.CHANGED)

    async def read(self, message: wire.ReadValue) -> None:
        """Tell one value."""
        await self._desk.perform(message.act, lambda halt: self._read(message, halt))

    async def _open(self, message: wire.OpenKey, halt: Halt) -> None:
        desk, key = self._desk, key_of(message.view, message.names)
        if not desk.within_measure():
            raise RegistryError(RegistryFault.TOO_MANY)
        desk.begin("registry.opened", desk.called(key))
        discretion = desk.around.discretion()
        read = await desk.off_loop(lambda: read_key(desk.guarded, key, discretion, halt))
        halt.check()
        self._listing = _Listing(message.listing, read, Pages(read.keys), Pages(read.values), sight(discretion))
        self._tell_page(self._listing)

    async def _read(self, message: wire.ReadValue, halt: Halt) -> None:
        desk, key, name = self._desk, key_of(message.view, message.names), decoded(message.name)
        desk.begin("registry.read", desk.called(key, name))
        discretion = desk.around.discretion()
        row, detail = await desk.off_loop(lambda: read_value(desk.guarded, key, name, discretion))
        halt.check()
        if sight(discretion) != sight(desk.around.discretion()):
            raise RegistryError(RegistryFault.CHANGED)
        desk.tell(_told(message.act, row, detail))

    def _tell_page(self, listing: _Listing) -> None:
        """Tell the next page: of keys as long as there are some, then of values."""
        if listing.judged_by != sight(self._desk.around.discretion()):
            return self._close(listing.number, RegistryFault.CHANGED)
        first = listing.keys.first and listing.values.first
        keys = listing.keys.take()
        values = [] if listing.keys.more else listing.values.take()
        page = wire.KeyPage(
            listing=listing.number,
            first=first,
            keys=keys,
            values=values,
            total_keys=len(listing.read.keys),
            total_values=len(listing.read.values),
            more=listing.keys.more or listing.values.more,
            cut=listing.read.cut,
        )
        self._desk.tell(page)

    def _close(self, number: int, fault: RegistryFault) -> None:
        if self._listing and self._listing.number == number:
            self._listing = None
        self._desk.tell(wire.KeyClosed(listing=number, fault=fault))


def read_key(guarded: Guarded, key: Key, discretion: Discretion, halt: Halt) -> Read:
    """Read a key: names of keys in it, and its values. Blocks. Raise RegistryError, Halted."""
    with guarded.open(key, discretion) as opened:
        keys, more_keys = _first(_checked(opened.keys(), halt))
        values, more_values = _first(value_row(seen) for seen in _checked(opened.values(), halt))
    rows = sorted((key_row(seen) for seen in keys), key=lambda row: row.name.casefold())
    return Read(rows, sorted(values, key=lambda row: row.name.casefold()), more_keys or more_values)


def read_value(guarded: Guarded, key: Key, name: str, discretion: Discretion) -> tuple[ValueRow, Detail]:
    """Read one value with what there is to know of it. Blocks. Raise RegistryError."""
    with guarded.open(key, discretion) as opened:
        seen = opened.value(name)
        if seen is None:
            raise RegistryError(RegistryFault.MISSING)
        if seen.closed is wire.Closed.SECRET:
            raise RegistryError(RegistryFault.SECRET)
        return whole_row(seen), opened.detail(name)


def _told(act: int, row: ValueRow, detail: Detail) -> wire.ValueTold:
    return wire.ValueTold(
        act=act,
        row=row,
        signature=detail.signature[:100],
        choices=[choice[:200] for choice in detail.choices[:MOST_CHOICES]],
        initial=detail.default[:MAX_ABOUT],
        about=detail.about[:MAX_ABOUT],
    )


def _first(rows: Iterable[T]) -> tuple[list[T], bool]:
    """Return as many as are read, and whether there are more."""
    read = list(islice(rows, MOST_ROWS + 1))
    return read[:MOST_ROWS], len(read) > MOST_ROWS


def _checked(rows: Iterable[T], halt: Halt) -> Iterable[T]:
    for row in rows:
        halt.check()
        yield row
