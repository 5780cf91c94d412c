"""Looks for words in names, on every system: below a folder, only in what may be seen."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

from agent.disk.base import DiskError, Entry, Kind

DEEPEST: Final = 128
"""Folders below the one that is searched."""


class Found(Protocol):
    """What a system's judge found at a path."""

    @property
    def is_folder(self) -> bool:
        """Say whether it has entries."""


F = TypeVar("F", bound=Found)


def search(
    entries: Callable[[F], Iterable[Entry]], child: Callable[[F, str], F], folder: F, words: str, depth: int = 0
) -> Iterator[str]:
    """Yield the paths below `folder` of names that contain `words`; links are not followed.

    `entries` tells what a folder shows, `child` judges one of them.
    """
    for entry in entries(folder):
        if words.casefold() in entry.name.casefold():
            yield entry.name
        if entry.kind is Kind.FOLDER and depth < DEEPEST:
            yield from (
                f"{entry.name}/{path}" for path in _inside(entries, child, folder, entry.name, words, depth + 1)
            )


def _inside(
    entries: Callable[[F], Iterable[Entry]], child: Callable[[F, str], F], folder: F, name: str, words: str, depth: int
) -> Iterator[str]:
    """Search one folder, passing over it when it may not be read."""
    try:
        inner = child(folder, name)
        if inner.is_folder:
            yield from search(entries, child, inner, words, depth)
    except DiskError:
        return
