"""Reads of /proc what a process is and has open (proc(5)); judges nothing. Other users' processes cannot be read."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inotify_simple import INotify, flags

PROC = Path("/proc")
MAX_ARGUMENTS = 64
MAX_BYTES = 64 * 1024
"""Of a command line."""

_KERNEL_THREAD = 0x00200000
"""PF_KTHREAD (linux/sched.h)."""

_WATCH = re.compile(r"^(?:inotify wd:\S+|fanotify) (ino:\S+ sdev:\S+)", re.MULTILINE)
_MAPPED = re.compile(rb"^\S+ \S+ \S+ ([0-9a-f]+):([0-9a-f]+) (\d+) +/", re.MULTILINE)


@dataclass(frozen=True)
class Process:
    """What stays the same while a process lives, and who started it."""

    pid: int
    started: int
    """Clock ticks after boot; with the pid it names one process."""
    parent: int
    terminal: int
    """Its controlling terminal's device; 0: none."""
    executable: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """One thing that a process has open; `path` as the system tells it, `link` leads to the thing itself."""

    path: str
    link: str


def pids() -> list[int]:
    """Return the ids of all processes that we are told of."""
    return [int(name) for name in os.listdir(PROC) if name.isdigit()]


def stat_of(pid: int) -> tuple[int, int, int, int] | None:
    """Return parent, controlling terminal, flags and start of a process; None when it is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return None
    words = text[text.rindex(b")") + 2 :].split()
    return int(words[1]), int(words[4]), int(words[6]), int(words[19])


def process(pid: int, known: Process | None = None) -> Process | None:
    """Read one process; None when it is gone, a thread of the kernel's, or another user's. `known` saves reading."""
    told = stat_of(pid)
    if told is None or told[2] & _KERNEL_THREAD:
        return None
    parent, terminal, _, started = told
    executable = _link(f"/proc/{pid}/exe")
    if executable is None:
        return None
    same = known is not None and (known.started, known.executable) == (started, executable)
    arguments = known.arguments if known is not None and same else _arguments(pid)
    return Process(pid, started, parent, terminal, executable, arguments)


def opened(pid: int) -> tuple[list[Open], frozenset[str]]:
    """Return the files and folders that a process has open or stands in, and the folders it watches.

    A watch is named as the kernel tells it in fdinfo ("ino:... sdev:..."). Raise OSError when it may not be read.
    """
    things: list[Open] = []
    watched: set[str] = set()
    with os.scandir(f"/proc/{pid}/fd") as entries:
        for entry in entries:
            path = _link(entry.path)
            if path is None:
                continue
            if path.startswith("/"):
                things.append(Open(path, entry.path))
            elif path in ("anon_inode:inotify", "inotify", "anon_inode:[fanotify]"):
                watched.update(watches(pid, entry.name))
    return [*things, *_places(pid)], frozenset(watched)


def watches(pid: int | str, fd: int | str) -> list[str]:
    """Return what one inotify instance watches, as the kernel names it."""
    try:
        with open(f"/proc/{pid}/fdinfo/{fd}", encoding="ascii", errors="replace") as file:
            return _WATCH.findall(file.read())
    except OSError:
        return []


def keys(folders: Iterable[Path]) -> list[str]:
    """Return what the kernel calls a watch on each folder, "" for those that cannot be watched.

    On some file systems (btrfs) its device is not what stat tells, so it is asked by watching.
    """
    found = []
    for folder in folders:
        with INotify() as notify, suppress(OSError):
            notify.add_watch(folder, flags.DELETE_SELF | flags.ONLYDIR)
            found.append(next(iter(watches("self", notify.fileno())), ""))
            continue
        found.append("")
    return found


def mapped(pid: int) -> set[tuple[int, int]]:
    """Return device and inode of the files that a process has in its memory."""
    try:
        with open(f"/proc/{pid}/maps", "rb") as file:
            found = set(_MAPPED.findall(file.read()))
    except OSError:
        return set()
    return {(os.makedev(int(major, 16), int(minor, 16)), int(inode)) for major, minor, inode in found}


def _places(pid: int) -> Iterator[Open]:
    """Yield where a process stands, its root, and its program."""
    for name in ("cwd", "root", "exe"):
        link = f"/proc/{pid}/{name}"
        path = _link(link)
        if path is not None and path != "/":
            yield Open(path, link)


def _link(path: str) -> str | None:
    try:
        return os.readlink(path)
    except OSError:
        return None


def _arguments(pid: int) -> tuple[str, ...]:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read(MAX_BYTES).split(b"\0")[:MAX_ARGUMENTS]
    except OSError:
        return ()
    return tuple(map(os.fsdecode, words))
