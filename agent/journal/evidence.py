"""What a verifier is given: the journal's files, from a folder or from the block inside a saved report.

Reads only, and everything bounded; judges nothing.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.journal.chain import JournalError
from agent.journal.payloads import FACTS, PAYLOADS
from agent.journal.receipts import RECEIPT

MAX_FILE = 64 * 1024 * 1024
"""Bytes of a journal or of a saved report."""

OPENING = b'<pre id="handrail-journal" hidden>'
CLOSING = b"</pre>"
"""The block of a report that holds the journal: base64, so that nothing in it can be taken for the page's own text."""

_LOOKS_LIKE_ONE = re.compile(rb"id\s*=\s*[\"']?handrail-journal", re.IGNORECASE)


class EvidenceError(JournalError):
    """This is no journal and no report; there is nothing to verify."""


class Text(BaseModel):
    """A text that the customer accepted, as it was."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    id: Literal["terms", "privacy"]
    text: Annotated[str, Field(max_length=200_000)]


class Embedded(BaseModel):
    """The machine-readable journal inside a report. Lines are kept as they were written, byte for byte."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["handrail-report/1"] = "handrail-report/1"
    facts: str
    payloads: str
    receipt: str
    texts: Annotated[tuple[Text, ...], Field(strict=False, max_length=4)] = ()
    page_signature: str = ""
    """The agent's signature over the rest of the page (`page_text`)."""


@dataclass(frozen=True)
class Evidence:
    """Everything there is. `page` is the report around the block, None for a bare journal."""

    facts: bytes
    payloads: bytes
    receipt: bytes
    texts: tuple[Text, ...] = ()
    page: bytes | None = None
    page_signature: str = ""
    as_written: bool = True
    """Whether the block is written as the agent writes it."""


def open_evidence(path: Path) -> Evidence:
    """Read a saved report, a journal's folder, or one of its files. Raise EvidenceError when it is none of these."""
    try:
        if path.is_dir() or path.name in (FACTS, PAYLOADS, RECEIPT):
            return from_folder(path if path.is_dir() else path.parent)
        return from_report(_bounded(path))
    except OSError as error:
        raise EvidenceError(f"{path} cannot be read: {error.strerror}") from None


def from_folder(folder: Path) -> Evidence:
    """Read the journal in a folder; payloads and receipt may be missing there. Raise OSError or EvidenceError."""
    return Evidence(_bounded(folder / FACTS), _optional(folder / PAYLOADS), _optional(folder / RECEIPT))


def from_report(page: bytes) -> Evidence:
    """Take the journal out of a saved report. Raise EvidenceError when there is none in it, or more than one."""
    before, opening, rest = page.partition(OPENING)
    block, closing, after = rest.partition(CLOSING)
    if not opening or not closing or _LOOKS_LIKE_ONE.search(before + after):
        raise EvidenceError("there is not one journal in this file: it is no report, or it was changed")
    try:
        embedded = Embedded.model_validate_json(base64.b64decode(block, validate=True))
    except (ValidationError, binascii.Error, RecursionError) as error:
        raise EvidenceError(f"the journal in this file cannot be read ({type(error).__name__})") from None
    evidence = Evidence(
        embedded.facts.encode(),
        embedded.payloads.encode(),
        embedded.receipt.encode(),
        embedded.texts,
        page_text(before + opening, closing + after),
        embedded.page_signature,
    )
    return replace(evidence, as_written=embed(evidence, embedded.page_signature) == block)


def page_text(before: bytes, after: bytes) -> bytes:
    """Return what the agent signs of a report: all but the block's content, behind a name of its own."""
    return b"handrail-page/1\n" + before + after


def embed(evidence: Evidence, page_signature: str) -> bytes:
    """Write the block's content."""
    inside = {
        "format": "handrail-report/1",
        "facts": evidence.facts.decode(),
        "payloads": evidence.payloads.decode(),
        "receipt": evidence.receipt.decode(),
        "texts": [text.model_dump() for text in evidence.texts],
        "page_signature": page_signature,
    }
    return base64.b64encode(json.dumps(inside, separators=(",", ":")).encode())


def _optional(path: Path) -> bytes:
    return _bounded(path) if path.exists() else b""


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise EvidenceError(f"{path} is longer than {MAX_FILE // 1024 // 1024} MiB: it is no journal")
    return data
