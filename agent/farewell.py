"""After the end: what the customer chose to keep is kept, and nothing else (P7)."""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import platformdirs

from agent import clock
from agent.desktop.base import DesktopError
from agent.journal import JournalError
from agent.journal.evidence import Text
from agent.journal.receipts import Receipts
from agent.journal.report import Operator, report
from agent.language import Lang
from agent.leftovers import Left
from agent.protocol.entries import Content
from agent.protocol.errors import HandrailError
from agent.settings import Settings
from agent.tools.changes import Change
from agent.ui.words import Words, plain
from agent.undo.kept import KeptChange, KeptError, folder_of, keep

MAX_NAME = 200
"""Characters of the name of something left behind."""


NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What no file's name may hold on Windows, where a record made elsewhere may be opened too."""


class FarewellError(HandrailError):
    """What the customer wanted kept could not be kept."""


def report_path(settings: Settings, started: datetime) -> Path:
    """Say where the record of the session is saved: among the customer's documents, named by its day and hour."""
    folder = Path(platformdirs.user_documents_dir())
    name = f"{plain(settings.brand.name)} {started.astimezone():%Y-%m-%d %Hh%M}.html"
    return (folder if folder.is_dir() else Path.home()) / NOT_IN_NAMES.sub("-", name)


def keep_report(path: Path, settings: Settings, folder: Path, receipts: Receipts, *, with_chat: bool) -> None:
    """Write the report of the journal in `folder`, what the two wrote to each other only where that is wished.

    Raise FarewellError when it cannot be written, or exists already.
    """
    texts = tuple(Text(id=document.id, text=document.text) for document in settings.documents)
    operator = Operator(settings.brand.name, settings.brand.phone)
    try:
        left_out = () if with_chat else (Content.CONVERSATION,)
        page = report(folder, texts, settings.lang, operator, receipts.sign_page, left_out)
        with path.open("xb") as file:
            file.write(page)
    except (OSError, JournalError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise FarewellError(f"the record cannot be saved as {path}: {reason}") from None


def keep_undo(report: Path, changes: Sequence[Change], receipts: Receipts) -> None:
    """Keep what undoes these changes later, beside the report; nothing where there are none. Raise FarewellError."""
    kept = [KeptChange(kind=one.kind, what=one.what, way=one.way.model_dump_json()) for one in changes if one.way]
    if kept:
        try:
            keep(report, kept, clock.utc_now(), receipts.sign_page)
        except KeptError as error:
            raise FarewellError(f"what undoes the changes cannot be kept in {error}") from None


def drop_undo(report: Path) -> None:
    """Take that back, as the report could not be written."""
    shutil.rmtree(folder_of(report), ignore_errors=True)


def delete_plugin() -> bool:
    """Delete the plug-in's own file, when it is one; say whether it was. A source tree is left alone."""
    if not getattr(sys, "frozen", False):
        return False
    try:
        _delete_own_file()
    except OSError as error:
        raise FarewellError(f"the tool cannot delete itself: {error.strerror}") from None
    except DesktopError as error:
        raise FarewellError(f"the tool cannot delete itself: {error}") from None
    return True


def _delete_own_file() -> None:
    if sys.platform == "win32":  # which keeps the file of a program that runs
        from agent.desktop.windows.win32_own_file import delete_running

        delete_running(sys.executable)
    else:
        os.unlink(sys.executable)


def left_lines(left: Sequence[Left], lang: Lang) -> list[str]:
    """Say in plain words what was left behind, a line each."""
    words = Words(lang)
    return [words.text(f"left/{one.kind}", name=plain(one.name, MAX_NAME)) for one in left]
