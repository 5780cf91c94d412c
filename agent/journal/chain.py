"""One entry and its place in the chain: facts without contents, each naming the hash of the one before.

`journal.jsonl` holds one entry a line, in one way of writing only: whatever is written otherwise is not the agent's.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agent.protocol.errors import HandrailError

GENESIS = "0" * 64
"""What stands before the first entry."""

MAX_LINE = 64 * 1024
"""Bytes of one line, of the facts and of the payloads."""

_FIELDS = {"sequence": int, "wall": str, "monotonic": float, "type": str, "payload_hash": str, "previous": str}


class JournalError(HandrailError):
    """The journal cannot be written, or does not prove what it says."""


@dataclass(frozen=True)
class Entry:
    """One fact. `wall` is UTC in ISO 8601, `monotonic` seconds of the agent's clock, hashes are hexadecimal SHA-256."""

    sequence: int
    wall: str
    monotonic: float
    type: str
    payload_hash: str
    previous: str

    def hash(self) -> str:
        """Return the hash that the next entry names."""
        return sha256(canonical(asdict(self)))

    def line(self) -> bytes:
        """Write the entry as its line of the journal, without the line's end."""
        return canonical({**asdict(self), "hash": self.hash()})


@dataclass(frozen=True)
class Read:
    """What a line says: the entry, and the hash it claims for itself."""

    entry: Entry
    claimed: str
    as_written: bool
    """Whether the line is written as the agent writes this entry, claim aside."""


def read_line(line: bytes) -> Read | None:
    """Read one line of the facts; None when it is no entry. Says nothing about its place in the chain."""
    raw = read_object(line)
    claimed = raw.pop("hash", None) if raw else None
    if raw is None or not isinstance(claimed, str) or not _is_entry(raw):
        return None
    entry = Entry(**raw)
    return Read(entry, claimed, line == canonical({**asdict(entry), "hash": claimed}))


def read_entries(path: Path) -> list[Entry]:
    """Read the entries of a journal of this machine, each in its place. Raise JournalError at the first that is not."""
    entries: list[Entry] = []
    head = GENESIS
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1]):
        read = read_line(line)
        if read is None or not read.as_written:
            raise JournalError(f"entry {number} cannot be read")
        if (read.entry.sequence, read.entry.previous, read.claimed) != (number, head, read.entry.hash()):
            raise JournalError(f"entry {number} does not follow from the one before")
        head = read.claimed
        entries.append(read.entry)
    return entries


def read_object(line: bytes) -> dict[str, Any] | None:
    """Read a line as a JSON object; None when it is none, or longer than MAX_LINE."""
    if len(line) > MAX_LINE:
        return None
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None


def canonical(value: Mapping[str, object]) -> bytes:
    """Write an object in the one way the journal knows: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def sha256(data: bytes) -> str:
    """Hash, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _is_entry(raw: Mapping[str, object]) -> bool:
    if raw.keys() != _FIELDS.keys() or not all(type(raw[name]) is kind for name, kind in _FIELDS.items()):
        return False
    monotonic = raw["monotonic"]
    return isinstance(monotonic, float) and math.isfinite(monotonic)
