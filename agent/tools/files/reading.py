"""A text file read for showing, and found again unchanged before it is saved. Blocks: call it on a worker thread."""

import hashlib
from dataclasses import dataclass

from agent.disk.base import FileChanged, GuardedDisk, Mark
from agent.tools.files.text import MAX_TEXT, Text, read_text
from agent.tools.files.trails import Trail


@dataclass(frozen=True)
class Opened:
    """A text as it was shown: which file, how it was written then, and what was in it."""

    trail: Trail
    text: Text
    size: int
    mark: Mark
    digest: bytes


def read_bytes(disk: GuardedDisk, path: str) -> tuple[bytes, int, Mark]:
    """Return the first MAX_TEXT bytes of a file, its size and mark. Raise FileChanged if it is written meanwhile."""
    file = disk.open(path)
    try:
        mark = file.mark()
        data = b""
        while len(data) < MAX_TEXT and (more := file.read(MAX_TEXT - len(data), len(data))):
            data += more
        if file.mark() != mark:
            raise FileChanged
        return data, mark.size, mark
    finally:
        file.close()


def open_text(disk: GuardedDisk, trail: Trail) -> Opened:
    """Read a text file. Raise DiskError, FileRefused."""
    data, size, mark = read_bytes(disk, trail.path)
    text = read_text(data, whole=size <= len(data))
    return Opened(trail, text, size, mark, hashlib.sha256(data).digest())


def check_unchanged(disk: GuardedDisk, opened: Opened) -> None:
    """Raise FileChanged if the file is another by now, or holds something else."""
    data, _, mark = read_bytes(disk, opened.trail.path)
    if mark != opened.mark or hashlib.sha256(data).digest() != opened.digest:
        raise FileChanged
