"""On which Linux systems a plug-in starts: the newest C library that anything inside asks for, read from the file."""

import re
import subprocess
import tempfile
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

Version = tuple[int, int]

SYSTEMS: dict[str, Version] = {
    "RHEL 8": (2, 28),
    "Debian 11": (2, 31),
    "Ubuntu 20.04": (2, 31),
    "RHEL 9": (2, 34),
    "Ubuntu 22.04": (2, 35),
    "Debian 12": (2, 36),
    "Ubuntu 24.04": (2, 39),
    "Debian 13": (2, 41),
}
"""The glibc of systems that customers have (their release notes)."""

_ASKED = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


def needed(plugin: Path) -> Version:
    """Return the oldest glibc with which a plug-in starts."""
    archive = CArchiveReader(str(plugin))
    with tempfile.TemporaryDirectory() as folder:
        files = [plugin]
        for number, name in enumerate(name for name, entry in archive.toc.items() if entry[-1] == "b"):
            files.append(Path(folder) / str(number))
            files[-1].write_bytes(archive.extract(name))
        told = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True).stdout  # noqa: S603, S607 - no shell
    return max(((int(major), int(minor)) for major, minor in _ASKED.findall(told)), default=(2, 0))


def starts_on(version: Version) -> list[str]:
    """Name the systems whose glibc is that or a newer one."""
    return [name for name, own in SYSTEMS.items() if own >= version]
