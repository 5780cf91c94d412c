"""The table of tricks to reach a hidden folder: what is prepared before consent, what after, and which paths are tried.

A trick is a generator: it prepares, yields once where the customer agrees, goes on, and returns the paths to try.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from scripts.rigs.disk_world import World

Paths = list[str | Path]
Prepare = Callable[[World], Generator[None, None, Paths]]


@dataclass(frozen=True)
class Trick:
    """One way to try."""

    name: str
    prepare: Prepare
    as_if_absent: bool
    """The answers must be those of a world without the hidden folder too, not only of one with another."""


TRICKS: list[Trick] = []


def trick(name: str, as_if_absent: bool = True) -> Callable[[Prepare], Prepare]:
    """Enter a trick into the table."""

    def entered(prepare: Prepare) -> Prepare:
        TRICKS.append(Trick(name, prepare, as_if_absent))
        return prepare

    return entered


def paths(name: str, *tried: Callable[[World], str]) -> None:
    """Enter a trick that needs nothing but its paths."""

    def prepare(world: World) -> Generator[None, None, Paths]:
        yield
        return [path(world) for path in tried]

    TRICKS.append(Trick(name, prepare, True))


def link(name: str, target: Callable[[World], str], then: str = "", after: bool = False) -> None:
    """Enter a trick that is a symbolic link, made before or after consent, and a path that goes on behind it."""

    def prepare(world: World) -> Generator[None, None, Paths]:
        if after:
            yield
        (world.seen / "link").symlink_to(target(world))
        if not after:
            yield
        return [f"{world.seen}/link{then}"]

    TRICKS.append(Trick(name, prepare, True))
