"""The entry on desktops of freedesktop.org: a file in the user's own autostart folder (XDG Autostart 0.5).

How a command is written in it: Desktop Entry Specification 1.5, "The Exec key".
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import platformdirs

from agent.comeback.entry import Command
from agent.comeback.kept import ComebackError

_NAME = "handrail-return.desktop"
_RESERVED = re.compile(r"""[\s"'\\><~|&;$*?#()`%]""")
_ESCAPED = re.compile(r'(["`$\\])')


class XdgEntry:
    """The file."""

    def __init__(self) -> None:
        self.folder: Path | None = Path(platformdirs.user_config_dir()) / "autostart"
        self._path = self.folder / _NAME

    def put(self, command: Command) -> None:
        """Write it. Raise ComebackError."""
        path = [f"Path={_value(str(command.folder))}"] if command.folder else []
        lines = ["[Desktop Entry]", "Type=Application", "Name=Handrail", f"Exec={execution(command.words)}", *path]
        text = "\n".join([*lines, "NoDisplay=true", ""])
        try:
            self._path.unlink(missing_ok=True)
            with open(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except (OSError, UnicodeEncodeError) as error:
            raise ComebackError(f"no start at the next login can be entered: {type(error).__name__}") from None

    def remove(self) -> None:
        """Delete it."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def execution(words: Sequence[str]) -> str:
    """Write a command as the key Exec holds it. Raise ComebackError for what it cannot hold."""
    return _value(" ".join(_quoted(word) for word in words))


def _quoted(word: str) -> str:
    """Quote one argument; a % stands for itself only twice."""
    word = word.replace("%", "%%")
    return '"' + _ESCAPED.sub(r"\\\1", word) + '"' if _RESERVED.search(word) or not word else word


def _value(text: str) -> str:
    """Escape a value of type string. Raise ComebackError where a line would end in it."""
    if not text.isprintable():
        raise ComebackError("the program lies in a folder whose name no entry can hold")
    return text.replace("\\", "\\\\")
