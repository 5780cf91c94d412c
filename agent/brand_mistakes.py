"""Mistakes in a brand file, told to the person who wrote it: the line, what is wrong, what to write instead."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from agent.protocol.errors import HandrailError


@dataclass(frozen=True)
class Mistake:
    """One mistake: the line it stands on (0: none), the key, what is wrong, what to write instead."""

    line: int
    key: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line else ""
        return f"{place}{self.key}: {self.wrong}. {self.remedy}"


class SettingsError(HandrailError):
    """The settings cannot be used; `mistakes` names each reason where the brand file is to blame."""

    def __init__(self, text: str, mistakes: tuple[Mistake, ...] = ()) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join([text, *(f"  {mistake}" for mistake in mistakes)]))


_WRONG = {
    "string_type": "it must be a text in quotes",
    "string_too_short": "it is empty",
    "string_too_long": "it is too long",
    "string_pattern_mismatch": "it is not written in this form",
    "literal_error": "it is none of the words that are known here",
    "enum": "it is none of the words that are known here",
    "list_type": "it must be a list in [ ]",
    "too_short": "it is empty",
    "too_long": "it is too long",
    "float_type": "it must be a number",
    "int_type": "it must be a whole number",
    "greater_than_equal": "it is too small",
    "less_than_equal": "it is too large",
    "path_type": "it must be a text in quotes",
    "model_type": "it must be a table",
}
"""What is wrong, for the kinds of fault that pydantic words for programmers."""


def explain_syntax(error: tomllib.TOMLDecodeError) -> Mistake:
    """Explain what is not TOML at all."""
    text = str(error)
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", text)
    line = int(place[1]) if place and place[1] else 0
    wrong = text[: place.start()] if place else text
    return Mistake(line, "file", wrong, 'Each line is [table] or key = value; texts stand in quotes: name = "Exemple"')


def explain_value(model: type[BaseModel], loc: Sequence[str | int], kind: str, message: str, text: str) -> Mistake:
    """Explain one fault that pydantic found at `loc` in the file `text`, with the remedy its field describes."""
    path = [part for part in loc if isinstance(part, str)][:2]
    key, line = ".".join(path), line_of(text, path)
    if kind == "extra_forbidden":
        return Mistake(line, key, "there is no such key", _nearest(model, path))
    remedy = _remedy(model, path)
    if kind == "missing":
        return Mistake(line, key, "it is missing", f"{remedy} (under [{path[0]}])" if path[1:] else remedy)
    return Mistake(line, key, _WRONG.get(kind, message.removeprefix("Value error, ")), remedy)


def _remedy(model: type[BaseModel], path: Sequence[str]) -> str:
    if len(path) < 2:
        return f"Write it as a table: [{path[0]}] on a line of its own"
    return f"{_keys(model, path[0])[path[1]]}"


def _keys(model: type[BaseModel], table: str) -> dict[str, str | None]:
    """Return the keys of a table, each with what to write there."""
    inner = model.model_fields[table].annotation
    if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
        return {}
    return {name: field.description for name, field in inner.model_fields.items()}


def _nearest(model: type[BaseModel], path: Sequence[str]) -> str:
    """Name the key that was probably meant, or all there are."""
    known = list(_keys(model, path[0]) if len(path) > 1 else model.model_fields)
    likely = difflib.get_close_matches(path[-1], known, 1)
    return f'Write "{likely[0]}"' if likely else f"There are: {', '.join(known)}"


def line_of(text: str, path: Sequence[str]) -> int:
    """Find the line where `path` (table, key) is written; the table's own line, else 0, where the key is not."""
    table, table_line = [""], 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
            table = [header[1]]
            table_line = number if table == path[:1] else table_line
        elif (key := re.match(r"\s*([\w.-]+)\s*=", line)) and [*table, *key[1].split(".")] in ([*path], ["", *path]):
            return number
    return table_line
