"""On what machine, and which versions, were measured."""

import platform
import subprocess
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import psutil

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
                yield f"Handrail {version('handrail')}, commit {commit}"
    yield _said(CHROMIUM, "--version").partition(" built")[0]


def machine() -> str:
    """Describe this machine in half a line."""
    memory = psutil.virtual_memory().total / 2**30
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{psutil.cpu_count()} cores of {_processor()}, {memory:.0f} GiB, {system}"


def _processor() -> str:
    said = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in said if line.startswith("model name")]
    return names[0] if names else platform.machine()


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
