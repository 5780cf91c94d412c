"""Text from elsewhere (names of processes, devices, printers) made safe to show: text stays text, and short."""

import json
import unicodedata
from collections.abc import Sequence

MAX_ITEM = 300
"""Characters of one item."""

_UNSHOWABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control, format (bidirectional overrides, zero width), lone surrogates, private, unassigned, line separators."""


def clean(text: str, limit: int = MAX_ITEM) -> str:
    """Return `text` on one line, at most `limit` characters, what cannot be shown replaced by U+FFFD."""
    spaced = " ".join(text[: 4 * limit].split())
    shown = "".join("\ufffd" if unicodedata.category(c) in _UNSHOWABLE else c for c in spaced)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def fit(items: Sequence[str], max_bytes: int, more: str) -> list[str]:
    """Clean `items` and keep as many, from the first, as fit `max_bytes` of JSON.

    `more` says how many did not fit (its `{count}`); it takes less than 100 bytes.
    """
    kept: list[str] = []
    room = max_bytes - 100
    for item in map(clean, items):
        room -= len(json.dumps(item, ensure_ascii=False).encode()) + 1
        if room < 0:
            return [*kept, more.format(count=len(items) - len(kept))]
        kept.append(item)
    return kept
