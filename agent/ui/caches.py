"""Where the windows' toolkits keep what they work out of fonts: nowhere that outlives the session (P7)."""

import os
from pathlib import Path


def without_traces(private: Path) -> dict[str, str]:
    """Return the environment for the windows: what fontconfig would begin to keep for this person goes to `private`.

    Who has its cache keeps and uses it: without, each window would read every font anew (fonts-conf(5), cachedir).
    """
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    own = {} if os.path.isdir(os.path.join(caches, "fontconfig")) else {"XDG_CACHE_HOME": str(private)}
    return {**os.environ, **own}
