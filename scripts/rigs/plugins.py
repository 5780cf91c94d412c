"""Plug-ins that several proofs try, built once of these very sources: anew as soon as a byte of them is another.

That the same sources give the same bytes is for `prove.py brands` to show; it and `prove.py builds` keep nothing.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from installer.build import build, file_name
from installer.ingredients import Platform
from installer.keys import public_text
from scripts.rigs.brands import OPERATOR, write_brand
from scripts.rigs.laid_open import build_laid_open
from scripts.rigs.windows_exe import make_ready

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".builds"
SOURCES = ("agent", "installer", "requirements.lock", "scripts/rigs/brands.py", "scripts/rigs/laid_open.py")
"""What a plug-in is made of."""

KEY = Ed25519PrivateKey.from_private_bytes(b"an operator's key, to try it out")
"""Whose manifests these plug-ins' brand names: no secret, so that the same sources give the same bytes."""

Say = Callable[[str], None]


def plugin(platform: Platform, say: Say) -> Path:
    """Return the plug-in of `scripts.rigs.brands`, its papers beside it, its brand two folders above. Change none."""

    def make(folder: Path) -> None:
        windows = make_ready() if platform == "windows" else None
        build(write_brand(folder, public_text(KEY)), platform, folder / "dist", say, windows)

    return kept(platform, make, say) / "dist" / file_name(OPERATOR, platform)


def copied(platform: Platform, folder: Path, say: Say) -> tuple[Path, Path]:
    """Copy that plug-in, its papers and its brand to `folder`, to be changed; return the brand and the plug-in."""
    made = plugin(platform, say)
    shutil.copytree(made.parents[1], folder, dirs_exist_ok=True)
    return folder / "brand.toml", folder / "dist" / made.name


def laid_open(say: Say) -> Path:
    """Return the Linux plug-in laid open in a folder: the program, which lies beside all it needs."""

    def make(folder: Path) -> None:
        build_laid_open(write_brand(folder), folder / "open", say)

    return kept("laid-open", make, say) / "open" / "dist" / file_name(OPERATOR) / file_name(OPERATOR)


def kept(name: str, make: Callable[[Path], object], say: Say) -> Path:
    """Return the folder as `make` left it, made of the sources as they are; what was made of others goes."""
    KEPT.mkdir(exist_ok=True)
    folder, begun = KEPT / f"{name}-{_sources()}", KEPT / f"{name}-begun"
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            say(f"{folder}: built before, of these very sources")
            return folder
        for other in KEPT.glob(f"{name}-*"):
            shutil.rmtree(other)
        begun.mkdir()
        make(begun)
        return begun.rename(folder)


def _sources() -> str:
    """Return a short hash of what a plug-in is made of, and by which Python."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *SOURCES]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    told = hashlib.sha256(sys.version.encode())
    for name in sorted(filter(None, listed)):
        told.update(f"{name}\0".encode() + hashlib.sha256((ROOT / name).read_bytes()).digest())
    return told.hexdigest()[:16]
