"""Where a journal lies: a folder of its own a run, and what stays in it when the service is over (R-094)."""

import contextlib
import secrets
from datetime import datetime
from pathlib import Path

from agent.journal.chain import JournalError
from agent.journal.payloads import erase
from agent.protocol.entries import Content

KEPT = frozenset({Content.FACT})
"""What a journal may still hold once the service is over; the rest is the customer's, in the report they saved."""


def own_folder(directory: Path, started: datetime) -> Path:
    """Make a folder for one run: the service's journal directory while that is empty, later runs one inside it.

    Raise JournalError when the disk refuses.
    """
    folder = directory / f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(directory.iterdir()):
            return directory
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise JournalError(f"the journal cannot be written in {directory}: {error.strerror}") from None
    return folder


def forget_contents(folder: Path) -> None:
    """Erase names and conversations from a closed journal. One that does not hold any more is left as it is."""
    with contextlib.suppress(JournalError, OSError):
        erase(folder, frozenset(Content) - KEPT)
