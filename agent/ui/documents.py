"""The texts in force that the customer accepts or can read: shown inside the window, and named in the journal."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
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


def terms(lang: Lang) -> Document:
    """Return the terms of use."""
    return _read("terms", lang)


def privacy(lang: Lang) -> Document:
    """Return what is done with the customer's data."""
    return _read("privacy", lang)


def accepted_documents(lang: Lang) -> dict[str, str]:
    """Say for the journal which texts the customer accepted: id -> version, language and SHA-256 (R-009)."""
    return {text.id: f"{text.version} {text.lang} sha256:{text.sha256}" for text in (terms(lang), privacy(lang))}


@cache
def _read(name: Literal["terms", "privacy"], lang: Lang) -> Document:
    raw = (FOLDER / f"{name}.{lang}.txt").read_bytes()
    text = raw.decode()
    version = re.match(r"Version (\S+)", text)
    if version is None:
        raise ValueError(f"{name}.{lang}.txt does not begin with its version")
    return Document(name, lang, version[1], hashlib.sha256(raw).hexdigest(), text)
