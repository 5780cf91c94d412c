"""What a program left behind: processes, sockets, files, held keys. It is known by a mark in its environment."""

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import Xlib.display

MARK = "HANDRAIL_PROOF_MARK"


@dataclass(frozen=True)
class Traces:
    """A program run with a home of its own; everything it starts inherits the mark."""

    folder: Path
    mark: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def environment(self) -> dict[str, str]:
        """What the program gets: a mark, and folders of its own for everything it may write."""
        folders = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
        for name in folders.values():
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        return {MARK: self.mark, **{variable: str(self.folder / name) for variable, name in folders.items()}}

    def processes(self) -> list[psutil.Process]:
        """Return what runs with the mark, however it was detached."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def listening(self) -> list[str]:
        """Return the sockets on which anything of it takes connections."""
        return [
            f"{process.name()} on {connection.laddr}"
            for process in self.processes()
            for connection in process.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        ]

    def files(self) -> list[str]:
        """Return every file it left."""
        return [str(path.relative_to(self.folder)) for path in sorted(self.folder.rglob("*")) if not path.is_dir()]


def held(display: str) -> list[str]:
    """Return the keys and buttons that an X server holds down."""
    screen = Xlib.display.Display(display)
    try:
        down = int.from_bytes(bytes(screen.query_keymap()), "little")
        keys = [f"key {code}" for code in range(256) if down >> code & 1]
        mask = screen.screen().root.query_pointer().mask
        return keys + [f"button {number + 1}" for number in range(5) if mask >> (8 + number) & 1]
    finally:
        screen.close()


def is_running(pid: int) -> bool:
    """Say whether a process lives."""
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def kill(pid: int) -> None:
    """Kill at once, as a crash or an impatient person does."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 9)
