"""Writes the journal: two files side by side, one write(2) an entry, so that a killed agent loses at most the last one.

What a power cut leaves is the disk's matter: nothing is flushed on the way, as the picture would wait for it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from agent.journal.chain import GENESIS, Entry, JournalError, sha256
from agent.journal.opening import FLAGS
from agent.journal.payloads import FACTS, PAYLOADS, seal
from agent.protocol.entries import EntryError, check_payload


class Journal:
    """An open journal in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        """Create both files, readable by the customer alone. Raise JournalError when they exist or cannot be made."""
        self.directory = directory
        self.path = directory / FACTS
        self._head, self._count = GENESIS, 0
        self._sealed = False
        try:
            self._facts = _create(self.path)
            self._payloads = _create(directory / PAYLOADS)
        except OSError as error:
            raise JournalError(f"the journal cannot be written in {directory}: {error.strerror}") from None

    @property
    def count(self) -> int:
        """How many entries there are."""
        return self._count

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self._head

    def record(self, kind: str, payload: Mapping[str, str], wall: str, monotonic: float) -> Entry:
        """Append one entry.

        Raise JournalError when the disk refuses it, when the table has no place for it, or after `seal`.
        """
        if self._sealed:
            raise JournalError(f"the journal is sealed: {kind} comes too late")
        try:
            check_payload(kind, payload)
        except EntryError as error:
            raise JournalError(str(error)) from None
        line = seal(self._count, payload)
        entry = Entry(self._count, wall, float(monotonic), kind, sha256(line), self._head)
        self._append(self._payloads, line)
        self._append(self._facts, entry.line())
        self._head, self._count = entry.hash(), self._count + 1
        return entry

    def seal(self) -> None:
        """Take no entry any more: the last receipt names this one as the last."""
        self._sealed = True

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


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | FLAGS, 0o600)
