"""What the registry tool asks of a system: a tree of keys with values, opened one at a time, and how that fails.

Names and data are as the system keeps them; nothing here knows of consent, or of what is hidden.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from agent.protocol.errors import HandrailError
from agent.protocol.registry_messages import RegistryFault, RegistryKind, RegistryView, ValueKind

MAX_DATA = 1024 * 1024
"""Bytes of a value that are read, searched, exported and kept for undoing."""


class RegistryError(HandrailError):
    """Something could not be done; only the kind of fault is told, so that it cannot name anything."""

    def __init__(self, fault: RegistryFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Key:
    """Where a key is: its names from a root on."""

    view: RegistryView
    names: tuple[str, ...]

    def below(self, name: str) -> "Key":
        """Return the key of that name in this one."""
        return Key(self.view, (*self.names, name))


@dataclass(frozen=True)
class Value:
    """A value as the system keeps it. `data` is empty where it is more than MAX_DATA; `size` says how many it has."""

    name: str
    kind: ValueKind
    code: int
    data: bytes
    size: int
    stored: bool = True
    """Whether somebody set it: a setting that nobody set has its default."""
    locked: bool = False
    """Whether the system's administrator keeps it as it is."""

    @property
    def whole(self) -> bool:
        """Say whether all of its data is here."""
        return len(self.data) == self.size


@dataclass(frozen=True)
class Detail:
    """What there is to know of a setting beside its value, as far as its maker says."""

    signature: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    about: str = ""


class OpenKey(Protocol):
    """A key that is open. Each method raises RegistryError."""

    @property
    def place(self) -> tuple[str, ...]:
        """Where it really is, whatever way led there; what may be done with it is judged by this."""

    def keys(self) -> Iterator[str]:
        """Name the keys in it, in any order."""

    def values(self) -> Iterator[Value]:
        """Return its values, in any order."""

    def value(self, name: str) -> Value | None:
        """Return one value; None where there is none of that name."""

    def detail(self, name: str) -> Detail:
        """Return what there is to know of a value that is there."""

    def put(self, value: Value) -> None:
        """Have a value exactly so. RegistryError where the system does not take it."""

    def delete(self, name: str) -> None:
        """Delete a value."""

    def make(self, name: str) -> None:
        """Make a key in it. NAME_TAKEN where there is one."""

    def remove(self, name: str) -> None:
        """Remove a key in it that has nothing in it. NOT_EMPTY where it has."""


class Source(Protocol):
    """A system's tree of keys. Blocks: called on worker threads, from several at once."""

    kind: RegistryKind
    views: tuple[RegistryView, ...]

    def roots(self) -> list[str]:
        """Name where to begin. NOWHERE where this computer keeps no such settings."""

    def open(self, key: Key, *, write: bool = False) -> AbstractContextManager[OpenKey]:
        """Open a key, to be changed as well if `write`."""

    def cut(self) -> None:
        """Leave undone what was begun and waits for the system, and let go of all that is held. Does not wait."""

    def file(self) -> "FileFormat":
        """Return how a key is written as a file that this system reads in again."""


class FileFormat(Protocol):
    """The text of an export, piece by piece."""

    def head(self) -> str:
        """Return how the file begins."""

    def key(self, key: Key, place: tuple[str, ...]) -> str | None:
        """Return the line that a key's values follow; None where it has no place in such a file."""

    def value(self, value: Value) -> str | None:
        """Return a value's lines; None where it has no place in such a file."""

    def tail(self) -> str:
        """Return how the file ends."""
