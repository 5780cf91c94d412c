"""Reads what starts with the customer's session, and writes the one key that switches it off.

XDG Autostart 0.5 (https://specifications.freedesktop.org/autostart-spec/latest/).
"""

import configparser
import os
import re
import shlex
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import platformdirs

from agent.language import Lang
from agent.protocol.service_messages import StartupRow
from agent.tools.clean import clean
from agent.tools.discretion import Discretion

MAX_FILE = 64 * 1024
"""Bytes of an entry's file; a longer one is none."""

MOST_ENTRIES = 500
"""Entries of one folder that are looked at."""

GROUP = "Desktop Entry"
OFF = {b"Hidden": b"true"}
"""The specification's own switch: an entry that is hidden does not start."""
ON = {b"Hidden": b"false", b"X-GNOME-Autostart-enabled": b"true"}
"""What undoes it, and GNOME's own switch where that is in the file."""


@dataclass(frozen=True)
class Places:
    """Where entries lie: the customer's folder comes before the system's, by file name."""

    user: Path
    system: tuple[Path, ...]
    desktops: tuple[str, ...]
    """XDG_CURRENT_DESKTOP: which entries are meant for this desktop."""

    @classmethod
    def of_this_session(cls) -> "Places":
        """Read them from the environment (XDG Base Directory)."""
        system = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        desktops = os.environ.get("XDG_CURRENT_DESKTOP", "")
        return cls(
            Path(platformdirs.user_config_dir()) / "autostart",
            tuple(Path(folder) / "autostart" for folder in system.split(":") if folder.startswith("/")),
            tuple(filter(None, desktops.split(":"))),
        )

    def files(self) -> Iterator[Path]:
        """Yield the file that counts of each name: the customer's, else the first of the system's."""
        seen: set[str] = set()
        for folder in (self.user, *self.system):
            for path in _entries(folder):
                if path.name not in seen:
                    seen.add(path.name)
                    yield path


def rows(places: Places, discretion: Discretion, lang: Lang) -> list[StartupRow]:
    """Return every entry that would start here if it were on, without what is hidden. Raise SourceError in doubt."""
    found = (_row(path, places, discretion, lang) for path in places.files())
    return sorted(filter(None, found), key=lambda row: row.title.casefold())


def read(path: Path, discretion: Discretion) -> bytes | None:
    """Return an entry's content; None when it is none, or lies in something hidden, by what was opened."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or hides_opened(descriptor, discretion):
            return None
        data = file.read(MAX_FILE + 1)
    return data if len(data) <= MAX_FILE else None


def hides_opened(descriptor: int, discretion: Discretion) -> bool:
    """Say whether what was opened is hidden, or lies in something hidden."""
    return discretion.lies_hidden(os.readlink(f"/proc/self/fd/{descriptor}"))


def switched(data: bytes, on: bool) -> bytes:
    """Return an entry's content switched on or off, every other byte as it was."""
    lines = data.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if line.strip() == b"[Desktop Entry]"), None)
    if start is None:
        return data
    end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith(b"[")), len(lines))
    head, body, rest = lines[: start + 1], lines[start + 1 : end], lines[end:]
    for key, value in (ON if on else OFF).items():
        body = _with_key(body, key, value, add=not on)
    opened = b"".join(head)
    return b"".join([opened if opened.endswith(b"\n") else opened + b"\n", *body, *rest])


def is_on(data: bytes) -> bool:
    """Say whether an entry starts by itself; what is no entry does not."""
    entry = _parsed(data)
    return entry is not None and _is_on(entry)


def _with_key(body: Sequence[bytes], key: bytes, value: bytes, add: bool) -> list[bytes]:
    """Give a key of the group a value where it stands; where it does not, only if `add`."""
    pattern = re.compile(rb"\s*" + re.escape(key) + rb"\s*=")
    line = key + b"=" + value + b"\n"
    if any(map(pattern.match, body)):
        return [line if pattern.match(old) else old for old in body]
    return [line, *body] if add else list(body)


def _entries(folder: Path) -> list[Path]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".desktop") and _can_be_told(name))
    except OSError:
        return []
    return [folder / name for name in names[:MOST_ENTRIES]]


def _can_be_told(name: str) -> bool:
    """Say whether a file name is text; what is not (invalid UTF-8) has no place in a message."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _row(path: Path, places: Places, discretion: Discretion, lang: Lang) -> StartupRow | None:
    data = read(path, discretion)
    entry = _parsed(data) if data else None
    if entry is None or not _meant_for(entry, places.desktops):
        return None
    command = _command(entry)
    if not command or discretion.hides_program(0, path.stem, command[0], command):
        return None
    title = clean(entry.get(f"Name[{lang}]") or entry.get("Name") or path.name, 200)
    program = clean(PurePath(command[0]).name, 200)
    return StartupRow(name=path.name, title=title, program=program, on=_is_on(entry))


def _parsed(data: bytes) -> Mapping[str, str] | None:
    """Return the keys of an entry's group; None when the file is none."""
    file = configparser.RawConfigParser(
        delimiters=("=",), comment_prefixes=("#",), strict=False, empty_lines_in_values=False
    )
    file.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case (configparser's own way)
    try:
        file.read_string(data.decode(errors="replace"))
    except configparser.Error:
        return None
    return file[GROUP] if file.has_section(GROUP) else None


def _is_on(entry: Mapping[str, str]) -> bool:
    return entry.get("Hidden", "").strip() != "true" and entry.get("X-GNOME-Autostart-enabled", "").strip() != "false"


def _meant_for(entry: Mapping[str, str], desktops: Sequence[str]) -> bool:
    """Say whether an entry is for this desktop (OnlyShowIn, NotShowIn), and its program is there (TryExec)."""
    only, never = (entry.get(key, "").split(";") for key in ("OnlyShowIn", "NotShowIn"))
    wanted = only == [""] or any(desktop in only for desktop in desktops)
    tried = entry.get("TryExec", "").strip()
    there = not tried or shutil.which(tried) is not None
    return wanted and there and not any(desktop in never for desktop in desktops)


def _command(entry: Mapping[str, str]) -> tuple[str, ...]:
    """Return the program that an entry runs and what it is told; nothing when it runs none."""
    try:
        return tuple(shlex.split(entry.get("Exec", "")))
    except ValueError:
        return ()
