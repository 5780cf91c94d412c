"""GSettings on Linux, by Gio: schemas' names are the tree, their keys the values, a GVariant's text is the data.

Only what has a schema and a fixed place is there; a key that nobody set has its default. Written through the system's
own way (dconf), which is asked whether it took it. Where only memory would keep it, there is nothing here. Used in a
process of its own (settings_process), on one thread.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from agent.protocol.registry_messages import RegistryFault, ValueKind
from agent.tools.registry.source import MAX_DATA, Detail, Key, RegistryError, Value

_IN_MEMORY = {"GMemorySettingsBackend", "GNullSettingsBackend"}
"""Backends that keep nothing."""


class GSettings:
    """The schemas of this computer."""

    def roots(self) -> list[str]:
        """Name the first parts of all schemas' names."""
        _must_be_kept()
        return sorted({schema.partition(".")[0] for schema in _schemas()})

    def open(self, key: Key) -> "SettingsKey":
        """Open a schema, or a part of the tree above schemas."""
        _must_be_kept()
        name = ".".join(key.names)
        schema = name if name in _schemas() else None
        if schema is None and not any(other.startswith(f"{name}.") for other in _schemas()):
            raise RegistryError(RegistryFault.MISSING)
        return SettingsKey(key.names, schema)


class SettingsKey:
    """A schema that is open, or a part of the tree without one."""

    def __init__(self, names: tuple[str, ...], schema: str | None) -> None:
        self._names = names
        settings: Any = _gio().Settings.new(schema) if schema else None
        self._settings: Any = settings
        self._schema: Any = settings.props.settings_schema if schema else None

    @property
    def place(self) -> tuple[str, ...]:
        """Where dconf keeps it."""
        return tuple(self._schema.get_path().strip("/").split("/")) if self._schema else self._names

    def keys(self) -> Iterator[str]:
        """Name the next parts of the schemas below."""
        above = ".".join(self._names) + "."
        below = (schema[len(above) :] for schema in _schemas() if schema.startswith(above))
        yield from dict.fromkeys(name.partition(".")[0] for name in below)

    def values(self) -> Iterator[Value]:
        """Return the schema's keys with what they are set to."""
        for name in self._schema.list_keys() if self._schema else ():
            yield self._value(name)

    def value(self, name: str) -> Value | None:
        """Return what one key is set to."""
        return self._value(name) if self._has(name) else None

    def detail(self, name: str) -> Detail:
        """Return what the schema says of a key."""
        self._must_have(name)
        key = self._schema.get_key(name)
        return Detail(
            signature=key.get_value_type().dup_string(),
            choices=_choices(key.get_range()),
            default=key.get_default_value().print_(False),
            about=key.get_description() or key.get_summary() or "",
        )

    def put(self, value: Value) -> None:
        """Set a key, and wait until it is kept; a value that is not `stored` is the default."""
        self._must_be_writable(value.name)
        if not value.stored:
            return self._reset(value.name)
        variant = self._parsed(value)
        if not self._settings.set_value(value.name, variant):
            raise RegistryError(RegistryFault.LOCKED)
        _gio().Settings.sync()
        kept = self._settings.get_user_value(value.name)
        if kept is None or not kept.equal(variant):
            raise RegistryError(RegistryFault.FAILED)

    def _reset(self, name: str) -> None:
        self._settings.reset(name)
        _gio().Settings.sync()
        if self._settings.get_user_value(name) is not None:
            raise RegistryError(RegistryFault.FAILED)

    def _value(self, name: str) -> Value:
        data = self._settings.get_value(name).print_(False).encode()
        stored = self._settings.get_user_value(name) is not None
        locked = not self._settings.is_writable(name)
        kept = data if len(data) <= MAX_DATA else b""
        return Value(name, ValueKind.SETTING, 0, kept, len(data), stored, locked)

    def _parsed(self, value: Value) -> Any:
        """Return the value's GVariant. WRONG_DATA where the text is none that this key takes."""
        glib = _glib()
        key = self._schema.get_key(value.name)
        try:
            variant = glib.Variant.parse(key.get_value_type(), value.data.decode(), None, None)
        except (glib.Error, UnicodeDecodeError):
            raise RegistryError(RegistryFault.WRONG_DATA) from None
        if not key.range_check(variant):
            raise RegistryError(RegistryFault.WRONG_DATA)
        return variant

    def _has(self, name: str) -> bool:
        """Say whether there is such a key: Gio ends the program that asks for one that there is not."""
        return self._schema is not None and name in self._schema.list_keys()

    def _must_have(self, name: str) -> None:
        if not self._has(name):
            raise RegistryError(RegistryFault.MISSING)

    def _must_be_writable(self, name: str) -> None:
        self._must_have(name)
        if not self._settings.is_writable(name):
            raise RegistryError(RegistryFault.LOCKED)


def _choices(told: Any) -> tuple[str, ...]:
    """Return what a key can be chosen from, or the least and the most it can be (g_settings_schema_key_get_range)."""
    kind, range_of = told.unpack()
    match kind:
        case "enum" | "flags":
            return tuple(map(str, range_of))
        case "range":
            return (f"{range_of[0]} – {range_of[1]}",)
        case _:
            return ()


@cache
def _gio() -> Any:
    """Load Gio when it is first used: it takes as long as the rest of the agent. NOWHERE where there is none."""
    try:
        from gi.repository import Gio
    except ImportError:
        raise RegistryError(RegistryFault.NOWHERE) from None
    return Gio


@cache
def _glib() -> Any:
    from gi.repository import GLib

    return GLib


@cache
def _schemas() -> frozenset[str]:
    """Name all schemas with a fixed place."""
    source = _gio().SettingsSchemaSource.get_default()
    return frozenset(source.list_schemas(True)[0]) if source else frozenset()


def _must_be_kept() -> None:
    """Raise NOWHERE where what is set would be forgotten, or there is nothing to set."""
    backend = _gio().SettingsBackend.get_default()
    if backend.__gtype__.name in _IN_MEMORY or not _schemas():
        raise RegistryError(RegistryFault.NOWHERE)
