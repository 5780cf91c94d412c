"""Finds the customer's folders of a name told on the phone, to hide them; the answer stays on this side."""

import unicodedata
from pathlib import Path

from agent.disk.wander import Bounds, wander

BOUNDS = Bounds(depth=8, folders=50_000, seconds=2.0)
MAX_FOUND = 50
"""Folders of one name; whoever has more hides the one above them."""


def find_folders(name: str, home: Path | None = None, bounds: Bounds = BOUNDS) -> tuple[Path, ...]:
    """Return the folders called `name` in the home folder, and at most MAX_FOUND of them; no link is followed.

    Accents composed or not and upper or lower case are the same. Blocks for up to `bounds.seconds`: call it from a
    worker thread. A path or an empty name finds nothing.
    """
    wanted = _plain(name)
    if not wanted or "/" in wanted or wanted in (".", ".."):
        return ()
    matches = (found.path for found in wander([home or Path.home()], bounds) if _plain(found.path.name) == wanted)
    return tuple(path for path, _ in zip(matches, range(MAX_FOUND), strict=False))


def _plain(name: str) -> str:
    """Return a name as it is compared; what cannot be in UTF-8 compares as itself."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())
