"""Which programs' lists of recent files name something hidden: read from the desktop's own list.

Source: Desktop Bookmark Specification (freedesktop.org), recently-used.xbel, which GTK and KDE programs keep.
"""

import os
import re
from contextlib import suppress
from html import unescape
from pathlib import Path, PurePath
from urllib.parse import unquote

from agent.disk.tree import Tree

MAX_BYTES = 4 * 1024 * 1024

_BOOKMARK = re.compile(r"<bookmark\s[^>]*href=\"file://([^\"]*)\"(.*?)</bookmark>", re.DOTALL)
_APPLICATION = re.compile(r"<bookmark:application\s([^>]*)>")
_PROGRAM = re.compile(r"(?:name|exec)=\"([^\"]*)\"")


def recent_list(home: Path | None = None) -> Path:
    """Return where the desktop keeps its list of recent files; `home` replaces the customer's own folder."""
    data = os.environ.get("XDG_DATA_HOME") if home is None else None
    return (Path(data) if data else (home or Path.home()) / ".local" / "share") / "recently-used.xbel"


def telling_programs(text: str, tree: Tree) -> frozenset[str]:
    """Return the programs that list something hidden, by executable's base name, lower case."""
    programs: set[str] = set()
    for bookmark in _BOOKMARK.finditer(text):
        path = unquote(unescape(bookmark[1]))
        if _is_hidden(path, tree):
            for one in _APPLICATION.findall(bookmark[2]):
                programs.update(_program(unescape(word)) for word in _PROGRAM.findall(one))
    return frozenset(programs - {""})


def _is_hidden(path: str, tree: Tree) -> bool:
    with suppress(OSError, ValueError):
        return tree.holds(os.stat(path), os.path.realpath(path))
    return path.startswith("/") and tree.lies_above(path)


def _program(command: str) -> str:
    """Return the program of "'mousepad %u'", in the quotes that the list has."""
    first = command.strip().strip("'\"").split(" ")[0]
    return PurePath(first).name.casefold()
