"""Wine on one display with the Windows Python of ../shared/windows, and on it what the agent needs of PyPI."""

import codecs
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTALL = ROOT.parent / "shared" / "windows" / "install"
PREFIX = Path(os.environ.get("HANDRAIL_WINE", Path.home() / ".cache/handrail-wine"))
PROGRAM = "python.exe"
PYTHON = rf"C:\Python311\{PROGRAM}"
PACKAGES = (
    "aiortc",
    "av",
    "cryptography",
    "mss",
    "platformdirs",
    "psutil",
    "pydantic",
    "pywin32",
    "pywebview",
    "python-socks[asyncio]",
    "websockets",
    "pytest",
    "pytest-asyncio",
    "pytest-timeout",
    "hypothesis",
)
"""The agent's own on Windows, and what its tests need there."""

TCL = Path("/usr/share/tcltk")
PATIENCE = 900
"""Seconds that a test may take with its wait for the others' end; see `alone`."""
SECONDS = 300


def missing() -> str | None:
    """Say what keeps tests from running under Wine; None: nothing does."""
    if shutil.which("wine") is None:
        return "Wine is not installed"
    if not (PREFIX / "ready").exists():
        return f"there is no Windows Python in {PREFIX} (../shared/windows/setup makes one)"
    return None if _packages_there() or INSTALL.exists() else "the agent's packages are not in the Windows Python"


@contextmanager
def alone() -> Iterator[None]:
    """Have the prefix to oneself: whatever runs in it shares one foreground window and one clipboard."""
    with PREFIX.with_name(f"{PREFIX.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def surroundings(display: str, prefix: Path = PREFIX) -> dict[str, str]:
    """Return what Windows programs of a prefix are started with."""
    own = {"WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "DISPLAY": display}
    own["PYTHONIOENCODING"] = "utf-8"  # what is said to us; Windows' own would be the customer's code page
    return {**os.environ, **own, "WINEDLLOVERRIDES": "mscoree,mshtml=;ucrtbase=n,b"}


def begin(env: Mapping[str, str]) -> None:
    """Start what stays by itself in a prefix, with nobody's pipe."""
    for command in (["wineserver", "-p60"], ["wine", "cmd", "/c", "exit"]):
        with subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            process.wait(SECONDS)


class Wine:
    """Wine on one display."""

    def __init__(self, display: str) -> None:
        """Complete the Windows Python, and start what stays by itself."""
        self.env = surroundings(display)
        _complete()
        begin(self.env)

    def python(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the Windows Python in the repository; its output comes through a pipe, as Wine refuses files."""
        done = self._run([PYTHON, *arguments], {**self.env, **(env or {})}, subprocess.STDOUT)
        return subprocess.CompletedProcess(done.args, done.returncode, _lines(done.stdout, "utf-8"))

    def said(self, *command: str) -> str:
        """Run a program there; return what it prints."""
        said = self._run(command, self.env, subprocess.DEVNULL).stdout
        return _lines(said, "utf-16" if said.startswith(codecs.BOM_UTF16_LE) else "utf-8")  # wmic writes the former

    def _run(self, command: Sequence[str], env: Mapping[str, str], errors: int) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["wine", *command],
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            timeout=SECONDS,
            check=False,
        )


def _lines(said: bytes, encoding: str) -> str:
    return said.decode(encoding, "replace").replace("\r", "")


def windows_path(path: Path) -> str:
    """Return how Windows programs find a file of this machine."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _complete() -> None:
    """Bring the packages in, at the versions that the lock names, and Tcl's scripts for the window."""
    if not _packages_there():
        subprocess.run([INSTALL, "-c", _constraints(), *PACKAGES], check=True)
        _stamp().touch()
    for name in ("tcl8.6", "tk8.6"):
        there = PREFIX / "drive_c/Python311/tcl" / name
        if not there.exists() and (TCL / name).exists():
            shutil.copytree(TCL / name, there)
            _name_version(there / ("init.tcl" if name == "tcl8.6" else "tk.tcl"))


def _name_version(script: Path) -> None:
    """Have Tcl's scripts, which name the very version that they came with, take the libraries' (one release apart)."""
    text = script.read_text(encoding="utf-8")
    script.write_text(re.sub(r"(-exact (?:Tcl|Tk) +8\.6)\.\d+", r"\1.12", text), encoding="utf-8")


def _constraints() -> Path:
    """Write the lock's versions without their hashes, which are of files for Linux."""
    lines = re.findall(r"^[\w.-]+==[^ \\;]+", (ROOT / "requirements.lock").read_text(), re.M)
    path = PREFIX / "constraints.txt"
    path.write_text("\n".join(lines))
    return path


def _stamp() -> Path:
    wanted: Sequence[str] = [*PACKAGES, (ROOT / "requirements.lock").read_text()]
    return PREFIX / f"packages-{hashlib.sha256(repr(wanted).encode()).hexdigest()[:12]}"


def _packages_there() -> bool:
    return _stamp().exists()
