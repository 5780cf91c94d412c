"""What a folder of Windows' shows: its entries without the hidden ones; no count, size or order tells of them."""

from collections.abc import Iterator

from agent.disk.base import DiskError, Entry, Kind
from agent.disk.told import telling
from agent.disk.windows import win32_files as win32
from agent.disk.windows.handles import read_handle
from agent.disk.windows.hidden import Hidden
from agent.disk.windows.judging import Found, Judge, below
from agent.disk.windows.names import is_plain


def described(name: str, found: Found, facts: win32.Facts, hidden: Hidden) -> Entry:
    """Describe a thing that may be seen."""
    if found.is_link:
        return Entry(name, Kind.LINK, None, facts.modified_ns / 1e9)
    if found.is_folder:
        return Entry(name, Kind.FOLDER, None, facts.modified_ns / 1e9)
    if hidden.withholds(found.handle.identity, facts.links):
        return Entry(name, Kind.WITHHELD, None, None)
    return Entry(name, Kind.FILE, facts.size, facts.modified_ns / 1e9)


def entries(judge: Judge, folder: Found) -> Iterator[Entry]:
    """Yield what a folder shows, judging it again with every page."""
    with telling():
        reading = read_handle(folder.handle)
    pages = win32.pages(reading.handle)
    while True:
        with telling():
            page = next(pages, None)
        if page is None:
            return
        hidden = judge.hidden
        judge.check(folder)
        for one in page:
            entry = _shown(judge, folder, one, hidden) if is_plain(one.name) else None
            if entry is not None:
                yield entry


def _shown(judge: Judge, folder: Found, one: win32.Listed, hidden: Hidden) -> Entry | None:
    """Return what is told of an entry; None if it is hidden or gone."""
    if not hidden:
        return _as_listed(one)
    if hidden.holds(below(folder.final, one.name)):
        return None
    try:
        found = judge.child(folder, one.name)
    except DiskError:
        return None
    return described(one.name, found, found.facts, hidden)


def _as_listed(one: win32.Listed) -> Entry:
    if win32.is_link(one.attributes, one.tag):
        return Entry(one.name, Kind.LINK, None, one.modified_ns / 1e9)
    folder = bool(one.attributes & win32.FOLDER)
    return Entry(one.name, Kind.FOLDER if folder else Kind.FILE, None if folder else one.size, one.modified_ns / 1e9)
