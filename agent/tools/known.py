"""Ask the system's own programs, known by name and place: nothing found elsewhere is ever run, and no shell."""

import os
import subprocess
from pathlib import Path

from agent.protocol.errors import HandrailError

PLACES = (Path("/usr/bin"), Path("/bin"))
SECONDS = 3.0
MAX_OUTPUT = 256 * 1024


class SourceError(HandrailError):
    """A source of the report could not be read; the customer is told that, not why."""


class NotInstalledError(SourceError):
    """The program that would tell is not there."""


def ask(program: str, *arguments: str, check: bool = True) -> str:
    """Run `program` of PLACES with `arguments` and return what it prints, at most MAX_OUTPUT bytes of it.

    Without `check` its exit code says nothing (dpkg-query's, where one package of several is missing). Raise
    NotInstalledError when it is not there, SourceError when it fails or takes longer than SECONDS.
    """
    found = next((place / program for place in PLACES if (place / program).is_file()), None)
    if found is None:
        raise NotInstalledError(f"{program} is not installed")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed place, a list of arguments, no shell
            [found, *arguments],
            env=_system_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=check,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SourceError(f"{program} did not answer ({type(error).__name__})") from None
    return done.stdout[:MAX_OUTPUT].decode(errors="replace")


def read_text(path: Path, limit: int = MAX_OUTPUT) -> str:
    """Return at most `limit` bytes of a file as text. Raise SourceError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(limit).decode(errors="replace").strip()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({type(error).__name__})") from None


def _system_environment() -> dict[str, str]:
    """Return the environment without the library path that a PyInstaller build sets for its own libraries."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LD_LIBRARY_PATH", "_PYI_"))}
    if original := os.environ.get("LD_LIBRARY_PATH_ORIG"):
        kept["LD_LIBRARY_PATH"] = original
    return kept | {"LC_ALL": "C.UTF-8", "PATH": ":".join(map(str, PLACES))}
