"""The papers beside a plug-in: its SHA-256, its bill of materials (CycloneDX 1.6), the licences of what is inside."""

import hashlib
import shutil
import subprocess
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from agent import __version__
from installer.distributions import Package

SHA256_SUFFIX, SBOM_SUFFIX, LICENCES_SUFFIX = ".sha256", ".cdx.json", ".licences.txt"
PAPERS = (SBOM_SUFFIX, LICENCES_SUFFIX)
"""What the manifest lists beside the plug-in."""

FFMPEG = """
PyAV's wheels carry FFmpeg with x264: this file may be passed on only under the GNU General Public License, version 2 or
later (its text is below, with PyInstaller's). The sources are at https://github.com/PyAV-Org/pyav-ffmpeg.
"""
"""What a bundle with these wheels means (NOTICE)."""

_RULE = "=" * 78


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sha256(plugin: Path) -> str:
    """Write the SHA-256 beside a plug-in, as `sha256sum --check` reads it; return it."""
    sha256 = sha256_of(plugin)
    beside(plugin, SHA256_SUFFIX).write_text(f"{sha256}  {plugin.name}\n", encoding="utf-8")
    return sha256


def beside(plugin: Path, suffix: str) -> Path:
    """Return the place of a paper."""
    return plugin.with_name(plugin.name + suffix)


def write_papers(plugin: Path, packages: Sequence[Package], libraries: dict[str, str], epoch: int) -> None:
    """Write SHA-256, bill of materials and licences. `libraries`: name -> SHA-256; `epoch`: the date they name."""
    write_sha256(plugin)
    beside(plugin, SBOM_SUFFIX).write_text(_bill(plugin.name, packages, libraries, epoch), encoding="utf-8")
    beside(plugin, LICENCES_SUFFIX).write_text(_licences(packages, libraries), encoding="utf-8")


def _bill(name: str, packages: Iterable[Package], libraries: dict[str, str], epoch: int) -> str:
    whole = Component(name=name, version=__version__, type=ComponentType.APPLICATION, bom_ref="plug-in")
    inside = [*(_of_package(one) for one in packages), *(_of_library(*one) for one in libraries.items())]
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"handrail:{name}:{__version__}:{sorted(libraries.items())}")
    made = datetime.fromtimestamp(epoch, UTC)
    bom = Bom(serial_number=number, metadata=BomMetaData(component=whole, timestamp=made), components=inside)
    bom.register_dependency(whole, inside)
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n"


def _of_package(one: Package) -> Component:
    known = one.name not in ("CPython",)
    purl = PackageURL("pypi", name=one.name.lower().replace("_", "-"), version=one.version) if known else None
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=f"{one.name}@{one.version}",
        licenses=[DisjunctiveLicense(name=one.licence)],
    )


def _of_library(name: str, sha256: str) -> Component:
    digest = HashType(alg=HashAlgorithm.SHA_256, content=sha256)
    return Component(name=name, type=ComponentType.FILE, hashes=[digest], bom_ref=f"file:{name}")


def _licences(packages: Iterable[Package], libraries: dict[str, str]) -> str:
    """Write everyone's licence, one after the other."""
    pages = ["This plug-in holds the work of others, under these licences.", FFMPEG, ""]
    for one in packages:
        pages += [_RULE, f"{one.name} {one.version}: {one.licence}", _RULE, *one.texts, ""]
    for owner, names in _owners(libraries).items():
        pages += [_RULE, f"{', '.join(names)}: {owner or 'came with the Python that made this file'}", _RULE]
        text = Path("/usr/share/doc") / owner / "copyright"
        pages += [text.read_text("utf-8", "replace") if owner and text.is_file() else "", ""]
    return "\n".join(pages)


def _owners(libraries: Iterable[str]) -> dict[str, list[str]]:
    """Group libraries by the Debian package that they came with, where this is such a system."""
    groups: dict[str, list[str]] = {}
    for name in libraries:
        groups.setdefault(_debian_package(name), []).append(name)
    return dict(sorted(groups.items()))


def _debian_package(name: str) -> str:
    if not shutil.which("dpkg-query"):
        return ""
    asked = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True)  # noqa: S603, S607 - no shell
    return asked.stdout.partition(":")[0].partition(",")[0] if asked.returncode == 0 else ""
