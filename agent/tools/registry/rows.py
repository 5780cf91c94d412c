"""Keys and values as the wire tells them, each of bounded size; and names and data of the wire as they are here."""

import base64

from agent.protocol.registry_messages import (
    MAX_VALUE_BYTES,
    MAX_VALUE_NAME,
    PREVIEW_BYTES,
    Closed,
    KeyPath,
    KeyRow,
    RegistryView,
    ValueRow,
)
from agent.tools.registry.guard import SeenKey, SeenValue
from agent.tools.registry.names import decoded, encoded
from agent.tools.registry.source import Key


def key_of(view: RegistryView, names: KeyPath) -> Key:
    """Read where a key is."""
    return Key(view, tuple(map(decoded, names)))


def key_row(seen: SeenKey) -> KeyRow:
    """Write a key below the one that is open."""
    return KeyRow(name=encoded(seen.name), closed=seen.closed)


def value_row(seen: SeenValue, limit: int = PREVIEW_BYTES) -> ValueRow:
    """Write a value with the first bytes of its data. A name that nobody can use is cut short."""
    value = seen.value
    name = encoded(value.name)
    if seen.closed is Closed.UNNAMED:
        name = encoded(value.name[: MAX_VALUE_NAME // 10])
    return ValueRow(
        name=name,
        kind=value.kind,
        code=value.code,
        data=base64.b64encode(value.data[:limit]).decode(),
        size=value.size,
        stored=value.stored,
        closed=seen.closed,
    )


def whole_row(seen: SeenValue) -> ValueRow:
    """Write a value with as much of its data as is shown at once."""
    return value_row(seen, MAX_VALUE_BYTES)
