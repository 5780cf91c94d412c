"""What is hidden at one moment on Windows, and whether a thing or a place belongs to it.

Known by its identity, under every name, and by where it is and was: whatever is put there later is hidden as well.
Handles are held: no number is given to another thing meanwhile.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agent.disk.base import CannotHide
from agent.disk.windows.handles import Handle, Identity, opened
from agent.disk.windows.win32_files import FOLDER


@dataclass(frozen=True)
class Hiding:
    """One folder that the customer hides, or a trace."""

    thing: Handle | None
    """None: a trace that is not there."""
    place: str
    """Where it was when it was hidden (a final path)."""

    def places(self) -> tuple[str, ...]:
        """Return where it was and where it is now, as `folded` writes them."""
        with suppress(OSError):  # it was deleted
            if self.thing:
                return folded(self.place), folded(self.thing.final())
        return (folded(self.place),)


def hide_folder(path: Path) -> Hiding:
    """Take hold of a folder that the customer hides. Raise CannotHide if there is none."""
    if not path.is_absolute():
        raise CannotHide
    try:
        thing = opened(os.path.realpath(path, strict=True))
        if thing.is_link or not thing.facts().attributes & FOLDER:
            raise CannotHide
        return Hiding(thing, thing.final())
    except (OSError, ValueError):
        raise CannotHide from None


def close_trace(path: str) -> Hiding:
    """Close a place that may not be there, or not yet."""
    real = os.path.realpath(path)
    place = real if real.startswith("\\\\?\\") else f"\\\\?\\{real}"
    with suppress(OSError):
        return Hiding(opened(place), place)
    return Hiding(None, place)


class Hidden:
    """Everything that is hidden at one moment. Never changes; a change makes another one."""

    def __init__(self, hidings: Sequence[Hiding] = ()) -> None:
        self._hidings = tuple(hidings)
        self._things = frozenset(hiding.thing.identity for hiding in hidings if hiding.thing)
        self._volumes = frozenset(thing.volume for thing in self._things)

    def __bool__(self) -> bool:
        return bool(self._hidings)

    def is_one(self, thing: Identity) -> bool:
        """Say whether this very thing is hidden."""
        return thing in self._things

    def holds(self, final: str) -> bool:
        """Say whether a place is one of those that are hidden, or lies below one."""
        path = folded(final)
        return any(path == place or path.startswith(f"{place}\\") for place in self._places())

    def withholds(self, thing: Identity, links: int) -> bool:
        """Say whether a file may be a hidden one under another name."""
        return links > 1 and thing.volume in self._volumes

    def _places(self) -> list[str]:
        return [place for hiding in self._hidings for place in hiding.places()]


def folded(path: str) -> str:
    """Write a final path so that equal ones are equal: Windows' names differ by more than upper and lower case."""
    return path.rstrip("\\").casefold()
