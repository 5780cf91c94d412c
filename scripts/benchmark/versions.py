"""Which versions were measured."""

import subprocess
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from scripts.benchmark.peers import SELKIES
from scripts.rigs.browser import CHROMIUM
from scripts.rigs.talker import ROOT


def versions(programs: Iterable[str]) -> Iterator[str]:
    """Yield each program with its version, and the browser."""
    for program in dict.fromkeys(programs):
        match program:
            case "tigervnc":
                yield f"TigerVNC {_debian('tigervnc-scraping-server')} with noVNC {_debian('novnc')}"
            case "selkies":
                yield f"Selkies {_said(str(SELKIES.with_name('pip')), 'show', 'selkies', key='Version')}"
            case _:
                commit = _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
                yield f"Handrail {version('handrail')} at {commit}"
    yield _said(CHROMIUM, "--version").partition(" built")[0]


def _debian(package: str) -> str:
    return _said("dpkg-query", "--show", "--showformat=${Version}", package)


def _said(*command: str, key: str = "") -> str:
    """Return the first line of what a command says, or the value of its line "key: value"."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"
    lines = [line.removeprefix(f"{key}:") for line in said if line.startswith(key)]
    return lines[0].strip() if lines else "of unknown version"
