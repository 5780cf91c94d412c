"""A small disk for the proofs about hidden folders, in three kinds whose difference must not show.

`told`: the hidden folder has the name that the technician guesses. `other`: another name, other contents. `absent`:
there is none of it. In all three a second folder beside it is hidden too, so that only what is secret differs.
"""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.disk.guarded import Disk
from agent.disk.opening import Step
from agent.disk.volumes import LOCAL_KINDS, Volumes, mount_table, within
from scripts.rigs.ending import tied

Which = Literal["told", "other", "absent"]

GUESS = "Zq7 dossier caché"
"""The hidden folder's name in `told`, tried in all worlds."""
MARKER = "m4rk3r-of-what-is-hidden"
"""Begins the content of every hidden file, and nothing else."""
SIZES = {"told": 7919, "other": 10007, "absent": 0}
AGE = 1_234_567_890
"""Seconds since the epoch at which hidden files were changed."""


@dataclass
class World:
    """The paths of one small disk, and what must be undone after it."""

    which: Which
    top: Path
    hides: list[Path] = field(default_factory=list)
    undo: list[Callable[[], object]] = field(default_factory=list)
    with_loops: bool = False
    """Loop devices count as local volumes, so that file systems can be tried that have no disk here."""
    disk: Disk | None = None

    @property
    def home(self) -> Path:
        """The customer's home."""
        return self.top / "home"

    @property
    def parent(self) -> Path:
        """The folder that holds the hidden one."""
        return self.home / "parent"

    @property
    def seen(self) -> Path:
        """A folder that can be seen."""
        return self.parent / "seen"

    @property
    def far(self) -> Path:
        """A folder that can be seen, away from anything hidden."""
        return self.home / "far"

    @property
    def guess(self) -> Path:
        """What the technician tries."""
        return self.parent / GUESS

    @property
    def hidden(self) -> Path:
        """Where the hidden folder is, or would be."""
        return self.parent / ("Yx0" if self.which == "other" else GUESS)

    @property
    def is_there(self) -> bool:
        """Say whether this world has the hidden folder."""
        return self.which != "absent"

    def make(self) -> None:
        """Make the folders and files."""
        for folder in (
            self.parent,
            self.seen,
            self.far,
            self.home / "cache",
            self.home / "data",
            self.parent / "decoy",
        ):
            folder.mkdir(parents=True, exist_ok=True)
        (self.seen / "letter.txt").write_text("Bonjour")
        (self.parent / "note.txt").write_text("note")
        (self.far / "card.txt").write_text("card")
        self.hides = [self.parent / "decoy"]
        if self.is_there:
            self.fill(self.hidden)
            self.hides.append(self.hidden)

    def fill(self, folder: Path) -> None:
        """Make a folder with contents to hide."""
        inner = folder / "inner"
        inner.mkdir(parents=True)
        more = ["secret.txt", "inner/deep.txt"] + [f"inner/{n}" for n in range(3 if self.which == "told" else 11)]
        for name in more:
            (folder / name).write_text(MARKER.ljust(SIZES[self.which], "."))
            os.utime(folder / name, (AGE, AGE))

    def agree(self, step: Step) -> Disk:
        """Make the guarded disk, as at the customer's consent."""
        os.environ.update(
            HOME=str(self.home), XDG_DATA_HOME=str(self.home / "data"), XDG_CACHE_HOME=str(self.home / "cache")
        )
        mounts = mount_table().values()
        loops = Volumes(mount for mount in mounts if mount.kind in LOCAL_KINDS) if self.with_loops else None
        self.disk = Disk(self.hides, volumes=loops, step=step)
        return self.disk

    def secrets(self) -> set[tuple[int, int]]:
        """Return which files below the top hold the marker, by device and inode."""
        found = set()
        for folder, inner, names in os.walk(self.top):
            inner[:] = [name for name in inner if name != "bound"]  # the same things once more, or the whole machine
            for name in names:
                path = os.path.join(folder, name)
                if os.path.islink(path) or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    if file.read(len(MARKER)) == MARKER.encode():
                        found.add((os.fstat(file.fileno()).st_dev, os.fstat(file.fileno()).st_ino))
        return found

    def mount(self, *arguments: str | Path) -> None:
        """Mount something, until the end of this world. Raise Unable where this machine cannot."""
        run("mount", *arguments)

    def bind(self, source: Path, point: Path) -> None:
        """Show a folder or file at another place."""
        point.parent.mkdir(parents=True, exist_ok=True)
        point.mkdir(exist_ok=True) if source.is_dir() else point.touch()
        self.mount("--bind", source, point)

    def process_in(self, folder: Path) -> int:
        """Start a process whose working directory is `folder`, with a file of it open, and return its id."""
        file = folder / "secret.txt"
        process = subprocess.Popen(
            tied(["/bin/sleep", "300"]), cwd=folder, stdin=file.open() if file.exists() else None
        )

        def end() -> None:
            process.kill()
            process.wait()

        self.undo.append(end)
        return process.pid

    def end(self) -> None:
        """Undo everything that is not a file."""
        if self.disk is not None:
            self.disk.close()
            self.disk = None
        while self.undo:
            self.undo.pop()()
        while points := [mount.point for mount in mount_table().values() if within(mount.point, str(self.top))]:
            run("umount", "-l", points[-1])


class Unable(Exception):
    """This machine cannot make the conditions of a trick."""


def run(*command: str | Path) -> str:
    """Run a program. Raise Unable if it is missing or fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)
    except FileNotFoundError as error:
        raise Unable(f"{words[0]} is not installed") from error
    if done.returncode:
        raise Unable(f"{' '.join(words[:2])}: {done.stderr.strip().splitlines()[-1:] or done.returncode}")
    return done.stdout


def fresh(base: Path, which: Which) -> World:
    """Make a world of one kind in an empty folder; all kinds have paths of the same length."""
    top = base / {"told": "a", "other": "b", "absent": "c"}[which]
    world = World(which, top)
    world.make()
    return world


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until something is so, at most 5 s. Raise Unable."""
    end = time.monotonic() + 5
    while not done():
        if time.monotonic() > end:
            raise Unable("it did not come")
        time.sleep(0.01)
