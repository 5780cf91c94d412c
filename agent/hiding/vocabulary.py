"""What can be hidden, as values: the rules keep them, the desktop covers them, the disk refuses them. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from agent.areas import Rect


@dataclass(frozen=True)
class HiddenFolder:
    """A folder and all that lies in it, wherever it is shown or opened."""

    path: Path


@dataclass(frozen=True)
class HiddenWindow:
    """One window, until it closes. `title` is for the customer's eyes alone."""

    id: int
    title: str


@dataclass(frozen=True)
class HiddenApplication:
    """Every window of a program, those to come too. `name`: its executable's base name, or its WM_CLASS; lower case."""

    name: str


@dataclass(frozen=True)
class HiddenArea:
    """A piece of the screen, whatever is shown there."""

    area: Rect


HiddenThing = HiddenFolder | HiddenWindow | HiddenApplication | HiddenArea


class Guard(StrEnum):
    """What is hidden without being asked, until the customer switches it off; guards.toml says what each means."""

    PASSWORDS = "passwords"
    PRIVATE = "private"
    BANKING = "banking"


@dataclass(frozen=True)
class Hidden:
    """All that is hidden at one moment. Safe to hand to any thread."""

    folders: tuple[Path, ...] = ()
    windows: frozenset[int] = frozenset()
    applications: frozenset[str] = frozenset()
    areas: tuple[Rect, ...] = ()
    only: int | None = None
    """Share only this window: everything else is hidden."""
    guards: frozenset[Guard] = frozenset(Guard)
    everything: bool = False
    """The customer showed something by accident: nothing is shown until they say so."""
    own: bool = False
    """The agent's own windows name just now what is hidden: they are covered too."""
    terminal: bool = False
    """The terminal is granted: terminals are then shown although folders are hidden."""
