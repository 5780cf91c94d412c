"""Runs PyInstaller for one system, in surroundings that are the same each time: same input, same bytes."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.errors import InstallerError

ROOT = Path(__file__).resolve().parents[1]
WINE_PYTHON = ROOT.parent / "shared" / "windows" / "python"
"""The Windows Python on a Linux that has one, where none is named."""

DEFAULT_EPOCH = 1_795_305_600
"""The time that files name as theirs (22 November 2026, UTC), unless SOURCE_DATE_EPOCH says another."""

_PHASES = {
    "Running Analysis": "looking for everything the agent needs (this takes most of the time)",
    "Building PYZ": "packing the program",
    "Building PKG": "compressing",
    "Building EXE": "writing the file",
}
"""PyInstaller's own lines, and what is said instead."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Python:
    """A Python that PyInstaller runs in."""

    command: tuple[str, ...]
    path: Callable[[Path], str] = str
    """Writes a path of this system as that Python reads it."""

    def run(self, arguments: Sequence[str], cwd: Path, env: dict[str, str]) -> "subprocess.Popen[str]":
        """Start it, what it says on one pipe."""
        return subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            [*self.command, *arguments],
            cwd=cwd,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )


def on_drive_z(path: Path) -> str:
    """Write a path as a Windows Python under Wine reads it, which sees this system's files on Z:."""
    return f"Z:{str(path).replace('/', chr(92))}"


def own_python() -> Python:
    """Return the Python that runs this."""
    return Python((sys.executable,))


def windows_python(command: Path | None) -> Python:
    """Return a Windows Python: this one on Windows, else `command`. Raise InstallerError where there is none."""
    if sys.platform == "win32":
        return own_python()
    found = command or WINE_PYTHON
    if not found.is_file():
        raise InstallerError(
            "the Windows plug-in is made by a Windows Python: run this on Windows, or name one that runs under Wine "
            "with --windows-python (it needs what installer/requirements-windows.lock lists)"
        )
    return Python((str(found.resolve()),), on_drive_z)


def epoch() -> int:
    """Return the time that files name as theirs, in seconds. Raise InstallerError for one that cannot be."""
    given = os.environ.get("SOURCE_DATE_EPOCH", str(DEFAULT_EPOCH))
    if not given.isdecimal() or not 315_532_800 <= int(given) < 4_102_444_800:  # ZIP begins with 1980
        raise InstallerError(f"SOURCE_DATE_EPOCH is {given!r}: it must be seconds since 1970, of a day after 1980")
    return int(given)


def surroundings(python: Python, work: Path) -> dict[str, str]:
    """Return the environment in which the same input gives the same bytes."""
    return {
        "PYTHONPATH": python.path(ROOT),
        "PYINSTALLER_CONFIG_DIR": python.path(work / "cache"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(epoch()),
    }


def run_pyinstaller(python: Python, spec: Path, name: str, work: Path, say: Say, *options: str) -> Path:
    """Make the file `name` from `spec`, told `options`, and what lies in `work`; return it. Raise InstallerError."""
    folders = ["--distpath", python.path(work / "dist"), "--workpath", python.path(work / "build")]
    told = [*options, name, python.path(work)]
    arguments = ["-m", "PyInstaller", "--noconfirm", *folders, python.path(spec), "--", *told]
    process = python.run(arguments, work, surroundings(python, work))
    last: list[str] = []
    coming = dict(_PHASES)
    for line in process.stdout or ():
        last = [*last[-14:], line.rstrip()]
        if phase := next((phase for phase in coming if phase in line), None):
            say(coming.pop(phase))
    if process.wait() != 0:
        raise InstallerError("\n  ".join(["PyInstaller could not make the file; the last it said:", *last]))
    return work / "dist" / name
