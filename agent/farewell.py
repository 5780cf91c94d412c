"""After the end: what the customer chose to keep is kept, and nothing else (P7)."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import platformdirs

from agent.journal import JournalError
from agent.journal.evidence import Text
from agent.journal.receipts import Receipts
from agent.journal.report import Operator, report
from agent.protocol.errors import HandrailError
from agent.protocol.signalling import Technician
from agent.settings import Settings
from agent.ui.documents import privacy, terms
from agent.ui.lines import activity_line
from agent.ui.model import Activity
from agent.ui.words import Words, plain


class FarewellError(HandrailError):
    """What the customer wanted kept could not be kept."""


def report_path(settings: Settings, started: datetime) -> Path:
    """Say where the record of the session is saved: among the customer's documents, named by its day and hour."""
    folder = Path(platformdirs.user_documents_dir())
    name = f"{plain(settings.brand.name)} {started.astimezone():%Y-%m-%d %Hh%M}.html".replace("/", "-")
    return (folder if folder.is_dir() else Path.home()) / name


def save_report(
    path: Path, settings: Settings, session_id: str, technician: Technician | None, activity: Sequence[Activity]
) -> None:
    """Write the record of what was done as plain text. Raise FarewellError when it cannot be written or exists."""
    words = Words(settings.lang)
    who = plain(technician.name) if technician else words.text("frame/nameless")
    head = [settings.brand.name, f"{who}, {plain(technician.organisation)}" if technician else who, session_id, ""]
    lines = [f"{entry.clock}  {_text(words, who, entry)}" for entry in activity]
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join([*head, *lines, ""]))
    except OSError as error:
        raise FarewellError(f"the record cannot be saved as {path}: {error.strerror}") from None


def keep_report(path: Path, settings: Settings, folder: Path, receipts: Receipts) -> None:
    """Write the report of the journal in `folder`. Raise FarewellError when it cannot be written, or exists already."""
    texts = tuple(
        Text(id=document.id, text=document.text) for document in (terms(settings.lang), privacy(settings.lang))
    )
    operator = Operator(settings.brand.name, settings.brand.phone)
    try:
        page = report(folder, texts, settings.lang, operator, receipts.sign_page)
        with path.open("xb") as file:
            file.write(page)
    except (OSError, JournalError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise FarewellError(f"the record cannot be saved as {path}: {reason}") from None


def delete_plugin() -> bool:
    """Delete the plug-in's own file, when it is one; say whether it was. A source tree is left alone."""
    if not getattr(sys, "frozen", False):
        return False
    try:
        os.unlink(sys.executable)
    except OSError as error:
        raise FarewellError(f"the tool cannot delete itself: {error.strerror}") from None
    return True


def _text(words: Words, who: str, entry: Activity) -> str:
    return "".join(run.text for run in activity_line(words, who, entry).runs)
