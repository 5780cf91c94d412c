"""The plug-ins on offer: the files of one directory, each with its system and its SHA-256, read once at start."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rendezvous.errors import UsageError


class System(StrEnum):
    """An operating system a plug-in is for."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"


_SUFFIXES = {
    ".exe": System.WINDOWS,
    ".msi": System.WINDOWS,
    ".dmg": System.MACOS,
    ".pkg": System.MACOS,
    ".appimage": System.LINUX,
    ".run": System.LINUX,
    ".deb": System.LINUX,
    "": System.LINUX,
}
_USER_AGENTS = (("Windows", System.WINDOWS), ("Mac OS X", System.MACOS), ("Linux", System.LINUX))
_NOT_A_COMPUTER = ("Android", "iPhone", "iPad", "CrOS")


@dataclass(frozen=True)
class Plugin:
    """One file on offer."""

    path: Path
    system: System
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """Return the file's name, as it stands in its address."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """Return what the name the customer saves must end with."""
        return self.path.suffix


def offered(folder: Path | None) -> dict[str, Plugin]:
    """Return the plug-ins of a directory by name. Raise UsageError when it cannot be read."""
    if folder is None:
        return {}
    try:
        found = [path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix.lower() in _SUFFIXES]
        return {path.name: _plugin(path) for path in found if not path.name.startswith(".")}
    except OSError as error:
        raise UsageError(f"downloads_dir: {folder} cannot be read: {error.strerror}.") from None


def system_of(user_agent: str) -> System | None:
    """Guess the visitor's system; None on a telephone, a tablet or what is unknown."""
    if any(word in user_agent for word in _NOT_A_COMPUTER):
        return None
    return next((system for word, system in _USER_AGENTS if word in user_agent), None)


def _plugin(path: Path) -> Plugin:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Plugin(path, _SUFFIXES[path.suffix.lower()], sha256, path.stat().st_size)
