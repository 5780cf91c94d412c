"""The contents of the entries, apart from the facts: each proved by the salted hash its entry holds, each erasable.

`payloads.jsonl` holds one object a line: the entry's sequence, a salt of its own, the payload. The salt keeps a short
content from being guessed from its hash once it is erased.
"""

import os
import secrets
from collections.abc import Collection, Mapping
from pathlib import Path

from agent.journal.chain import JournalError, canonical, read_entries, read_object
from agent.journal.opening import FLAGS
from agent.protocol.entries import ENTRIES, Content

PAYLOADS = "payloads.jsonl"
FACTS = "journal.jsonl"


def seal(sequence: int, payload: Mapping[str, str]) -> bytes:
    """Write a payload as its line, under a fresh salt."""
    return canonical({"payload": dict(payload), "salt": secrets.token_hex(16), "sequence": sequence})


def read_payload(line: bytes) -> tuple[int, dict[str, str]] | None:
    """Read a line: the sequence of the entry it belongs to, and the payload; None when it is none."""
    match read_object(line):
        case {"payload": dict(payload), "salt": str(), "sequence": int(sequence), **more} if not more:
            texts = all(isinstance(key, str) and isinstance(value, str) for key, value in payload.items())
            return (sequence, payload) if texts else None
        case _:
            return None


def content_of(kind: str) -> Content:
    """Say whose matter the payload of that kind of entry is; a kind that is not known is a fact, and stays."""
    entry = ENTRIES.get(kind)
    return entry.content if entry else Content.FACT


def erase(folder: Path, contents: Collection[Content]) -> int:
    """Erase those contents from the journal in `folder`; return how many payloads went. The chain still proves.

    Raise JournalError when the facts do not hold (then nobody can say what is what), or the disk refuses.
    """
    kept, left_out = without(folder, contents)
    replace(folder / PAYLOADS, kept)
    return left_out


def without(folder: Path, contents: Collection[Content]) -> tuple[bytes, int]:
    """Return the payloads of the journal in `folder` but for those contents, and how many are left out.

    Raise JournalError when the facts do not hold, or OSError.
    """
    kinds = {entry.sequence: content_of(entry.type) for entry in read_entries(folder / FACTS)}
    lines = (folder / PAYLOADS).read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if (read := read_payload(line)) is None or kinds.get(read[0]) not in contents]
    return b"".join(kept), len(lines) - len(kept)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole or not at all. Raise JournalError when the disk refuses."""
    beside = path.with_suffix(".new")
    try:
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | FLAGS, 0o600)
        with open(fd, "wb") as file:
            file.write(data)
        beside.replace(path)
    except OSError as error:
        raise JournalError(f"the journal cannot be written: {error.strerror}") from None
