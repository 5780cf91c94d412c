"""What is known, at one moment, of the processes and the hidden folders: what judge.py decides from beside the window.

Each platform's room finds it out (agent/disk/holders.py on Linux); the desktop asks for it with every picture.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol


class Verdict(Enum):
    """Whether one window may be shown, and why not. Only SHOWN is true."""

    SHOWN = "shown"
    SECRET = "secret"  # noqa: S105 - not a password
    """It shows something hidden, and its title may tell of it."""
    CLOSED = "closed"
    """It could show anything at a keystroke (terminals, file dialogs); its title tells nothing."""
    UNSURE = "unsure"
    """Not known yet, or not to be known."""

    def __bool__(self) -> bool:
        return self is Verdict.SHOWN


@dataclass(frozen=True)
class Knowledge:
    """What is known of processes while folders are hidden. As it comes, it knows nothing: all is in doubt."""

    ready: bool = False
    """Whether all processes have been looked at since the last change of what is hidden."""
    doubt: bool = False
    """Something hidden was opened a moment ago and by whom is not known: nothing is shown until it is."""
    holders: frozenset[int] = frozenset()
    """Processes that have something hidden open, or had a hidden file open; and the terminals that they run in."""
    loose: bool = False
    """Something was held in a terminal that cannot be told from others (tmux): it may be any of them."""
    known: frozenset[int] = frozenset()
    """Processes that could be looked at."""
    suspects: frozenset[int] = frozenset()
    """File managers that may have opened something hidden and were not seen elsewhere since; terminals, likewise."""
    places: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """For each process, the names of the folders that it shows, none of them hidden; case folded."""
    beside: frozenset[int] = frozenset()
    """Processes that show a folder in which a hidden one lies."""
    names: frozenset[str] = frozenset()
    """File names of hidden things, case folded."""
    words: frozenset[str] = frozenset()
    """Names of hidden folders and files without their endings: telling only where they stand by themselves."""
    recents: frozenset[str] = frozenset()
    """Programs whose lists of recent files name something hidden: executables' base names, lower case."""
    ghosts: Sequence[float] = field(default=(), compare=False)
    """Seconds since each moment at which something hidden was opened and it was never known by whom."""


class Knows(Protocol):
    """Finds out what processes have of hidden folders."""

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin; `on_change` is called, on a thread of its own, whenever `knowledge` may have changed."""

    def use(self, folders: Sequence[Path]) -> None:
        """From now on these folders are hidden. Returns at once; until it is ready, everything is in doubt."""

    def notice(self, pids: Collection[int]) -> None:
        """Tell whose windows are there now; those not known yet are looked at at once. Any thread."""

    def knowledge(self) -> Knowledge:
        """Return what is known, every opening up to this call included. Any thread; takes microseconds."""

    def stop(self) -> None:
        """Find out nothing more: from now on nothing is known."""
