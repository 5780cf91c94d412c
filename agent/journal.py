"""The record of what was done: append-only, hash-chained (P9). Decides nothing about what is worth recording.

Two files lie side by side. `journal.jsonl` holds the facts: sequence, wall and monotonic time, type, salted hash of the
payload, hash of the entry before. `payloads.jsonl` holds the payloads (names, texts), which can be erased on time
while the chain still proves. Entries are one write(2) each, so that a killed agent loses at most the last one.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from agent.protocol.errors import HandrailError

GENESIS = "0" * 64
"""What stands before the first entry."""


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
        return _sha256(_canonical(asdict(self)))


class Journal:
    """An open journal in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        """Create both files, readable by the customer alone. Raise JournalError when they exist or cannot be made."""
        self.path = directory / "journal.jsonl"
        self._head, self._sequence = GENESIS, 0
        try:
            self._facts = _create(self.path)
            self._payloads = _create(directory / "payloads.jsonl")
        except OSError as error:
            raise JournalError(f"the journal cannot be written in {directory}: {error.strerror}") from None

    def record(self, kind: str, payload: Mapping[str, str], wall: str, monotonic: float) -> Entry:
        """Append one entry. Raise JournalError when the disk refuses it."""
        sealed = _canonical({"salt": secrets.token_hex(16), "sequence": self._sequence, "payload": dict(payload)})
        entry = Entry(self._sequence, wall, monotonic, kind, _sha256(sealed), self._head)
        self._append(self._payloads, sealed)
        self._append(self._facts, _canonical({**asdict(entry), "hash": entry.hash()}))
        self._head, self._sequence = entry.hash(), self._sequence + 1
        return entry

    def close(self) -> None:
        """Close both files."""
        os.close(self._facts)
        os.close(self._payloads)

    def _append(self, fd: int, line: bytes) -> None:
        try:
            if os.write(fd, line + b"\n") != len(line) + 1:
                raise JournalError("the journal cannot be written: the disk is full")
        except OSError as error:
            raise JournalError(f"the journal cannot be written: {error.strerror}") from None


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a journal, checking the chain. Raise JournalError at the first that does not fit.

    A last line without its end is what a crash leaves; it is not an entry.
    """
    head = GENESIS
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1]):
        try:
            raw = json.loads(line)
            claimed = raw.pop("hash")
            entry = Entry(**raw)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise JournalError(f"entry {number} cannot be read") from None
        if line != _canonical({**asdict(entry), "hash": claimed}):
            raise JournalError(f"entry {number} is not written as the agent writes it")
        if (entry.sequence, entry.previous, claimed) != (number, head, entry.hash()):
            raise JournalError(f"entry {number} does not follow from the one before")
        head = claimed
        yield entry


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _canonical(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
