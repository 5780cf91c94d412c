"""The terms and the privacy policy: the operator's files, else the plain ones that come with Handrail."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rendezvous.config import Documents
from rendezvous.errors import UsageError
from rendezvous.pages.language import LANGUAGES

KINDS = ("terms", "privacy")
_OURS = Path(__file__).parent / "legal"


@dataclass(frozen=True)
class LegalText:
    """One document in one language: `version` is the SHA-256 of its file."""

    title: str
    blocks: tuple[tuple[str, str], ...]
    version: str


def legal_texts(documents: Documents) -> dict[tuple[str, str], LegalText]:
    """Return every document by kind and language. Raise UsageError when a file cannot be read."""
    return {(kind, lang): _read(documents, kind, lang) for kind in KINDS for lang in LANGUAGES}


def _read(documents: Documents, kind: str, lang: str) -> LegalText:
    own: Path | None = getattr(documents, f"{kind}_{lang}")
    path = own or _OURS / f"{kind}.{lang}.txt"
    try:
        raw = path.read_bytes()
        title, _, body = raw.decode("utf-8").strip().partition("\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"documents.{kind}_{lang}: {path} cannot be read as UTF-8 text.") from None
    return LegalText(title.strip(), tuple(_block(part) for part in body.split("\n\n") if part.strip()), _sha256(raw))


def _block(part: str) -> tuple[str, str]:
    text = " ".join(part.split())
    return ("h2", text.removeprefix("## ")) if text.startswith("## ") else ("p", text)


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
