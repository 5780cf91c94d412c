"""Whether a name or data of the registry tells of something hidden, in whatever spelling it is written there.

Lists of what was opened keep paths as texts, as UTF-16 or bytes amid other bytes, as addresses, turned by 13 letters.
"""

import codecs
import re
from collections.abc import Iterator
from urllib.parse import unquote

from agent.protocol.registry_messages import RegistryFault, ValueKind
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.registry.kinds import TEXTS, text_of
from agent.tools.registry.source import RegistryError, Value

MOST_SEARCHED = 64 * 1024
"""Bytes of data that are looked through while something is hidden; a longer value is taken to tell of it."""
_PIECE, _STEP = 480, 240
"""Characters that are judged at once, and how far apart: discretion reads no more than 512 of a line."""
_LINES = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_RUNS = re.compile(rb"[\x20-\x7e\xa0-\xff]{3,}")


def something_is_hidden(discretion: Discretion) -> bool:
    """Say whether the customer hides anything that a name could tell of."""
    hidden = discretion.hidden
    return bool(hidden.folders or hidden.applications or hidden.everything or discretion.knowledge.names)


def hides_name(discretion: Discretion, name: str) -> bool:
    """Say whether a key's or value's name may not be told. Raise RegistryError while that is not known."""
    try:
        if discretion.hides_named(name):
            return True
        return something_is_hidden(discretion) and _tells(discretion, [name, codecs.encode(name, "rot13")])
    except SourceError:
        raise RegistryError(RegistryFault.NOT_NOW) from None


def hides_value(discretion: Discretion, value: Value) -> bool:
    """Say whether a value may not be told of, by its name or by its data."""
    if hides_name(discretion, value.name):
        return True
    if not something_is_hidden(discretion):
        return False
    return value.size > MOST_SEARCHED or not value.whole or _tells(discretion, texts_in(value))


def texts_in(value: Value) -> Iterator[str]:
    """Return every text that a value's data may hold."""
    if value.kind is ValueKind.SETTING:
        yield value.data.decode(errors="replace")
    elif value.kind in TEXTS:
        yield from text_of(value.data).split("\0")
    if value.kind is not ValueKind.SETTING:
        yield from (found[0].decode("latin-1") for found in _RUNS.finditer(value.data))
        for start in (0, 1):
            yield from _LINES.split(value.data[start:].decode("utf-16-le", "replace"))


def _tells(discretion: Discretion, texts: Iterator[str] | list[str]) -> bool:
    return any(discretion.tells(piece) for text in texts for line in _spellings(text) for piece in _pieces(line))


def _spellings(text: str) -> set[str]:
    plain = unquote(text)
    return {text, plain, plain.replace("\\\\", "\\"), plain.replace("\\", "/"), plain.replace("/", "\\")}


def _pieces(line: str) -> Iterator[str]:
    for start in range(0, max(1, len(line) - (_PIECE - _STEP)), _STEP):
        yield line[start : start + _PIECE]
