"""How a change is undone: data that say what was and what became of it, and the one step back. Blocks."""

import base64
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.registry_messages import MAX_DEPTH, KeyName, RegistryFault, RegistryView, ValueKind, ValueName
from agent.tools.registry.names import decoded, encoded
from agent.tools.registry.source import MAX_DATA, Key, OpenKey, RegistryError, Source, Value
from agent.undo.base import WayBack


class KeptValue(BaseModel):
    """A value exactly as it was; `data` in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ValueKind
    code: Annotated[int, Field(ge=0, lt=2**32)]
    data: Annotated[str, Field(max_length=(MAX_DATA + 2) // 3 * 4, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
    stored: bool


class RegistryWay(WayBack):
    """The way back from one change; names as the wire writes them. No value: there was none, or is none."""

    what: Literal["value", "key"]
    view: RegistryView
    key: Annotated[tuple[KeyName, ...], Field(min_length=1, max_length=MAX_DEPTH)]
    name: ValueName
    before: KeptValue | None = None
    after: KeptValue | None = None


def way_back(key: Key, name: str, before: Value | None, after: Value | None) -> RegistryWay:
    """Return the way back from a value that was changed, made or deleted."""
    names = tuple(map(encoded, key.names))
    kept = {"before": _kept(before), "after": _kept(after)}
    return RegistryWay(what="value", view=key.view, key=names, name=encoded(name), **kept)


def way_back_from_key(key: Key, name: str) -> RegistryWay:
    """Return the way back from a key that was made in another one."""
    return RegistryWay(what="key", view=key.view, key=tuple(map(encoded, key.names)), name=encoded(name))


def put_back(source: Source, way: RegistryWay, *, insist: bool = False) -> None:
    """Bring back exactly what was. Raise RegistryError; then nothing has changed.

    CHANGED: it is neither what was made of it nor what was; `insist` has it brought back all the same.
    """
    key, name = Key(way.view, tuple(map(decoded, way.key))), decoded(way.name)
    with source.open(key, write=True) as opened:
        if way.what == "key":
            return _remove(opened, name)
        now = _kept(opened.value(name))
        if now == way.before:
            return
        if now != way.after and not insist:
            raise RegistryError(RegistryFault.CHANGED)
        if way.before is None:
            return opened.delete(name)
        data = base64.b64decode(way.before.data)
        opened.put(Value(name, way.before.kind, way.before.code, data, len(data), way.before.stored))


def _remove(opened: OpenKey, name: str) -> None:
    if name.casefold() in map(str.casefold, opened.keys()):
        opened.remove(name)


def _kept(value: Value | None) -> KeptValue | None:
    if value is None:
        return None
    data = base64.b64encode(value.data).decode()
    return KeptValue(kind=value.kind, code=value.code, data=data, stored=value.stored)
