"""Brands to try the installer with: a whole one with its files, and small plug-ins that hold a brand and do nothing.

A small plug-in is a real PyInstaller archive, for Windows behind a real PE file, made in a moment.
"""

import struct
import zlib
from pathlib import Path

import pip
from PyInstaller.archive.writers import CArchiveWriter, ZlibArchiveWriter

from agent.brand_bundle import Bundle
from agent.embedded import EMBEDDED_MODULE
from installer.build import file_name
from installer.distributions import Package
from installer.ingredients import Platform
from installer.papers import write_papers
from installer.pyinstaller import DEFAULT_EPOCH
from installer.rules import check

LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "w64.exe"
"""A small Windows program that every virtual environment has."""

OPERATOR = "Maison d'Aide"
BRAND = """\
[operator]
name = "{operator}"
phone = "01 23 45 67 89"
accent = "#0a4f96"
logo = "logo.png"
icon = "icon.png"

[server]
url = "https://aide.example"

[session]
policy = "assist-no-copy"
may_ask = ["view", "control"]

[texts]
welcome_fr = "Nous sommes là."
welcome_en = "We are here."
terms_fr = "conditions.txt"
terms_en = "terms.txt"
privacy_fr = "donnees.txt"
privacy_en = "data.txt"

[retention]
session_days = 30

[signing]
public_key = "{key}"
"""

TEXTS = {
    "conditions.txt": "Version 2.0 du 1er mai 2026\n\nNos conditions.\n",
    "terms.txt": "Version 2.0 of 1 May 2026\n\nOur terms.\n",
    "donnees.txt": "Version 2.0 du 1er mai 2026\n\nNous gardons 30 jours qui a aidé.\n",
    "data.txt": "Version 2.0 of 1 May 2026\n\nWe keep for 30 days who helped.\n",
}

NO_KEY = "A" * 43 + "="


def write_brand(folder: Path, key: str = NO_KEY) -> Path:
    """Write a brand with all that a brand can name; return its file."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "logo.png").write_bytes(png(120, 40))
    (folder / "icon.png").write_bytes(png(256, 256))
    (folder / "brand.toml").write_text(BRAND.format(operator=OPERATOR, key=key), encoding="utf-8")
    return folder / "brand.toml"


def png(width: int, height: int, grey: int = 120) -> bytes:
    """Return a flat grey PNG."""
    rows = (b"\0" + bytes([grey]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def small_plugin(brand: Path, out: Path, platform: Platform = "linux") -> Path:
    """Write a plug-in that holds `brand` and nothing else, with its papers, into `out`; return it."""
    bundle = check(brand)
    out.mkdir(exist_ok=True)
    plugin = out / file_name(bundle.file.operator.name, platform)
    plugin.write_bytes((LAUNCHER.read_bytes() if platform == "windows" else b"") + _archive(bundle, out))
    package = Package("six", "1.0", "MIT", ("Permission is hereby granted.",))
    write_papers(plugin, [package], {}, DEFAULT_EPOCH)
    return plugin


def _archive(bundle: Bundle, folder: Path) -> bytes:
    source = f"PACKED = {bundle.pack()!r}\n"
    modules, whole = folder / "small.pyz", folder / "small.pkg"
    entry = (EMBEDDED_MODULE, f"{EMBEDDED_MODULE}.py", "PYMODULE")
    ZlibArchiveWriter(str(modules), [entry], {EMBEDDED_MODULE: compile(source, "brand", "exec")})
    CArchiveWriter(str(whole), [("PYZ.pyz", str(modules), False, "z")], "libpython3.11.so")
    content = whole.read_bytes()
    modules.unlink()
    whole.unlink()
    return content
