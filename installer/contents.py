"""What is inside a finished plug-in: read from the file itself, not from what was meant to go in."""

import hashlib
import re
from pathlib import Path
from types import CodeType

from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

from agent.embedded import EMBEDDED_MODULE
from installer.errors import InstallerError

FORBIDDEN = frozenset(
    {"tests", "scripts", "rendezvous", "installer", "PIL", "numpy", "pytest", "hypothesis", "playwright", "cpace"}
)
"""What no plug-in may hold: our tests and their scripted customers, the other programs, dead weight."""

SYSTEMS_OWN = ("ucrtbase.dll", "api-ms-win-", "kernel32.dll", "ntdll.dll", "user32.dll")
"""Libraries of the system that made a Windows plug-in: Windows has its own, and Wine's would not run there."""


_LIBRARY = re.compile(r"(\w+\.libs/)?[^/]*(\.dll|(?<!linux-gnu)\.so(\.[0-9.]+)?)")


def modules(plugin: Path) -> set[str]:
    """Return the names of all Python modules inside, and of the packages that only lie there as files."""
    archive = _open(plugin)
    packed = set(archive.open_embedded_archive("PYZ.pyz").toc)
    suffixes = (".so", ".py", ".pyc", ".pyd")
    files = {_parts(name)[0].partition(".")[0] for name in archive.toc if name.endswith(suffixes)}
    return packed | files


def libraries(plugin: Path) -> dict[str, str]:
    """Return the libraries inside that are no Python modules, by file name, each with its SHA-256.

    They lie by themselves, or were packed into a wheel beside the package that uses them (av.libs).
    """
    archive = _open(plugin)
    files = {_parts(name)[-1]: name for name in sorted(archive.toc) if _LIBRARY.fullmatch(name.replace("\\", "/"))}
    return {file: hashlib.sha256(archive.extract(name)).hexdigest() for file, name in files.items()}


def sizes(plugin: Path) -> dict[str, int]:
    """Return what each part weighs inside (bytes, compressed), by the first part of its name."""
    weights: dict[str, int] = {}
    for name, (_, compressed, *_) in _open(plugin).toc.items():
        part = _parts(name)[0]
        weights[part] = weights.get(part, 0) + compressed
    return weights


def packed_brand(plugin: Path) -> str:
    """Return the packed brand inside. Raise InstallerError when there is none."""
    archive = _open(plugin).open_embedded_archive("PYZ.pyz")
    code = archive.extract(EMBEDDED_MODULE) if EMBEDDED_MODULE in archive.toc else None
    texts = [one for one in code.co_consts if isinstance(one, str)] if isinstance(code, CodeType) else []
    if len(texts) != 1:
        raise InstallerError(f"{plugin} holds no brand: it was not made by this installer")
    return texts[0]


def require_clean(plugin: Path) -> None:
    """Raise InstallerError when something is inside that no plug-in may hold."""
    names = {_parts(name)[-1].lower() for name in _open(plugin).toc}
    found = FORBIDDEN & {name.partition(".")[0] for name in modules(plugin)}
    found |= {name for name in names if name.startswith(SYSTEMS_OWN)}
    if found:
        raise InstallerError(f"the build holds what no plug-in may hold: {', '.join(sorted(found))}")


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def _open(plugin: Path) -> CArchiveReader:
    try:
        return CArchiveReader(str(plugin))
    except (OSError, ArchiveReadError) as error:
        raise InstallerError(f"{plugin} is not a plug-in that can be read: {error}") from None
