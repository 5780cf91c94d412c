"""Make the plug-in of a brand: one file, its SHA-256 beside it, nothing else left behind."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.brand_file import parse_brand_file
from agent.settings import EMBEDDED_MODULE, read_brand
from installer.contents import brand_text, require_clean
from installer.errors import InstallerError

SPEC = Path(__file__).with_name("linux.spec")
START = "import sys\n\nfrom agent.__main__ import main\n\nsys.exit(main())\n"

_PHASES = {
    "Running Analysis": "looking for everything the agent needs (this takes most of the time)",
    "Building PYZ": "packing the program",
    "Building PKG": "compressing",
    "Building EXE": "writing the file",
}
"""PyInstaller's own lines, and what is said instead."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """A finished plug-in."""

    path: Path
    sha256: str
    size: int
    seconds: float


def build_linux(brand: Path, out: Path, say: Say) -> Built:
    """Make the Linux plug-in of `brand` in the folder `out`, telling each step to `say`.

    Raise SettingsError for a brand file with mistakes, InstallerError for what this machine lacks.
    """
    began = time.monotonic()
    raw = read_brand(brand)
    file = parse_brand_file(raw)
    say(f"{brand}: no mistakes; made for {file.operator.name}, server {file.server.url}")
    _require_tools()
    name = file_name(file.operator.name)
    with tempfile.TemporaryDirectory(prefix="handrail-build-") as folder:
        work = Path(folder)
        text = raw.decode("utf-8-sig")
        (work / "start.py").write_text(START)
        (work / f"{EMBEDDED_MODULE}.py").write_text(f"TEXT = {text!r}\n")
        _run_pyinstaller(name, work, say)
        made = work / "dist" / name
        say("looking inside: no test, no other program, the right brand")
        require_clean(made)
        if brand_text(made) != text:
            raise InstallerError("the brand inside is not the one that was given")
        path = _publish(made, out)
    with path.open("rb") as finished:
        sha256 = hashlib.file_digest(finished, "sha256").hexdigest()
    path.with_name(f"{name}.sha256").write_text(f"{sha256}  {name}\n")
    return Built(path, sha256, path.stat().st_size, time.monotonic() - began)


def file_name(operator: str) -> str:
    """Return the plug-in's file name: the operator's, in letters that every system and address takes."""
    plain = unicodedata.normalize("NFKD", operator).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "Assistance"


def _require_tools() -> None:
    if sys.platform != "linux":
        raise InstallerError("the Linux plug-in is made on Linux: PyInstaller builds for the system it runs on")
    if not shutil.which("objdump"):
        raise InstallerError("PyInstaller needs objdump: apt install binutils")


def _run_pyinstaller(name: str, work: Path, say: Say) -> None:
    options = ["--noconfirm", "--distpath", str(work / "dist"), "--workpath", str(work / "build")]
    process = subprocess.Popen(  # noqa: S603 - our own Python, a list of arguments, no shell
        [sys.executable, "-m", "PyInstaller", *options, str(SPEC), "--", name, str(work)],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(SPEC.parents[1]), "PYINSTALLER_CONFIG_DIR": str(work / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    last: list[str] = []
    coming = dict(_PHASES)
    for line in process.stderr or ():
        last = [*last[-14:], line.rstrip()]
        if phase := next((phase for phase in coming if phase in line), None):
            say(coming.pop(phase))
    if process.wait() != 0:
        raise InstallerError("\n  ".join(["PyInstaller could not make the file; the last it said:", *last]))


def _publish(made: Path, out: Path) -> Path:
    """Move the file to its place: whole or not at all."""
    part = out / f".{made.name}.part"
    try:
        out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, part)
        part.chmod(0o755)
        return part.replace(out / made.name)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InstallerError(f"the plug-in cannot be written to {out}: {error.strerror}") from None
