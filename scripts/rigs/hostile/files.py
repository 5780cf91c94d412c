"""What is written: the report that the customer keeps, in a real browser; a verifier's answer, on a terminal."""

import contextlib
import io
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from agent.journal.command import main as verify
from agent.protocol.entries import ENTRIES, EntryError, check_payload
from scripts.rigs.browser import ChromiumTab
from scripts.rigs.hostile.console import seen
from scripts.rigs.journals import Scene

STEERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""What changes the direction of what stands around it (UAX #9)."""
OWN = {"agent.started", "terms.accepted", "session.started", "session.ended"}
"""Entries that the scene writes itself, once; those of the receipts hold keys alone."""


def in_saved_report(tab: ChromiumTab, strings: Sequence[str]) -> list[str]:
    """Record each string as every content of a session's entries, and open the report that is saved of it, watched."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="handrail-proof-") as folder:
        for nth, some in enumerate(strings[at : at + 50] for at in range(0, len(strings), 50)):
            page = Path(folder) / f"{nth}.html"
            page.write_bytes(_recorded(Path(folder) / str(nth), some))
            tab.goto(page.as_uri())
            found = seen(tab)
            wrong += [*found.hits, *found.reports, *(one for one in found.inserted if not one.startswith("<style>"))]
            wrong += _on_terminal(page)
    return wrong


def _recorded(folder: Path, strings: Sequence[str]) -> bytes:
    folder.mkdir()
    scene = Scene(folder)
    scene.begin()
    for text in strings:
        for kind, entry in ENTRIES.items():
            payload = {name: fit for name in entry.keys if (fit := _fitting(kind, name, text))}
            if payload and kind not in OWN and not kind.startswith("receipt."):
                scene.record(kind, payload)
    scene.end()
    return scene.report()


def _fitting(kind: str, name: str, text: str) -> str:
    """Return as much of a text as an entry's key takes; nothing where it takes no such text."""
    for length in (2000, 200):
        with contextlib.suppress(EntryError):
            check_payload(kind, {name: text[:length]})
            return text[:length]
    return ""


def _on_terminal(page: Path) -> list[str]:
    """List the journal as a person at a terminal does; say what in the answer would steer the terminal."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        verify([str(page), "--list"], "fr")
    bad = {c for c in out.getvalue() if (unicodedata.category(c) == "Cc" and c != "\n") or c in STEERING}
    return [f"on the terminal: {letter!r}" for letter in sorted(bad)]
