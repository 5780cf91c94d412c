"""Lies about a line: something invented, something left out, a figure or a name altered. Each must be told."""

from collections.abc import Callable, Iterator, Sequence

Items = Sequence[str]
Lie = tuple[str, list[str]]


def lies(items: Items, pivot: int = 0) -> Iterator[Lie]:
    """Yield lies about a line; `pivot` is the item that is left out and altered."""
    yield "invented", [*items, "Something 1.2.3"]
    yield "left out", [item for nth, item in enumerate(items) if nth != pivot]
    yield "altered", [_altered(item) if nth == pivot else item for nth, item in enumerate(items)]


def untold(judge: Callable[[Items], bool], items: Items, pivot: int = 0) -> list[str]:
    """Return the lies that are taken for the truth."""
    return [name for name, lie in lies(items, pivot) if judge(lie)]


def _altered(item: str) -> str:
    """Count each digit on by one; turn a name round that has none."""
    altered = "".join(str((int(letter) + 1) % 10) if letter.isdecimal() else letter for letter in item)
    return altered if altered != item else item[::-1]
