"""Where desktops write the names and pictures of other folders' files: closed as long as anything at all is hidden.

Only places whose whole purpose is to remember other files; what a program keeps of its own documents is not here.
"""

import os
from pathlib import Path

BELOW_HOME = (
    ".bash_history", ".lesshst", ".python_history", ".recently-used", ".recently-used.xbel", ".thumbnails", ".viminfo",
    ".zsh_history",
)  # fmt: skip
BELOW_CACHE = ("thumbnails", "tracker", "tracker3", "zeitgeist")
BELOW_DATA = (
    "RecentDocuments", "Trash/info", "baloo", "fish/fish_history", "gvfs-metadata", "kactivitymanagerd",
    "recently-used.xbel", "tracker", "zeitgeist",
)  # fmt: skip
BELOW_ROOT = ("/var/lib/mlocate", "/var/lib/plocate", "/var/cache/locate")


def traces(home: Path) -> list[Path]:
    """List the places, for this user; those that are not there yet too."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [
        *(home / name for name in BELOW_HOME),
        *(cache / name for name in BELOW_CACHE),
        *(data / name for name in BELOW_DATA),
        *(Path(name) for name in BELOW_ROOT),
    ]
