"""A listing's rows as messages, each of bounded size whatever the names are."""

import json
from collections.abc import Iterator, Sequence

from agent.disk.base import Entry
from agent.protocol.file_messages import MAX_FILE_ROWS, FileKind, FileRow
from agent.tools.files.names import encoded

MAX_BYTES = 32 * 1024
"""JSON of the rows in one message; half of what a message may have."""
PER_ROW = 120
"""Bytes of a row beside its name."""


def row(entry: Entry) -> FileRow:
    """Write an entry for the wire. A time before 1970 or none is null."""
    modified = int(entry.modified) if entry.modified is not None else None
    return FileRow(name=encoded(entry.name), kind=FileKind(entry.kind), size=entry.size, modified=modified)


def pages(entries: Sequence[Entry], first: int, count: int) -> Iterator[tuple[int, list[FileRow]]]:
    """Yield pages of rows with the place of each one's first; one empty page when there is none."""
    page: list[FileRow] = []
    room, start = MAX_BYTES, first
    for at, entry in enumerate(entries[first : first + min(count, MAX_FILE_ROWS)], first):
        one = row(entry)
        size = len(json.dumps(one.name, ensure_ascii=False).encode()) + PER_ROW
        if page and size > room:
            yield start, page
            page, room, start = [], MAX_BYTES, at
        page.append(one)
        room -= size
    yield start, page
