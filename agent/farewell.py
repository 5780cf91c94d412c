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
from agent.leftovers import Left
from agent.protocol.entries import Content
from agent.protocol.errors import HandrailError
from agent.settings import Lang, Settings
from agent.ui.documents import privacy, terms
from agent.ui.words import Words, plain

MAX_NAME = 200
"""Characters of the name of something left behind."""


class FarewellError(HandrailError):
    """What the customer wanted kept could not be kept."""


def report_path(settings: Settings, started: datetime) -> Path:
    """Say where the record of the session is saved: among the customer's documents, named by its day and hour."""
    folder = Path(platformdirs.user_documents_dir())
    name = f"{plain(settings.brand.name)} {started.astimezone():%Y-%m-%d %Hh%M}.html".replace("/", "-")
    return (folder if folder.is_dir() else Path.home()) / name


def keep_report(path: Path, settings: Settings, folder: Path, receipts: Receipts, *, with_chat: bool) -> None:
    """Write the report of the journal in `folder`, what the two wrote to each other only where that is wished.

    Raise FarewellError when it cannot be written, or exists already.
    """
    texts = tuple(
        Text(id=document.id, text=document.text) for document in (terms(settings.lang), privacy(settings.lang))
    )
    operator = Operator(settings.brand.name, settings.brand.phone)
    try:
        left_out = () if with_chat else (Content.CONVERSATION,)
        page = report(folder, texts, settings.lang, operator, receipts.sign_page, left_out)
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


def left_lines(left: Sequence[Left], lang: Lang) -> list[str]:
    """Say in plain words what was left behind, a line each."""
    words = Words(lang)
    return [words.text(f"left/{one.kind}", name=plain(one.name, MAX_NAME)) for one in left]
