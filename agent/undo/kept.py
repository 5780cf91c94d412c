"""What is kept after a session so that its changes can be undone: only what the customer asked for, in one folder.

The folder lies beside the report, for its owner alone (0700). The list in it is signed with the key of the report's
journal, so that it belongs to that report and nobody wrote into it; what was undone since is noted beside it.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.protocol.errors import HandrailError

KEPT_DAYS = 30
"""So long what is kept can be used; then it is deleted as soon as the plug-in sees it."""

MAX_CHANGES = 500
MAX_LIST = 64 << 20
"""Bytes of the list."""

_LIST, _SIGNATURE, _UNDONE = "changes.json", "signature", "undone"


class KeptError(HandrailError):
    """What is kept cannot be written, or cannot be used. `why` names an entry of the texts' `undo.`"""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(detail or why)
        self.why = why


class KeptChange(BaseModel):
    """One change: its journal entry, its name for people's eyes, and its way back as its undoer writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[str, Field(max_length=80)]
    what: Annotated[str, Field(max_length=2000)]
    way: str


class KeptList(BaseModel):
    """All of them, the newest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["handrail-undo/1"] = "handrail-undo/1"
    until: datetime
    changes: Annotated[tuple[KeptChange, ...], Field(max_length=MAX_CHANGES)]


def folder_of(report: Path) -> Path:
    """Return where what is kept for a report lies: beside it, under its name."""
    return report.with_suffix(".undo")


def signed_text(data: bytes) -> bytes:
    """Return what is signed of a list, behind a name of its own."""
    return b"handrail-undo/1\n" + data


def keep(report: Path, changes: Iterable[KeptChange], now: datetime, sign: Callable[[bytes], str]) -> None:
    """Keep what undoes these changes. Raise KeptError when it cannot be written, or the folder exists already."""
    kept = KeptList(until=now + timedelta(days=KEPT_DAYS), changes=tuple(changes)[:MAX_CHANGES])
    data = kept.model_dump_json().encode()
    folder = folder_of(report)
    try:
        folder.mkdir(mode=0o700)
        try:
            _write(folder / _LIST, data)
            _write(folder / _SIGNATURE, sign(signed_text(data)).encode())
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise KeptError("not_kept", f"{folder}: {error.strerror}") from None


class Kept:
    """What is kept for one report, opened again."""

    def __init__(self, report: Path, signed: Callable[[str, bytes], bool]) -> None:
        """Read it; `signed` says whether a signature is the report's own over a text. Raise KeptError."""
        self.folder = folder_of(report)
        try:
            _check_private(self.folder)
            data = _read(self.folder / _LIST)
            signature = _read(self.folder / _SIGNATURE).decode("ascii", "replace")
        except FileNotFoundError:
            raise KeptError("nothing_kept") from None
        except OSError as error:
            raise KeptError("unreadable", f"{self.folder}: {error.strerror}") from None
        if not signed(signature, signed_text(data)):
            raise KeptError("altered")
        try:
            self.list = KeptList.model_validate_json(data)
        except ValidationError:
            raise KeptError("altered") from None
        self.undone = self._read_undone()
        """The numbers of the changes that were undone, in that order."""

    @property
    def left(self) -> list[tuple[int, KeptChange]]:
        """What was not undone yet, with its number."""
        return [(at, one) for at, one in enumerate(self.list.changes) if at not in self.undone]

    def over(self, now: datetime) -> bool:
        """Say whether its time is over."""
        return now >= self.list.until

    def note_undone(self, number: int) -> None:
        """Note that a change is undone; where nothing is left to undo, delete everything. Raise KeptError."""
        self.undone.append(number)
        try:
            if self.left:
                _write(self.folder / _UNDONE, " ".join(map(str, self.undone)).encode(), anew=True)
            else:
                self.delete()
        except OSError as error:
            raise KeptError("unreadable", f"{self.folder}: {error.strerror}") from None

    def delete(self) -> None:
        """Delete everything that is kept. Raise KeptError."""
        try:
            shutil.rmtree(self.folder)
        except OSError as error:
            raise KeptError("not_deleted", f"{self.folder}: {error.strerror}") from None

    def _read_undone(self) -> list[int]:
        with suppress(OSError):
            words = _read(self.folder / _UNDONE).split()
            numbers = [int(word) for word in words if word.isdigit() and len(word) < 6]
            return [number for number in dict.fromkeys(numbers) if number < len(self.list.changes)]
        return []


def _check_private(folder: Path) -> None:
    """Raise KeptError unless the folder is one, is ours, and nobody else may write into it."""
    found = folder.lstat()
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    if not stat.S_ISDIR(found.st_mode) or not ours:
        raise KeptError("not_private")


def _write(path: Path, data: bytes, anew: bool = False) -> None:
    """Write a file of our own, for its owner alone, and have it on the disk."""
    if anew:
        path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_LIST + 1)
    if len(data) > MAX_LIST:
        raise KeptError("altered")
    return data
