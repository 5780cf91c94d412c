"""The source as the technician may see it: what is hidden does not exist, secrets have no content, what is kept stays.

Every key is judged by where it really is once it is open, never by the way that led there. Blocks, as the source does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from agent.protocol.registry_messages import MAX_VALUE_NAME, Closed, RegistryFault, RegistryKind, RegistryView
from agent.tools.discretion import Discretion
from agent.tools.registry import rules
from agent.tools.registry.names import encoded
from agent.tools.registry.source import Detail, FileFormat, Key, OpenKey, RegistryError, Source, Value
from agent.tools.registry.traces import hides_name, hides_value, something_is_hidden, texts_in

_FAULTS = {
    Closed.SECRET: RegistryFault.SECRET,
    Closed.KEPT: RegistryFault.KEPT,
    Closed.UNNAMED: RegistryFault.UNNAMED,
    Closed.LOCKED: RegistryFault.LOCKED,
}


@dataclass(frozen=True)
class SeenKey:
    """A key's name as it may be told."""

    name: str
    closed: Closed | None


@dataclass(frozen=True)
class SeenValue:
    """A value as it may be told: a secret has no data and no size."""

    value: Value
    closed: Closed | None


@dataclass(frozen=True)
class Guarded:
    """A source behind its rules."""

    source: Source

    @property
    def kind(self) -> RegistryKind:
        """What the tree is."""
        return self.source.kind

    @property
    def views(self) -> tuple[RegistryView, ...]:
        """What views there are."""
        return self.source.views

    @property
    def file(self) -> FileFormat:
        """How an export is written."""
        return self.source.file()

    def roots(self, discretion: Discretion) -> list[SeenKey]:
        """Name where to begin."""
        return [SeenKey(name, None) for name in self.source.roots() if not hides_name(discretion, name)]

    @contextmanager
    def open(self, key: Key, discretion: Discretion, *, write: bool = False) -> Iterator["GuardedKey"]:
        """Open a key. MISSING where it, or one that it lies in, is hidden; SECRET where nobody is told of it."""
        if any(hides_name(discretion, name) for name in key.names):
            raise RegistryError(RegistryFault.MISSING)
        with self.source.open(key, write=write) as opened:
            _judge(opened.place, discretion)
            yield GuardedKey(opened, discretion)


@dataclass(frozen=True)
class GuardedKey:
    """An open key behind the rules."""

    opened: OpenKey
    discretion: Discretion

    @property
    def place(self) -> tuple[str, ...]:
        """Where it really is."""
        return self.opened.place

    def keys(self) -> Iterator[SeenKey]:
        """Name the keys in it that may be known."""
        for name in self.opened.keys():  # noqa: SIM118 - no mapping
            place = (*self.place, name)
            if not hides_name(self.discretion, name) and not _is_trail(place, self.discretion):
                yield SeenKey(name, Closed.SECRET if rules.lies_in("secret", place) else _unnamed(name))

    def values(self) -> Iterator[SeenValue]:
        """Return the values that may be known."""
        for value in self.opened.values():
            if not hides_value(self.discretion, value):
                yield self._seen(value)

    def value(self, name: str) -> SeenValue | None:
        """Return one value; None where there is none, or none that may be known."""
        value = self.opened.value(name)
        return None if value is None or hides_value(self.discretion, value) else self._seen(value)

    def detail(self, name: str) -> Detail:
        """Return what there is to know of a value beside it."""
        return self.opened.detail(name)

    def to_be_set(self, name: str) -> Value | None:
        """Return the value that is to be made or changed, None where there is none yet. Raise where it may not be."""
        before = self._to_be_changed(name)
        if rules.lies_in("starting", (*self.place, name)):
            raise RegistryError(RegistryFault.KEPT)
        return before

    def to_be_deleted(self, name: str) -> Value:
        """Return the value that is to be deleted. Raise RegistryError where it may not be, or there is none."""
        before = self._to_be_changed(name)
        if before is None:
            raise RegistryError(RegistryFault.MISSING)
        if rules.lies_in("starting", (*self.place, name)) and rules.guards_computer(name, *texts_in(before)):
            raise RegistryError(RegistryFault.KEPT)
        return before

    def may_make(self, name: str) -> None:
        """Raise RegistryError where a key of that name may not be made."""
        place = (*self.place, name)
        if hides_name(self.discretion, name) or _is_trail(place, self.discretion):
            raise RegistryError(RegistryFault.DENIED)
        if any(rules.lies_in(group, place) for group in ("secret", "kept", "starting")):
            raise RegistryError(RegistryFault.KEPT)

    def _to_be_changed(self, name: str) -> Value | None:
        """Return the value as it is. What is hidden answers as what the system refuses."""
        before = self.opened.value(name)
        if hides_name(self.discretion, name) or (before and hides_value(self.discretion, before)):
            raise RegistryError(RegistryFault.DENIED)
        if closed := self._closed(name, before):
            raise RegistryError(_FAULTS[closed])
        if before and not before.whole:
            raise RegistryError(RegistryFault.TOO_LARGE)
        return before

    def _seen(self, value: Value) -> SeenValue:
        closed = self._closed(value.name, value)
        if closed is Closed.SECRET:
            value = replace(value, data=b"", size=0)
        return SeenValue(value, closed)

    def _closed(self, name: str, value: Value | None) -> Closed | None:
        place = (*self.place, name)
        if rules.lies_in("secret", place) or rules.names_secret(name):
            return Closed.SECRET
        if value and value.locked:
            return Closed.LOCKED
        if rules.lies_in("kept", place):
            return Closed.KEPT
        if value and rules.lies_in("starting", place) and rules.guards_computer(name, *texts_in(value)):
            return Closed.KEPT
        return _unnamed(name)


def _judge(place: tuple[str, ...], discretion: Discretion) -> None:
    """Raise RegistryError where a key that is open may not be looked into."""
    if _is_trail(place, discretion) or any(hides_name(discretion, name) for name in place):
        raise RegistryError(RegistryFault.MISSING)
    if rules.lies_in("secret", place):
        raise RegistryError(RegistryFault.SECRET)


def _is_trail(place: tuple[str, ...], discretion: Discretion) -> bool:
    return something_is_hidden(discretion) and rules.lies_in("trails", place)


def _unnamed(name: str) -> Closed | None:
    return Closed.UNNAMED if "\0" in name or len(encoded(name)) > MAX_VALUE_NAME else None
