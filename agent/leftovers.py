"""What the plug-in left on this computer: looked for before it begins and after the end, and the difference told (P7).

Knows the places where a program like this one could leave something, and its own by name, by mark or by content: what
other programs do meanwhile is theirs (a second plug-in of the same user's counts as this one). Grabs and windows need
no look of their own, as X ends them with their process; keys are released before.
"""

import contextlib
import os
import secrets
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs
import psutil

MARK = "HANDRAIL_RUN"
"""The environment variable that everything this run starts inherits, however it detaches itself."""

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - looked at, not written

MAX_AUTOSTART = 64 * 1024
"""Bytes read of one autostart entry."""


class Kind(StrEnum):
    """What can be left; each has a sentence in the texts, `left.<kind>`."""

    FILE = "file"
    MEMORY = "memory"
    """Shared memory: a file in /dev/shm."""
    AUTOSTART = "autostart"
    PROCESS = "process"
    SOCKET = "socket"


@dataclass(frozen=True, order=True)
class Left:
    """One thing. `name`: a path, a program's name and number, an address."""

    kind: Kind
    name: str


def mark_this_run() -> None:
    """Mark everything that is started from now on."""
    os.environ.setdefault(MARK, secrets.token_hex(8))


def snapshot() -> frozenset[Left]:
    """Look for everything of ours there is now; takes some tens of milliseconds."""
    processes = list(_marked())
    return frozenset(
        [
            *(Left(Kind.PROCESS, f"{_name(process)} {process.pid}") for process in processes),
            *_sockets([*processes, psutil.Process()]),
            *(Left(Kind.MEMORY, str(path)) for path in _named(SHARED_MEMORY)),
            *(Left(Kind.FILE, str(path)) for place in _places() for path in _named(place)),
            *(
                Left(Kind.AUTOSTART, str(path))
                for place in _autostart()
                for path in _entries(place)
                if _starts_us(path)
            ),
        ]
    )


def difference(before: frozenset[Left], after: frozenset[Left], private: Path, going: Collection[int]) -> list[Left]:
    """Say what is there now and was not before, but for what goes with the last window.

    That is the `private` folder, and the processes numbered `going` (`with_descendants` of the windows and watchdog).
    """
    return sorted(left for left in after - before if not _goes(left, private, going))


def with_descendants(pids: Collection[int]) -> set[int]:
    """Add everything that these processes started and still keep."""
    found = set(pids)
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            found |= {child.pid for child in psutil.Process(pid).children(recursive=True)}
    return found


def _goes(left: Left, private: Path, going: Collection[int]) -> bool:
    match left.kind:
        case Kind.PROCESS:
            return int(left.name.rsplit(" ", 1)[1]) in going
        case Kind.FILE:
            return Path(left.name) == private
        case _:
            return False


def _marked() -> Iterator[psutil.Process]:
    """Yield every process but this one that bears this run's mark."""
    mark = os.environ.get(MARK)
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if mark and process.pid != os.getpid() and process.environ().get(MARK) == mark and _lives(process):
                yield process


def _lives(process: psutil.Process) -> bool:
    return bool(process.status() != psutil.STATUS_ZOMBIE)


def _name(process: psutil.Process) -> str:
    """Return its program's name; Windows may not tell that of one that is just ending."""
    with contextlib.suppress(psutil.Error, OSError):
        return process.name()
    return "?"


def _sockets(processes: Collection[psutil.Process]) -> Iterator[Left]:
    for process in processes:
        with contextlib.suppress(psutil.Error, OSError):
            for connection in process.net_connections("inet"):
                address = ":".join(str(part) for part in (connection.raddr or connection.laddr))
                yield Left(Kind.SOCKET, f"{connection.status} {address}")


def _places() -> list[Path]:
    """Return the folders in which a program leaves something without being asked: temporary, caches, settings, data."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folders = [tempfile.gettempdir(), *([runtime] if runtime else []), *_user_folders()]
    return [Path(folder) for folder in dict.fromkeys(folders)]


def _user_folders() -> tuple[str, ...]:
    dirs = (platformdirs.user_cache_dir(), platformdirs.user_config_dir(), platformdirs.user_data_dir())
    return (*dirs, platformdirs.user_state_dir(), str(Path(platformdirs.user_data_dir()) / "applications"))


def _autostart() -> list[Path]:
    """Return where something may be entered to start by itself (XDG Autostart 0.5, systemd's user units)."""
    config = Path(platformdirs.user_config_dir())
    return [config / "autostart", config / "systemd" / "user", config / "systemd" / "user" / "default.target.wants"]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _named(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder under a name of ours: the tool's, this program's, its toolkit's."""
    names = ["handrail", "pywebview", *([Path(sys.executable).stem.lower()] if getattr(sys, "frozen", False) else [])]
    for path in _entries(folder):
        if any(name in path.name.lower() for name in names) and _is_mine(path):
            yield path


def _is_mine(path: Path) -> bool:
    if sys.platform == "win32":
        return True  # it lies among the user's own folders
    with contextlib.suppress(OSError):
        return path.lstat().st_uid == os.getuid()
    return False


def _starts_us(entry: Path) -> bool:
    """Say whether an autostart entry speaks of this program."""
    with contextlib.suppress(OSError), entry.open("rb") as file:
        text = file.read(MAX_AUTOSTART).lower()
        return b"handrail" in text or os.fsencode(sys.executable).lower() in text
    return False
