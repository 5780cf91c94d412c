"""The texts in force that the customer accepts or can read: shown inside the window, and named in the journal."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agent.ui.words import FOLDER, Lang


@dataclass(frozen=True)
class Document:
    """A text in force. The journal keeps `id`, `version`, `lang` and `sha256`; the text itself can be shown again."""

    id: Literal["terms", "privacy"]
    lang: Lang
    version: str
    sha256: str
    text: str


UNVERSIONED = "-"
"""The version of a text that names none; the installer builds with no such text."""


def terms(lang: Lang, own: str = "") -> Document:
    """Return the terms of use: the operator's `own`, else the sample."""
    return _document("terms", lang, own)


def privacy(lang: Lang, own: str = "") -> Document:
    """Return what is done with the customer's data: the operator's `own`, else the sample."""
    return _document("privacy", lang, own)


def accepted_documents(texts: Iterable[Document]) -> dict[str, str]:
    """Say for the journal which texts the customer accepted: id -> version, language and SHA-256 (R-009)."""
    return {text.id: f"{text.version} {text.lang} sha256:{text.sha256}" for text in texts}


def version_of(text: str) -> str | None:
    """Return the version that a text in force begins with: "Version 1.0 of 22 November 2026" -> "1.0"."""
    found = re.match(r"Version (\S{1,40})", text)
    return found[1] if found else None


@lru_cache(16)
def _document(name: Literal["terms", "privacy"], lang: Lang, own: str) -> Document:
    text = own or (FOLDER / f"{name}.{lang}.txt").read_text(encoding="utf-8")
    return Document(name, lang, version_of(text) or UNVERSIONED, hashlib.sha256(text.encode()).hexdigest(), text)
