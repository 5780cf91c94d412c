"""`handrail-agent undo REPORT`: undo, from a saved report, what a session changed."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from agent.opening import opened
from agent.tools.all_undoers import make_undoers
from agent.ui.child import UiError
from agent.ui.host import ProcessWindows
from agent.ui.words import Lang
from agent.undo.again import Again

EXIT_NO_WINDOW = 3
"""As for the plug-in itself: no screen, or no window can be shown on it."""


def main(arguments: Sequence[str], lang: Lang) -> int:
    """Show what can be undone until the window is closed; return the exit code. `lang`: where none is asked for."""
    options = _parser().parse_args(arguments)
    windows = ProcessWindows(with_banner=False, on_open=opened)
    again = Again(options.report.absolute(), options.lang or lang, windows, make_undoers())
    try:
        asyncio.run(again.run())
    except UiError as error:
        print(f"handrail-agent: {error}", file=sys.stderr)
        return EXIT_NO_WINDOW
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handrail-agent undo",
        description="Undo what a session changed, one change a click, if you chose at its end to keep what it takes.",
    )
    parser.add_argument("report", type=Path, metavar="REPORT", help="the report that was saved, where it was saved")
    parser.add_argument("--lang", choices=["fr", "en"], help="language of the window")
    return parser
