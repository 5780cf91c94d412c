"""What starts the plug-in once when the customer logs in again, and how it is called then."""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

RETURN = "return"
"""The word with which the plug-in is started after the restart (agent/__main__.py)."""


@dataclass(frozen=True)
class Command:
    """A program and what it is told; `folder`: where it must run, if that matters."""

    words: Sequence[str]
    folder: Path | None = None


class Entry(Protocol):
    """The one entry with which a system starts a program of the user's at the next login."""

    folder: Path | None
    """The folder in which it lies, where it is a file."""

    def put(self, command: Command) -> None:
        """Have the system start it at the next login. Raise ComebackError."""

    def remove(self) -> None:
        """Take it back; harmless where there is none. Never raises."""


def entry_here() -> Entry | None:
    """Return this system's; None where there is none that undoes itself."""
    if sys.platform == "linux":
        from agent.comeback.xdg_entry import XdgEntry

        return XdgEntry()
    if sys.platform == "win32":
        from agent.comeback.run_once import RunOnce

        return RunOnce()
    return None


def command_here(brand: Path | None) -> Command | None:
    """Return how this program is started again, from source with the same brand file; None where it cannot be."""
    if getattr(sys, "frozen", False):
        return None if _goes_with_the_restart(Path(sys.executable)) else Command([sys.executable, RETURN])
    if sys.platform == "win32" or brand is None:
        return None
    source = Path(__file__).resolve().parents[2]
    return Command([sys.executable, "-m", "agent", RETURN, "--brand", str(brand.resolve())], source)


def _goes_with_the_restart(program: Path) -> bool:
    """Say whether a program lies where systems clean up as they start (opened by a browser without being saved)."""
    return sys.platform == "linux" and program.is_relative_to(tempfile.gettempdir())
