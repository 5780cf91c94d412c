"""Paths of the wire on Windows: "/C:/Users/ana", and "/" above the disks. What is no plain name is never asked for.

Refused are what Windows would read as something else than one entry of one folder: streams (a:b), device names (NUL,
COM1.txt), ends that it cuts off (dots, spaces), `.` and `..`, and wildcards (Naming Files, Paths, and Namespaces).
"""

import re
from pathlib import PureWindowsPath
from typing import Final

from agent.disk.base import Missing, NameNotAllowed, NameTooLong

MAX_NAME: Final = 255
"""UTF-16 units of a name (NTFS)."""
MAX_PATH: Final = 32_000
"""Of a path, a little less than Windows takes."""

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"|?*\\/\ud800-\udfff]')
_DEVICE: Final = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³])( *[.:].*)?", re.IGNORECASE)
_DISK: Final = re.compile("[A-Za-z]:")


def checked_path(path: str) -> tuple[str, ...]:
    """Return the disk ("C:") and the names of a path; none for "/". Raise Missing, NameNotAllowed."""
    if not path.startswith("/"):
        raise Missing
    if len(path) > MAX_PATH:
        raise NameTooLong
    disk, *names = [name for name in path.split("/") if name] or [""]
    if not disk:
        return ()
    if not _DISK.fullmatch(disk):
        raise Missing
    return disk.upper(), *map(checked_name, names)


def checked_name(name: str) -> str:
    """Return a name that can be one entry's. Raise NameNotAllowed."""
    if len(name.encode("utf-16-le", "surrogatepass")) > 2 * MAX_NAME:
        raise NameTooLong
    if not is_plain(name):
        raise NameNotAllowed
    return name


def is_plain(name: str) -> bool:
    """Say whether Windows, and the wire, take a name for what it says."""
    odd_end = name != name.rstrip(". ")
    return bool(name) and not odd_end and not _FORBIDDEN.search(name) and not _DEVICE.fullmatch(name)


def windows_path(names: tuple[str, ...]) -> str:
    r"""Return how Windows is asked for it, with nothing left for it to interpret (`\\?\`)."""
    return "\\\\?\\" + "\\".join(names) + ("\\" if len(names) == 1 else "")


def wire_path(path: str) -> str:
    """Write a path of Windows' for the wire. Raise Missing for one that is on no disk (UNC, a device)."""
    plain = PureWindowsPath(path.removeprefix("\\\\?\\"))
    if not _DISK.fullmatch(plain.drive):
        raise Missing
    return "/" + "/".join((plain.drive.upper(), *plain.parts[1:]))
