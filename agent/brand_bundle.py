"""A brand file together with the files it names (logo, icon, texts): read from a folder, or carried inside a build.

Reads and bounds; what the files may hold is for the installer to check before it builds.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.brand_file import BrandFile, parse_brand_file
from agent.brand_mistakes import Mistake, SettingsError, line_of

MAX_FILE = 64 * 1024
"""Bytes of a brand file, and of each file that it names."""

_NAMING = (
    *(("operator", key) for key in ("logo", "icon")),
    *(("texts", f"{kind}_{lang}") for kind in ("terms", "privacy") for lang in ("fr", "en")),
)
"""The keys that name a file: table, key."""


@dataclass(frozen=True)
class Bundle:
    """A brand file as it was written, what it says, and the files it names by table and key ("texts/terms_fr")."""

    text: str
    file: BrandFile
    files: Mapping[str, bytes]

    def pack(self) -> str:
        """Write all of it as one text, the same for the same content."""
        files = {key: base64.b64encode(content).decode() for key, content in sorted(self.files.items())}
        return json.dumps({"brand": self.text, "files": files}, sort_keys=True)


def unpack(packed: str) -> Bundle:
    """Read what `pack` wrote. Raise SettingsError for anything else."""
    try:
        told = json.loads(packed)
        text = str(told["brand"])
        files = {str(key): base64.b64decode(content, validate=True) for key, content in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise SettingsError("what this build carries of its operator cannot be read") from None
    return Bundle(text, parse_brand_file(text.encode()), files)


def read_bundle(path: Path) -> Bundle:
    """Read a brand file and what lies beside it. Raise SettingsError with every mistake."""
    bundle, mistakes = gather(path)
    if mistakes:
        raise SettingsError("the brand file has mistakes", mistakes)
    return bundle


def gather(path: Path) -> tuple[Bundle, tuple[Mistake, ...]]:
    """Read a brand file and those of its files that can be read; tell which cannot. Raise SettingsError for its own."""
    raw = read_bounded(path)
    file, text = parse_brand_file(raw), raw.decode("utf-8-sig")
    files: dict[str, bytes] = {}
    mistakes: list[Mistake] = []
    for keys, name in named_files(file):
        key = ".".join(keys)
        try:
            files["/".join(keys)] = read_bounded(path.parent / name)
        except SettingsError as error:
            mistakes.append(Mistake(line_of(text, keys), key, f"{error}", "Put the file there, or correct its name"))
    return Bundle(text, file, files), tuple(mistakes)


def named_files(file: BrandFile) -> list[tuple[tuple[str, str], str]]:
    """List the keys that name a file, each with that name."""
    given = ((keys, getattr(getattr(file, keys[0]), keys[1])) for keys in _NAMING)
    return [(keys, name) for keys, name in given if name is not None]


def read_bounded(path: Path) -> bytes:
    """Return a file as it is. Raise SettingsError when it cannot be read or is too long."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        raise SettingsError(f"the file {path} cannot be read: {error.strerror}") from None
    if len(raw) > MAX_FILE:
        raise SettingsError(f"the file {path} is longer than {MAX_FILE // 1024} KiB")
    return raw
