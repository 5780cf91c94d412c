"""What is inside a finished plug-in: read from the file itself, not from what was meant to go in."""

from pathlib import Path
from types import CodeType

from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

from agent.settings import EMBEDDED_MODULE
from installer.errors import InstallerError

FORBIDDEN = frozenset(
    {"tests", "scripts", "rendezvous", "installer", "PIL", "numpy", "pytest", "hypothesis", "playwright", "cpace"}
)
"""What no plug-in may hold: our tests and their scripted customers, the other programs, dead weight."""


def modules(plugin: Path) -> set[str]:
    """Return the names of all Python modules inside, and of the packages that only lie there as files."""
    archive = _open(plugin)
    packed = set(archive.open_embedded_archive("PYZ.pyz").toc)
    files = {name.partition("/")[0].partition(".")[0] for name in archive.toc if name.endswith((".so", ".py", ".pyc"))}
    return packed | files


def sizes(plugin: Path) -> dict[str, int]:
    """Return what each part weighs inside (bytes, compressed), by the first part of its name."""
    weights: dict[str, int] = {}
    for name, (_, compressed, *_) in _open(plugin).toc.items():
        part = name.partition("/")[0]
        weights[part] = weights.get(part, 0) + compressed
    return weights


def brand_text(plugin: Path) -> str:
    """Return the brand file inside. Raise InstallerError when there is none."""
    archive = _open(plugin).open_embedded_archive("PYZ.pyz")
    code = archive.extract(EMBEDDED_MODULE) if EMBEDDED_MODULE in archive.toc else None
    texts = [one for one in code.co_consts if isinstance(one, str)] if isinstance(code, CodeType) else []
    if len(texts) != 1:
        raise InstallerError(f"{plugin} holds no brand file: it was not made by this installer")
    return texts[0]


def require_clean(plugin: Path) -> None:
    """Raise InstallerError when something is inside that no plug-in may hold."""
    found = FORBIDDEN & {name.partition(".")[0] for name in modules(plugin)}
    if found:
        raise InstallerError(f"the build holds what no plug-in may hold: {', '.join(sorted(found))}")


def _open(plugin: Path) -> CArchiveReader:
    try:
        return CArchiveReader(str(plugin))
    except (OSError, ArchiveReadError) as error:
        raise InstallerError(f"{plugin} is not a plug-in that can be read: {error}") from None
