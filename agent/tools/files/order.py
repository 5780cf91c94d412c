"""In what order a folder's rows stand and which are selected: fast enough for 100,000, and never long at a stretch.

One thread of Python runs at a time: a sort of everything at once would hold up the picture for as long as it takes.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from agent.disk.base import Entry, Kind
from agent.protocol.file_messages import FileSort

RUN = 4096
"""Rows sorted at a stretch; sorted runs are then merged, which is quick (timsort)."""


class Item(NamedTuple):
    """An entry and its name as it is compared."""

    folded: str
    entry: Entry


@dataclass(frozen=True)
class Choice:
    """Which rows, in which order."""

    sort: FileSort = FileSort.NAME
    descending: bool = False
    filter: str = ""
    dotted: bool = False


def folded(name: str) -> str:
    """Return a name without case and accents."""
    if name.isascii():
        return name.casefold()
    marks = unicodedata.normalize("NFD", name)
    return "".join(c for c in marks if not unicodedata.combining(c)).casefold()


def item(entry: Entry) -> Item:
    """Prepare an entry for comparing."""
    return Item(folded(entry.name), entry)


def selected(items: Iterable[Item], choice: Choice) -> list[Entry]:
    """Return the entries that are selected, in the order of `items`."""
    wanted = folded(choice.filter)
    if choice.dotted:
        return [entry for name, entry in items if wanted in name]
    return [entry for name, entry in items if wanted in name and not name.startswith(".")]


def ordered(items: Sequence[Item], sort: FileSort, descending: bool) -> list[Item]:
    """Return the items in order: folders first, whichever way; those alike by name."""
    order = _sorted(items, _name)
    match sort:
        case FileSort.NAME:
            pass
        case FileSort.SIZE:
            order = _sorted(order, _size)
        case FileSort.TIME:
            order = _sorted(order, _time)
        case FileSort.KIND:
            order = _sorted(order, _kind)
        case _:
            assert_never(sort)
    if descending:
        order.reverse()
    folders = [one for one in order if one.entry.kind is Kind.FOLDER]
    return [*folders, *(one for one in order if one.entry.kind is not Kind.FOLDER)]


def _sorted(items: Sequence[Item], key: Callable[[Item], str] | Callable[[Item], float]) -> list[Item]:
    """Sort by keys of one plain type, which Python compares fastest; what is alike stays in its order."""
    runs: list[Item] = []
    for start in range(0, len(items), RUN):
        runs += sorted(items[start : start + RUN], key=key)
    runs.sort(key=key)
    return runs


def _name(one: Item) -> str:
    return f"{one.folded}\0{one.entry.name}"


def _size(one: Item) -> float:
    return -1 if one.entry.size is None else one.entry.size


def _time(one: Item) -> float:
    return one.entry.modified or 0.0


def _kind(one: Item) -> str:
    stem, dot, ending = one.folded.rpartition(".")
    return ending if stem and dot else ""
