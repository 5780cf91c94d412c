"""Installs what Handrail is measured beside: Debian's TigerVNC and noVNC, and PyPI's Selkies in .selkies."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence

from scripts.benchmark.peers import SELKIES

PACKAGES = ("tigervnc-scraping-server", "novnc", "websockify")
SELKIES_VERSION = "2.1.0"
"""The version whose options peers.py uses."""


def main() -> int:
    """Install what is missing; return the exit code."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(
            f"This needs root on Debian. The packages are {', '.join(PACKAGES)}; Selkies is on PyPI.", file=sys.stderr
        )
        return 1
    home = SELKIES.parents[1]
    if not SELKIES.exists():
        venv.create(home, with_pip=True)
    commands: tuple[Sequence[str], ...] = (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES),
        (str(home / "bin" / "pip"), "install", "-q", f"selkies=={SELKIES_VERSION}"),
    )
    for command in commands:
        print(" ".join(command), flush=True)
        if subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}).returncode:
            print("This did not succeed; what it printed is above.", file=sys.stderr)
            return 1
    return 0
