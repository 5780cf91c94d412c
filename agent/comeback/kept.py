"""What is kept over a restart: one file, for its owner alone, that is deleted by being read.

It holds the secret by which the same technician is met once more at the same server, and until when. Nothing that was
granted is in it: after the restart the customer is asked anew.
"""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import platformdirs
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from agent.protocol.errors import HandrailError
from agent.protocol.restart_messages import RESTART_SECONDS, RestartSecret
from agent.protocol.signalling import Technician

MAX_FILE = 16 * 1024
"""Bytes of the file; a longer one is none of ours."""

_NAME = "handrail-return.json"


class ComebackError(HandrailError):
    """The way back cannot be laid: something cannot be written here, or not said to the system."""


class Kept(BaseModel):
    """What is in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    server: str
    pins: tuple[str, ...]
    """The server's keys as this build knows them: another build, or another server, does not use it."""
    technician: Technician
    secret: RestartSecret
    written: AwareDatetime
    folders: tuple[Path, ...] = ()
    """What had to be made to write it and the entry, the inner ones last."""

    @property
    def until(self) -> datetime:
        """Return when its time is over."""
        return self.written + timedelta(seconds=RESTART_SECONDS)

    def good(self, now: datetime) -> bool:
        """Say whether its time is not over; a clock that was put back says no."""
        return self.written <= now < self.until


def place() -> Path:
    """Say where the file lies (XDG_STATE_HOME, AppData on Windows)."""
    return Path(platformdirs.user_state_dir()) / _NAME


def write(kept: Kept) -> None:
    """Write it anew, for its owner alone, and have it on the disk. Raise ComebackError."""
    path = place()
    try:
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(kept.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ComebackError(f"what is needed to come back cannot be written: {error.strerror}") from None


def read() -> Kept | None:
    """Read it; None where there is none, or it is not ours alone."""
    with suppress(OSError, ValidationError):
        descriptor = os.open(place(), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb") as file:
            data = file.read(MAX_FILE + 1)
            if _is_ours_alone(os.fstat(descriptor)) and len(data) <= MAX_FILE:
                return Kept.model_validate_json(data)
    return None


def delete() -> None:
    """Delete it, and the folders that were made for it and hold nothing else."""
    kept = read()
    with suppress(OSError):
        place().unlink(missing_ok=True)
    remove_empty(kept.folders if kept else ())


def remove_empty(folders: Sequence[Path]) -> None:
    """Delete these folders, the last one first, as far as they hold nothing. Never raises."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def missing(folder: Path) -> tuple[Path, ...]:
    """Name the folders that must be made before there is `folder`, the inner ones last."""
    return () if folder.is_dir() or folder == folder.parent else (*missing(folder.parent), folder)


def _is_ours_alone(found: os.stat_result) -> bool:
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    return stat.S_ISREG(found.st_mode) and ours
