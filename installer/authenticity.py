"""Signs what was built, and finds whatever was altered since: a manifest under the operator's key, and all it lists."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent import __version__
from agent.brand_bundle import Bundle
from agent.protocol.errors import WireError
from agent.protocol.manifest import (
    MANIFEST_SUFFIX,
    MAX_MANIFEST,
    SIGNATURE_SUFFIX,
    ListedFile,
    Manifest,
    is_signed,
    read_manifest,
)
from installer.build import file_name
from installer.contents import packed_brand
from installer.errors import InstallerError
from installer.ingredients import Platform
from installer.keys import public_text
from installer.papers import PAPERS, SHA256_SUFFIX, beside, sha256_of, write_sha256

PLATFORMS: tuple[Platform, ...] = ("linux", "windows")
"""What is one file, and has a manifest."""


@dataclass(frozen=True)
class Found:
    """What `verify` found of one plug-in: nothing wrong, or what."""

    plugin: Path
    wrong: tuple[str, ...]


def plugins(bundle: Bundle, out: Path) -> dict[Platform, Path]:
    """List the plug-ins of this brand in a folder. Raise InstallerError when there is none."""
    places = {platform: out / file_name(bundle.file.operator.name, platform) for platform in PLATFORMS}
    present = {platform: path for platform, path in places.items() if path.is_file() or _manifest(path).is_file()}
    if not present:
        raise InstallerError(f"{out} holds no plug-in of {bundle.file.operator.name}: build it first")
    return present


def sign_manifest(bundle: Bundle, platform: Platform, plugin: Path, key: Ed25519PrivateKey) -> Path:
    """Write the manifest of a plug-in and its signature, and its SHA-256 anew; return the manifest's place.

    Raise InstallerError when it is not this brand's, a paper is missing, or the key is not the one the brand names.
    """
    if public_text(key) != bundle.file.signing.public_key:
        remedy = f'Write there, under [signing]: public_key = "{public_text(key)}"'
        raise InstallerError(f"this is not the key that the brand file names. {remedy}")
    if packed_brand(plugin) != bundle.pack():
        raise InstallerError(f"{plugin} was built from another brand file, or an earlier one: build it again")
    write_sha256(plugin)
    listed = [plugin, *(beside(plugin, suffix) for suffix in PAPERS)]
    if missing := [path for path in listed if not path.is_file()]:
        raise InstallerError(f"{missing[0]} is missing: build the plug-in again")
    manifest = Manifest(
        operator=bundle.file.operator.name,
        server=bundle.file.server.url,
        version=__version__,
        platform=platform,
        brand=_brand_sha256(bundle),
        plugin=_listed(plugin),
        papers=tuple(_listed(path) for path in listed[1:]),
    )
    raw = manifest.written()
    _manifest(plugin).write_bytes(raw)
    beside(plugin, SIGNATURE_SUFFIX).write_bytes(key.sign(raw))
    return _manifest(plugin)


def verify(bundle: Bundle, out: Path) -> list[Found]:
    """Check every plug-in of a brand in a folder, with its papers, against the operator's signature.

    Raise InstallerError when there is nothing to check, or the brand names no key to check it with.
    """
    if bundle.file.signing.public_key is None:
        raise InstallerError("the brand file names no key: make one with `handrail-installer key`, and write it there")
    return [
        Found(plugin, tuple(_faults(bundle, platform, plugin))) for platform, plugin in plugins(bundle, out).items()
    ]


def _faults(bundle: Bundle, platform: Platform, plugin: Path) -> Iterator[str]:
    """Say what is wrong with one plug-in; nothing of it is opened before its manifest is proved."""
    raw, signature = _read(_manifest(plugin)), _read(beside(plugin, SIGNATURE_SUFFIX))
    if raw is None or signature is None:
        yield "it is not signed: its manifest or the manifest's signature is missing"
        return
    if not is_signed(raw, signature, bundle.file.signing.public_key or ""):
        yield "its manifest was not signed with the operator's key, or was altered"
        return
    try:
        manifest = read_manifest(raw)
    except WireError as error:
        yield f"its manifest cannot be read: {error}"
        return
    if manifest.brand != _brand_sha256(bundle):
        yield "the brand file, or a file it names, is not the one it was built from"
    if (manifest.platform, manifest.plugin.name) != (platform, plugin.name):
        yield f"its manifest is another plug-in's: {manifest.plugin.name}"
    for listed in (manifest.plugin, *manifest.papers):
        yield from _altered(plugin.with_name(listed.name), listed)
    expected = f"{manifest.plugin.sha256}  {manifest.plugin.name}\n".encode()
    if _read(beside(plugin, SHA256_SUFFIX)) != expected:
        yield f"{beside(plugin, SHA256_SUFFIX).name} is missing or was altered"


def _altered(path: Path, listed: ListedFile) -> Iterator[str]:
    if not path.is_file():
        yield f"{listed.name} is missing"
    elif path.stat().st_size != listed.size or sha256_of(path) != listed.sha256:
        yield f"{listed.name} was altered"


def _listed(path: Path) -> ListedFile:
    return ListedFile(name=path.name, size=path.stat().st_size, sha256=sha256_of(path))


def _manifest(plugin: Path) -> Path:
    return beside(plugin, MANIFEST_SUFFIX)


def _brand_sha256(bundle: Bundle) -> str:
    return hashlib.sha256(bundle.pack().encode()).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_MANIFEST + 1)
    except OSError:
        return None
