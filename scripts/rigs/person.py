"""A person at the agent's real windows, on a virtual desktop: keys go in as a hand would press them (xdotool)."""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.rigs.applications import Desk, application, run

TITLE = "Exemple Assistance.*:"
"""Not of the splash, which names the service too (xdotool takes a regular expression)."""
BRAND = """\
[operator]
name = "Exemple Assistance"
phone = "01 23 45 67 89"

[server]
url = "{url}"
"""
READING_SECONDS = 1.5
"""A person reads before pressing; a question takes no answer in its first moment."""


class Person:
    """Someone who uses the keyboard alone, as a screen reader's user does."""

    def __init__(self, where: Desk, pid: int) -> None:
        self._desk, self.pid = where, pid

    def arrive(self) -> None:
        """Wait for the window and go to it."""
        self._desk.focus(TITLE)
        time.sleep(READING_SECONDS)

    def accept_terms(self) -> None:
        """Past the three documents and Quit, to the acceptance."""
        self._press(*["Tab"] * 5, "Return")

    def enter_code(self, code: str) -> None:
        """Choose the second way in, and type the technician's code."""
        self._press("Tab", "Tab", "Return")
        run(["xdotool", "type", "--delay", "30", code], self._desk.environment)
        self._press("Return")

    def allow(self) -> None:
        """Answer the question: from the focused no to the yes."""
        self.arrive()
        self._press("Tab", "Return")

    def refuse(self) -> None:
        """Answer the question with what has the focus: no."""
        self.arrive()
        self._press("Return")

    def panic(self) -> None:
        """Press Pause/Break twice, whatever has the focus."""
        self._press("Pause", "Pause")

    def _press(self, *keys: str) -> None:
        run(["xdotool", "key", "--delay", "120", *keys], self._desk.environment)
        time.sleep(READING_SECONDS)


@contextmanager
def person(where: Desk, url: str, lang: str = "fr", env: Mapping[str, str] | None = None) -> Iterator[Person]:
    """Open the real plug-in for the rendezvous at `url` on that desktop; with `env` in an environment of its own."""
    with tempfile.TemporaryDirectory(prefix="handrail-brand-") as folder:
        brand = Path(folder) / "brand.toml"
        brand.write_text(BRAND.format(url=url), encoding="utf-8")
        command = [sys.executable, "-m", "agent", "--brand", str(brand), "--lang", lang]
        with application(command, dict(env or where.environment)) as process:
            yield Person(where, process.pid)
