"""A Windows of its own under Wine for a while: a copy of the one with the Windows Python, without that Python.

Its files and its registry can be told apart from what they were.
"""

import getpass
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.rigs.applications import application
from scripts.rigs.ending import tied
from scripts.rigs.wine import PREFIX, begin, surroundings, windows_path

SECONDS = 240.0
"""For one of Windows' own small programs, on a busy machine."""
HIVES = ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE\\Software", "HKEY_LOCAL_MACHINE\\System")
OWN_FOLDERS = ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos")
"""What Wine makes links to the folders of whoever runs it."""

State = dict[str, tuple[object, ...]]


class Windows:
    """A running one."""

    def __init__(self, prefix: Path, env: dict[str, str], stack: ExitStack) -> None:
        """`prefix`: where it lies; programs live as long as `stack`."""
        self.disk = prefix / "drive_c"
        self.home = self.disk / "users" / getpass.getuser()
        self._env, self._stack, self._unix_home = env, stack, Path(env["HOME"])

    def path(self, file: Path) -> str:
        """Return how its programs call a file: on C:, or on this machine's disk."""
        inside = file.is_relative_to(self.disk)
        return "C:\\" + str(file.relative_to(self.disk)).replace("/", "\\") if inside else windows_path(file)

    def start(self, *command: str | Path, **env: str) -> "subprocess.Popen[bytes]":
        """Start a program."""
        return self._stack.enter_context(application(self._words(command), {**self._env, **env}))

    def ask(self, *command: str | Path) -> str:
        """Run one of its programs to its end; return what it says."""
        done = subprocess.run(
            tied(self._words(command)), env=self._env, capture_output=True, check=True, timeout=SECONDS
        )
        return done.stdout.decode(errors="replace")

    def in_bin(self, name: str) -> set[Path]:
        """Return what there is besides once a file of that name lies in the recycle bin, which is in the outer home."""
        bin_ = self._unix_home / ".local" / "share" / "Trash"
        laid = {bin_ / "files" / name, bin_ / "info" / f"{name}.trashinfo"}
        return {*laid, bin_ / "files", bin_ / "info", bin_, bin_.parent, bin_.parent.parent}

    def state(self, apart: Path) -> State:
        """Return every file on its disk and in the home outside, and every key of its registry; `apart`: for notes."""
        return {**dict(_below(self.disk)), **dict(_below(self._unix_home)), **self._registry(apart)}

    def _words(self, command: Sequence[str | Path]) -> list[str]:
        return ["wine", *(self.path(word) if isinstance(word, Path) else word for word in command)]

    def _registry(self, apart: Path) -> State:
        keys: State = {}
        for hive in HIVES:
            self.ask("reg", "export", hive, apart / "hive.reg", "/y")
            text = (apart / "hive.reg").read_text(encoding="utf-16")
            keys |= {key: (values.strip(),) for key, values in re.findall(r"(?ms)^\[([^\n]+)\]$(.*?)(?=^\[|\Z)", text)}
        return keys


def changed(before: State, now: State) -> list[str]:
    """Name what came, went or is otherwise, in order."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def outermost(names: Sequence[str]) -> list[str]:
    """Leave out what lies in another key of these."""
    return [name for name in names if not any(name.startswith(f"{other}\\") for other in names)]


@contextmanager
def windows(base: Path, display: str, **env: str) -> Iterator[Windows]:
    """Copy it into `base`, and run it on a display, whose programs have `env` too."""
    prefix, home = base / "windows", base / "unix-home"
    home.mkdir()
    shutil.copytree(PREFIX, prefix, symlinks=True, ignore=_left_out)
    given = {**surroundings(display, prefix), **env, "HOME": str(home)}
    try:
        with ExitStack() as stack:
            made = Windows(prefix, given, stack)
            for name in OWN_FOLDERS:
                (made.home / name).unlink(missing_ok=True)
                (made.home / name).mkdir()
            begin(given)
            yield made
    finally:
        subprocess.run(["wineserver", "-k"], env=given, check=False)
        subprocess.run(["wineserver", "-w"], env=given, check=False)


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Leave out the Python, and what a wineserver of the other one keeps there."""
    return {name for name in names if name == "Python311" and Path(folder).name == "drive_c"}


def _below(top: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    for folder, inner, files in os.walk(top):
        for name in (*inner, *files):
            path = os.path.join(folder, name)
            try:
                told = os.lstat(path)
            except FileNotFoundError:
                continue  # it went while we looked
            yield path, () if stat.S_ISDIR(told.st_mode) else (told.st_size, told.st_mtime_ns)
