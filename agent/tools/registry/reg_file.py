"""A key as the text of a .reg file, as regedit writes it ("Windows Registry Editor Version 5.00"); pure.

What such a file cannot say (a name with control characters, half a character) has no line.
"""

import re
from collections.abc import Iterator

from agent.protocol.registry_messages import RegistryView, ValueKind
from agent.tools.registry.kinds import is_well_made, number_of, text_of
from agent.tools.registry.source import Key, Value

_WIDTH = 77
"""Columns that bytes may take before the line goes on below."""
_UNSAYABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_HIVES = {"MACHINE": "HKEY_LOCAL_MACHINE", "USER": "HKEY_USERS"}
_NARROW = "wow6432node"


class RegFile:
    """The form."""

    def head(self) -> str:
        """Return the line by which regedit knows its file."""
        return "Windows Registry Editor Version 5.00\r\n"

    def key(self, key: Key, place: tuple[str, ...]) -> str | None:
        """Return the key's line. One of 32-bit programs' view is named as it lies: regedit itself sees the other."""
        names = key.names
        if key.view is RegistryView.NARROW and _NARROW in map(str.casefold, place):
            names = (_HIVES.get(place[0].upper(), place[0]), *place[1:])
        path = "\\".join(names)
        return None if _UNSAYABLE.search(path) else f"\r\n[{path}]\r\n"

    def value(self, value: Value) -> str | None:
        """Return the value's lines."""
        if not value.whole or _UNSAYABLE.search(value.name):
            return None
        name = f'"{_quoted(value.name)}"' if value.name else "@"
        return "".join(_lines(f"{name}=", value))

    def tail(self) -> str:
        """Return the empty line at the end."""
        return "\r\n"


def _lines(name: str, value: Value) -> Iterator[str]:
    number = number_of(value.kind, value.data)
    if value.kind is ValueKind.DWORD and number is not None:
        yield f"{name}dword:{number:08x}\r\n"
    elif value.kind is ValueKind.SZ and (text := _plain(value.data)) is not None:
        yield f'{name}"{_quoted(text)}"\r\n'
    else:
        kind = "hex" if value.kind is ValueKind.BINARY else f"hex({value.code:x})"
        yield from _wrapped(f"{name}{kind}:", value.data)


def _wrapped(line: str, data: bytes) -> Iterator[str]:
    """Yield lines of bytes; all but the last end in a backslash, all but the first begin with two blanks."""
    for at, byte in enumerate(data):
        last = at == len(data) - 1
        if len(line) + 3 > _WIDTH and at:
            yield f"{line}\\\r\n"
            line = "  "
        line += f"{byte:02x}" if last else f"{byte:02x},"
    yield f"{line}\r\n"


def _plain(data: bytes) -> str | None:
    """Return a text that can stand in quotes; None where it must go as bytes."""
    if not is_well_made(ValueKind.SZ, data):
        return None
    text = text_of(data)[:-1]
    return None if _UNSAYABLE.search(text) else text


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
