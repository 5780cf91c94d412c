"""Scenes in which a hidden folder and a harmless one exchange their places, and the verbs that are tried meanwhile."""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from agent.disk.base import DiskError, FileChanged, Missing
from agent.disk.guarded import Disk
from agent.disk.identity import Handle
from agent.disk.opening import Step
from scripts.rigs.disk_flipper import exchange, flipping

SECRET = b"S3CRET of what is hidden"
PLAIN = b"plain"
NAMES = ("f", "g", "t")
"""The files that both folders have; only their content and size differ, and one more name each."""


@dataclass(frozen=True)
class Scene:
    """Two entries that exchange their places, and the folder or file that the technician asks for."""

    name: str
    hidden: Path
    harmless: Path
    flipped: tuple[Path, Path]
    asked: Path
    away: Path
    """Where copies and moved things go."""
    harmless_fd: int
    """The harmless folder itself, wherever it is."""


EXCHANGED = 0.3
"""The chance of an exchange before a step."""
UNTOUCHED = dict.fromkeys((*NAMES, "in/f", "only-S3CRET"), SECRET)
"""What the hidden folder must still hold after all."""


def fill(folder: Path, content: bytes) -> Path:
    """Make a folder with the files that both have, and one that only it has."""
    (folder / "in").mkdir(parents=True)
    for name in (*NAMES, "in/f", f"only-{content[:6].decode()}"):
        (folder / name).write_bytes(content)
    return folder


def scenes(base: Path) -> list[Scene]:
    """Make the scenes on a disk."""
    made = []
    for number, name in enumerate(("folders", "links", "folders above", "in and out")):
        top = base / str(number)
        (top / "away").mkdir(parents=True)
        hidden, harmless, flipped, asked = _SETUPS[name](top)
        fill(hidden, SECRET)
        fd = os.open(fill(harmless, PLAIN), os.O_RDONLY | os.O_DIRECTORY)
        made.append(Scene(name, hidden, harmless, flipped, asked, top / "away", fd))
    _links(made[1])
    return made


def _beside(top: Path) -> tuple[Path, Path, tuple[Path, Path], Path]:
    return top / "H", top / "V", (top / "H", top / "V"), top / "V"


def _linked(top: Path) -> tuple[Path, Path, tuple[Path, Path], Path]:
    return top / "store" / "H", top / "store" / "V", (top / "link", top / "knil"), top / "link"


def _above(top: Path) -> tuple[Path, Path, tuple[Path, Path], Path]:
    return top / "x" / "d" / "s", top / "y" / "d" / "s", (top / "x", top / "y"), top / "y" / "d" / "s"


def _in_and_out(top: Path) -> tuple[Path, Path, tuple[Path, Path], Path]:
    return top / "far" / "H", top / "seen" / "V", (top / "far" / "H", top / "seen" / "V"), top / "seen" / "V"


_SETUPS = {"folders": _beside, "links": _linked, "folders above": _above, "in and out": _in_and_out}


def _links(scene: Scene) -> None:
    one, other = scene.flipped
    one.symlink_to(scene.hidden)
    other.symlink_to(scene.harmless)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, at all depths."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


Verb = Callable[[Disk, Scene, str], bool]
"""Use the verb on the folder asked for and say whether anything hidden was told. Raises DiskError when refused."""


def _read(disk: Disk, _scene: Scene, asked: str) -> bool:
    file = disk.open(f"{asked}/f")
    try:
        return file.read(100, 0) != PLAIN
    finally:
        file.close()


def _list(disk: Disk, _scene: Scene, asked: str) -> bool:
    return any(entry.name == "only-S3CRET" or entry.size == len(SECRET) for entry in disk.list(asked))


def _stat(disk: Disk, _scene: Scene, asked: str) -> bool:
    return disk.stat(f"{asked}/in/f").size != len(PLAIN)


def _search(disk: Disk, _scene: Scene, asked: str) -> bool:
    return any("S3CRET" in path for path in disk.search(asked, "only"))


def _enter(disk: Disk, scene: Scene, asked: str) -> bool:
    fd = disk.enter(asked)
    try:
        return "only-S3CRET" in os.listdir(fd)
    finally:
        os.close(fd)


def _copy(disk: Disk, scene: Scene, asked: str) -> bool:
    copied = scene.away / disk.copy(f"{asked}/f", str(scene.away))
    told = copied.read_bytes() != PLAIN
    copied.unlink()
    return told


def _move(disk: Disk, scene: Scene, asked: str) -> bool:
    moved = scene.away / disk.move(f"{asked}/g", str(scene.away))
    told = moved.read_bytes() != PLAIN
    moved.unlink()
    _again(scene, "g")
    return told


def _delete(disk: Disk, scene: Scene, asked: str) -> bool:
    disk.delete(f"{asked}/t")
    _again(scene, "t")
    return False


def _rename(disk: Disk, scene: Scene, asked: str) -> bool:
    renamed = disk.rename(f"{asked}/in", "on")
    os.rename(renamed, "in", src_dir_fd=scene.harmless_fd, dst_dir_fd=scene.harmless_fd)
    return False


def _again(scene: Scene, name: str) -> None:
    """Put a file back into the harmless folder, wherever that is now."""
    with open(name, "wb", opener=lambda path, flags: os.open(path, flags, dir_fd=scene.harmless_fd)) as file:
        file.write(PLAIN)


def _read_link(disk: Disk, scene: Scene, asked: str) -> bool:
    if not scene.asked.is_symlink():
        raise Missing
    return disk.read_link(asked) == str(scene.hidden)


READING: tuple[Verb, ...] = (_read, _list, _stat, _search, _enter, _read_link)
CHANGING: tuple[Verb, ...] = (_copy, _move, _delete, _rename)
BY_NAIVE: tuple[Verb, ...] = (_read,)


@dataclass
class Tally:
    """What a technician got out of many tries."""

    tries: int = 0
    told: int = 0
    answered: int = 0
    broken: int = 0
    """Refusals that are no answer to what is asked: then a verb did not work, and proves nothing."""
    damaged: int = 0
    flips: int = 0

    @classmethod
    def sum(cls, tallies: Sequence["Tally"]) -> "Tally":
        """Add up."""
        return cls(*(sum(counts) for counts in zip(*(astuple(tally) for tally in tallies), strict=True)))


def settle(scene: Scene) -> None:
    """Put hidden and harmless back to where they were at first."""
    if contents(scene.hidden) != UNTOUCHED:
        exchange(*scene.flipped)


def exchanging(step: Step, scene: Scene) -> Step:
    """Let the two exchange their places by chance just before a step, whatever else the processors are busy with."""
    dice = random.Random(2)  # noqa: S311 - moments, not secrets

    def stepping(folder: Handle, name: str) -> tuple[Handle, bool]:
        if dice.random() < EXCHANGED:
            exchange(*scene.flipped)
        return step(folder, name)

    return stepping


def race(disk: Disk, scene: Scene, verbs: Sequence[Verb], tries: int) -> Tally:
    """Use the verbs by turns on the folder asked for while it is exchanged with the hidden one."""
    tally = Tally(tries)
    asked = str(scene.asked)
    with flipping(*scene.flipped) as flips:
        for number in range(tries):
            try:
                tally.told += verbs[number % len(verbs)](disk, scene, asked)
                tally.answered += 1
            except (Missing, FileChanged, OSError):
                continue
            except DiskError:
                tally.broken += 1
        tally.flips = flips.value
    tally.damaged = int(UNTOUCHED not in [contents(place) for place in (scene.hidden, scene.harmless)])
    return tally
