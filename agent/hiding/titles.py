"""Reading window titles: their words, and their parts between dashes and bars. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from agent.hiding.tables import plain

MAX_TITLE = 512
"""Characters of a title that are read."""
MAX_WORDS = 60
LONGEST = 12
"""Words of a name that may stand anywhere in a title."""

_PARTS = re.compile(r"\s+[-–—|·•:/]+\s+|[|·•]|:\s|\s+\(|\)\s*|\s*\[|\]\s*")
_AROUND = "*•●()[]{}<>«»\"'“”‘’,;:!?…·|"
_BETWEEN = re.compile(r"[^\w']+")


@lru_cache(4096)
def folded(title: str) -> str:
    """Return a title as it is compared: composed (NFC), case folded, of bounded length."""
    return plain(unicodedata.normalize("NFC", title[:MAX_TITLE])).strip()


@lru_cache(4096)
def parts(title: str) -> frozenset[str]:
    """Return the whole title and its parts between separators, without marks around them."""
    whole = folded(title)
    return frozenset(filter(None, (part.strip().strip(_AROUND).strip() for part in (whole, *_PARTS.split(whole)))))


@lru_cache(4096)
def spans(title: str) -> frozenset[str]:
    """Return every run of up to LONGEST words of a title, without marks around it."""
    return frozenset(filter(None, _spans(folded(title).split(" ")[:MAX_WORDS])))


def _spans(found: list[str]) -> Iterator[str]:
    for start in range(len(found)):
        for end in range(start + 1, min(start + LONGEST, len(found)) + 1):
            run = " ".join(found[start:end])
            yield run
            yield run.strip(_AROUND)


def says(title: str, phrases: Collection[str]) -> bool:
    """Say whether one of `phrases` stands in the title, as whole words; accents count, marks between words do not."""
    text = f" {_words(folded(title))} "
    return any(f" {_words(phrase)} " in text for phrase in phrases)


@lru_cache(8192)
def _words(text: str) -> str:
    return _BETWEEN.sub(" ", text).strip()
