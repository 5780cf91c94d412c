"""A folder that the customer hides on Windows, and what lies beside it: made anew for each trick."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes import wintypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.desktop.windows.libraries import function
from agent.disk.windows.disk import WindowsDisk

DRIVE_C: Final = os.environ.get("HANDRAIL_DRIVE_C", "")
"""Where drive C: lies on the machine below Wine; empty on Windows itself."""

MARKER = b"only the customer reads this"
SIZE = 7391
SECRETS = ("geheim-7391", "tief-7391", MARKER.decode(), f"size={SIZE}")
"""What may be in no answer: names of what lies in the hidden folder, its content, its size."""

_REMOVE = 0x2  # DDD_REMOVE_DEFINITION
_DefineDosDevice = function(
    "kernel32", "DefineDosDeviceW", wintypes.BOOL, wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR
)
_numbers = itertools.count(1)


@dataclass
class World:
    """The folders of one trick; in the world without it `hidden` was never there."""

    top: Path
    there: bool
    after: ExitStack = field(default_factory=ExitStack)

    @property
    def hidden(self) -> Path:
        """What the customer hides."""
        return self.top / "Comptes privés"

    @property
    def file(self) -> Path:
        """A file in it."""
        return self.hidden / "geheim-7391.txt"

    @property
    def deep(self) -> Path:
        """One further down."""
        return self.hidden / "tief-7391" / "geheim-7391.txt"

    @property
    def elsewhere(self) -> Path:
        """What the customer hides where that was never there."""
        return self.top.with_name(f"{self.top.name}-ailleurs")

    @property
    def seen(self) -> Path:
        """A folder that may be seen."""
        return self.top / "Vu"

    def agree(self) -> WindowsDisk:
        """Have the customer agree, and hide."""
        return WindowsDisk([self.hidden if self.there else self.elsewhere])

    def link(self, target: Path, name: str) -> Path:
        """Make a link to a folder. The machine below Wine makes it there: Wine follows it, and calls it no link."""
        link = self.seen / name
        if DRIVE_C:
            unix("/bin/ln", "-s", unix_path(target), unix_path(link))
            self.after.callback(unix, "/bin/rm", unix_path(link))
        else:
            link.symlink_to(target, target_is_directory=True)
        return link

    def letter(self, target: Path) -> str:
        """Give a folder a disk's letter (subst); return it as the wire writes it."""
        assert _DefineDosDevice(0, "T:", str(target))
        self.after.callback(_DefineDosDevice, _REMOVE, "T:", None)
        return "/T:"


@contextmanager
def world(base: Path, *, there: bool) -> Iterator[World]:
    """Make one."""
    made = World(base / str(next(_numbers)), there)
    for folder in (made.seen / "sub", made.elsewhere):
        folder.mkdir(parents=True)
    (made.seen / "public.txt").write_bytes(b"public")
    if there:
        for file in (made.file, made.deep):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(MARKER.ljust(SIZE, b"."))
    try:
        yield made
    finally:
        made.after.close()
        for folder in (made.top, made.elsewhere):
            shutil.rmtree(folder)


def wire(path: Path | str) -> str:
    """Write a path of Windows' as the technician does."""
    return "/" + str(path).replace("\\", "/")


def unix(*command: str) -> None:
    """Run a command of the machine below Wine."""
    subprocess.run(["start", "/wait", "/unix", *command], check=True)


def unix_path(path: Path) -> str:
    """Return how the machine below Wine finds a file of drive C:."""
    return f"{DRIVE_C}/{path.relative_to(path.anchor).as_posix()}"
