"""The installer run from a copy of what git knows of this repository, lying elsewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from installer.pyinstaller import WINE_PYTHON

ROOT = Path(__file__).resolve().parents[2]


def copy_sources(target: Path) -> Path:
    """Copy every file that git tracks, and what is new and not ignored, to `target`; return it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, listed):
        source = ROOT / name
        if source.is_file() or source.is_symlink():  # one may lead to a folder
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name, follow_symlinks=False)
    return target


def build_in_a_copy(
    copy: Path, brand: Path, out: Path, say: Callable[[str], None], platform: str, base: Path | None = None
) -> None:
    """Build `brand` from a copy of the sources, made at `copy`; for Linux in a base, where one is given."""
    copy_sources(copy)
    say(f"building in a copy at {copy}")
    arguments = ["build", str(brand), "--platform", platform, "--out", str(out)]
    arguments += ["--windows-python", str(WINE_PYTHON)] if platform == "windows" else []
    arguments += ["--base", str(base)] if base else []
    subprocess.run(
        [sys.executable, "-m", "installer", *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONSAFEPATH": ""},
        check=True,
        stdout=subprocess.DEVNULL,
    )
