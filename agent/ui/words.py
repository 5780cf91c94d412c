"""Chooses the customer's words: texts by key and language, with what others wrote made plain and set apart."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from agent.language import Lang as Lang
from agent.ui.page import Run, Runs

FOLDER = Path(__file__).parent / "texts"

MAX_NAME = 60
"""Characters of a name or another short text that others wrote; a longer one is cut."""

_PIECES = re.compile(r"(\*\*|\{[a-z]+\})")
_VOWELS = frozenset("aeiouœæ")


class Words:
    """The texts of one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._texts = _load(lang)

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def known(self, key: str, other: str) -> str:
        """Return the key if there is a text of it, else `other`: a name nobody foresaw must not end a window."""
        return key if key in self._texts else other

    def keys(self) -> set[str]:
        """Return every key there is, sections and name joined by "/"."""
        return set(self._texts)

    def text(self, key: str, **values: str) -> str:
        """Return a text with its values, without marks."""
        return "".join(run.text for run in self.runs(key, **values))

    def runs(self, key: str, **values: str) -> Runs:
        """Return a text in runs; each value is a foreign run of its own."""
        return _runs(self._texts[key], values)

    def of(self, organisation: str) -> str:
        """Join an organisation to a name: "d'Exemple Assistance", "of Example Support"."""
        if self.lang == "en":
            return f"of {organisation}"
        first = unicodedata.normalize("NFD", organisation[:1].lower())[:1]
        return f"d'{organisation}" if first in _VOWELS else f"de {organisation}"


def plain(text: str, limit: int = MAX_NAME) -> str:
    """Make what others wrote fit for one line: no control, direction or invisible characters, no piled-up accents."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: 4 * limit]):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category.startswith(("C", "Z")):
            kept.append(" " if category.startswith("Z") or character in "\t\r\n" else "")
        elif marks <= 2:
            kept.append(character)
    joined = " ".join("".join(kept).split())
    return joined if len(joined) <= limit else joined[: limit - 1].rstrip() + "…"


def _runs(template: str, values: dict[str, str]) -> Runs:
    runs: Runs = []
    strong = False
    for piece in _PIECES.split(template):
        if piece == "**":
            strong = not strong
        elif piece.startswith("{") and piece.endswith("}"):
            runs.append(Run(text=values[piece[1:-1]], strong=strong, foreign=True))
        elif piece := _after(runs, piece):
            runs.append(Run(text=piece, strong=strong))
    return runs


def _after(runs: Runs, piece: str) -> str:
    """Drop the full stop after a name that ends in one."""
    doubled = piece.startswith(".") and bool(runs) and runs[-1].text.endswith(".")
    return piece[1:] if doubled else piece


@cache
def _load(lang: Lang) -> dict[str, str]:
    """Read a language's texts. In French, set the spaces that must not break."""
    flat = _flatten(tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8")))
    if lang == "fr":
        flat = {key: re.sub(r" (?=[:?!;»])|(?<=«) ", "\u00a0", text) for key, text in flat.items()}
    return flat


def _flatten(table: dict[str, Any], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        key = f"{above}/{name}" if above else name
        flat |= _flatten(value, key) if isinstance(value, dict) else {key: str(value)}
    return flat
