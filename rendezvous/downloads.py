"""The plug-ins on offer: the files of one directory, each with its system, SHA-256 and papers, read once at start.

The papers are what `handrail-installer` puts beside a plug-in. A manifest that names another file stops the start.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from agent.protocol.errors import WireError
from agent.protocol.manifest import MANIFEST_SUFFIX, MAX_MANIFEST, SIGNATURE_SUFFIX, read_manifest
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
PAPERS = {"manifest": MANIFEST_SUFFIX, "signature": SIGNATURE_SUFFIX, "sbom": ".cdx.json", "licences": ".licences.txt"}
"""What the names of papers end with, after the plug-in's own."""
_USER_AGENTS = (("Windows", System.WINDOWS), ("Mac OS X", System.MACOS), ("Linux", System.LINUX))
_NOT_A_COMPUTER = ("Android", "iPhone", "iPad", "CrOS")


@dataclass(frozen=True)
class Plugin:
    """One file on offer."""

    path: Path
    system: System
    sha256: str
    size: int
    papers: Mapping[str, Path] = field(default_factory=dict)
    """What lies beside it and is handed out as well, by kind (PAPERS); a manifest only with its signature."""

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
    papers = {kind: paper for kind, suffix in PAPERS.items() if (paper := path.with_name(path.name + suffix)).is_file()}
    if not {"manifest", "signature"} <= papers.keys():
        papers = {kind: paper for kind, paper in papers.items() if kind not in ("manifest", "signature")}
    elif _named_in(papers["manifest"]) != sha256:
        raise UsageError(f"downloads_dir: {path.name} is not the file that its manifest names. Sign it again.")
    return Plugin(path, _SUFFIXES[path.suffix.lower()], sha256, path.stat().st_size, papers)


def _named_in(manifest: Path) -> str:
    """Return the SHA-256 of the plug-in that a manifest names. Raise UsageError when it is none."""
    with manifest.open("rb") as file:
        raw = file.read(MAX_MANIFEST + 1)
    try:
        return read_manifest(raw).plugin.sha256
    except WireError as error:
        raise UsageError(f"downloads_dir: {manifest.name} cannot be used: {error}.") from None
