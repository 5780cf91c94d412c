"""What each kind of value is made of: Windows' number for it, whether bytes are one, and what it says to people."""

from agent.protocol.registry_messages import ValueKind
from agent.tools.clean import clean
from agent.tools.registry.source import Value

CODES = {
    ValueKind.NONE: 0,
    ValueKind.SZ: 1,
    ValueKind.EXPAND_SZ: 2,
    ValueKind.BINARY: 3,
    ValueKind.DWORD: 4,
    ValueKind.DWORD_BIG_ENDIAN: 5,
    ValueKind.LINK: 6,
    ValueKind.MULTI_SZ: 7,
    ValueKind.QWORD: 11,
}
"""winnt.h, REG_*."""
KINDS = {code: kind for kind, code in CODES.items()}

TEXTS = frozenset({ValueKind.SZ, ValueKind.EXPAND_SZ, ValueKind.LINK, ValueKind.MULTI_SZ})
NUMBERS = {ValueKind.DWORD: 4, ValueKind.DWORD_BIG_ENDIAN: 4, ValueKind.QWORD: 8}
"""How many bytes each number has."""

MAX_SAID = 45
"""Characters of a value in the customer's list."""
_BYTES_SAID = 12
_END = b"\0\0"


def kind_of(code: int) -> ValueKind:
    """Return the kind that Windows calls by this number."""
    return KINDS.get(code, ValueKind.OTHER)


def is_well_made(kind: ValueKind, data: bytes) -> bool:
    """Say whether bytes are a value of that kind, as Windows' programs expect it."""
    match kind:
        case ValueKind.SZ | ValueKind.EXPAND_SZ:
            return _is_text(data) and data.endswith(_END) and "\0" not in text_of(data[:-2])
        case ValueKind.LINK:  # has no NUL at its end (NtSetValueKey, REG_LINK)
            return bool(data) and _is_text(data) and "\0" not in text_of(data)
        case ValueKind.MULTI_SZ:
            return _is_text(data) and _are_texts(text_of(data))
        case ValueKind.DWORD | ValueKind.DWORD_BIG_ENDIAN | ValueKind.QWORD:
            return len(data) == NUMBERS[kind]
        case ValueKind.BINARY | ValueKind.NONE:
            return True
        case ValueKind.OTHER | ValueKind.SETTING:
            return False


def text_of(data: bytes) -> str:
    """Read UTF-16 as the registry has it; halves of characters stay, an odd byte at the end does not."""
    return data[: len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")


def number_of(kind: ValueKind, data: bytes) -> int | None:
    """Return the number that the bytes are; None where they are none."""
    if NUMBERS.get(kind) != len(data):
        return None
    return int.from_bytes(data, "big" if kind is ValueKind.DWORD_BIG_ENDIAN else "little")


def said(value: Value | None) -> str:
    """Return what a value says, for the customer's list: short, and text alone; "—" where there is none."""
    if value is None:
        return "—"
    if value.kind is ValueKind.SETTING:
        return clean(value.data.decode(errors="replace"), MAX_SAID)
    if (number := number_of(value.kind, value.data)) is not None:
        return str(number)
    if value.kind in TEXTS:
        return f'"{clean(" | ".join(filter(None, text_of(value.data).split(chr(0)))), MAX_SAID)}"'
    more = "…" if value.size > _BYTES_SAID else ""
    return f"{value.data[:_BYTES_SAID].hex(' ')}{more}" or "0"


def _is_text(data: bytes) -> bool:
    if len(data) % 2:
        return False
    try:
        data.decode("utf-16-le")
    except UnicodeDecodeError:
        return False
    return True


def _are_texts(text: str) -> bool:
    """Say whether these are texts that end with a NUL each, none of them empty, and a NUL after the last."""
    if text in ("\0", "\0\0"):
        return True
    return text.endswith("\0\0") and all(text[:-2].split("\0"))
