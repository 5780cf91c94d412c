"""Windows programs under Wine: the Windows Python of ../shared/windows made ready to build with, and a built file run.

HANDRAIL_WINE names the prefix, as there.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from installer.pyinstaller import ROOT, WINE_PYTHON
from scripts.rigs.xserver import xvfb

LOCK = ROOT / "installer" / "requirements-windows.lock"
TCL = Path("/usr/share/tcltk")
"""Debian's scripts of Tcl and Tk: the Windows Python here comes without."""
PREFIX = Path(os.environ.get("HANDRAIL_WINE", Path.home() / ".cache" / "handrail-wine"))
PATIENCE = 300
"""Seconds for a start under Wine on a busy machine."""

_RUN = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL).returncode)"


def make_ready() -> Path:
    """Install what the lock lists into the Windows Python, and Tcl's scripts; return its command."""
    subprocess.run([WINE_PYTHON.with_name("setup")], check=True)
    stamp = PREFIX / f"builds-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if not stamp.exists():
        subprocess.run([WINE_PYTHON.with_name("install"), "--require-hashes", "-r", LOCK], check=True)
        stamp.touch()
    _bring_tcl()
    return WINE_PYTHON


def run_exe(program: Path, *arguments: str) -> str:
    """Run `program` as Windows would, started by the Windows Python; return what it prints."""
    inside = f"Z:{str(program).replace('/', chr(92))}"
    with xvfb() as display:
        done = subprocess.run(
            [WINE_PYTHON, "-c", _RUN, inside, *arguments],
            env={**os.environ, "DISPLAY": display},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
        )
    return done.stdout


def wine_running() -> dict[str, str]:
    """Start what Wine keeps running, as Windows does; return the environment to start a program in."""
    env = {"WINEPREFIX": str(PREFIX), "WINEARCH": "win64", "WINEDEBUG": "-all"}
    env["WINEDLLOVERRIDES"] = "mscoree,mshtml=;ucrtbase=n,b"
    command = ["wineserver", "-p60"]
    subprocess.run(command, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return env


def _bring_tcl() -> None:
    """Copy Tcl's scripts to where the Windows Python looks; they name the version of its libraries."""
    for name, script in (("tcl8.6", "init.tcl"), ("tk8.6", "tk.tcl")):
        there = PREFIX / "drive_c" / "Python311" / "tcl" / name
        if not there.exists() and (TCL / name).exists():
            shutil.copytree(TCL / name, there)
            text = (there / script).read_text(encoding="utf-8")
            (there / script).write_text(re.sub(r"(-exact (?:Tcl|Tk) +8\.6)\.\d+", r"\1.12", text), encoding="utf-8")
