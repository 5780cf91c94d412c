"""Saving a text: only over the very file that was shown, asked of the customer outside their home, the old one kept.

Blocks, but for nothing that waits for a person: call it on a worker thread.
"""

import hashlib
from dataclasses import dataclass, replace

from agent.disk.base import GuardedDisk, Mark
from agent.protocol.file_messages import FileFault
from agent.tools.asking import ChangedLine
from agent.tools.files.difference import changed_lines
from agent.tools.files.faults import FileRefused
from agent.tools.files.names import joined, split
from agent.tools.files.reading import Opened, check_unchanged
from agent.tools.files.text import MAX_TEXT
from agent.tools.files.threads import Halt
from agent.tools.files.trails import Trails
from agent.tools.files.verbs import Made
from agent.tools.files.ways import Saved


@dataclass(frozen=True)
class Draft:
    """A text about to be saved; `asks`: the lines the customer is to agree to, none in their own home."""

    opened: Opened
    text: str
    data: bytes
    asks: list[ChangedLine] | None


def draft(disk: GuardedDisk, opened: Opened, text: str) -> Draft:
    """Prepare a save and find out whether it could be done at all. Raise DiskError, FileRefused."""
    if not opened.text.editable:
        raise FileRefused(FileFault.TOO_LARGE)
    data = opened.text.encoded(text)
    if len(data) > MAX_TEXT:
        raise FileRefused(FileFault.TOO_LARGE)
    check_unchanged(disk, opened)
    disk.overwrite(opened.trail.path).discard()
    at_home = disk.lies_in_home(opened.trail.path)
    return Draft(opened, text, data, None if at_home else changed_lines(opened.text.text, text))


def save(disk: GuardedDisk, trails: Trails, made: Draft, halt: Halt) -> tuple[Made, Opened]:
    """Save it; return the way back, and the file as it is shown from now on. Raise DiskError; then nothing changed."""
    opened, path = made.opened, made.opened.trail.path
    writing = disk.overwrite(path)
    try:
        writing.write(made.data)
        check_unchanged(disk, opened)
        halt.check()
        name = writing.commit()
    finally:
        writing.discard()
    mark = disk.mark(path)
    trails.replaced(path, mark.thing[1])
    shown = _shown(made, mark)
    backup = trails.follow(joined(split(path)[0], writing.backup))
    way = Saved(path=trails.follow(path), backup=backup, old=opened.digest.hex(), new=shown.digest.hex())
    return Made(name, way), shown


def _shown(made: Draft, mark: Mark) -> Opened:
    text = replace(made.opened.text, text=made.text)
    digest = hashlib.sha256(made.data).digest()
    return replace(made.opened, text=text, size=len(made.data), mark=mark, digest=digest)
