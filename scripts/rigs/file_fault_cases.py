"""Every fault in every verb of the file tool: what is done, and what both sides must be told of it."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from agent.protocol.file_messages import FileFault as F
from scripts.rigs import file_faults_made as do
from scripts.rigs.file_faults_made import Outcome
from scripts.rigs.file_scene import FileScene

TEXT = "Bonjour\n"
TRIES = 25

Act = Callable[[FileScene, Path], Awaitable[Outcome]]


@dataclass(frozen=True)
class Case:
    """One fault in one verb, what must be told of it, and the disk it takes (`small`, `still`, `stick`), if any."""

    fault: str
    verb: str
    told: F
    act: Act
    disk: str = ""


def cases(pull: Callable[[], None]) -> list[Case]:
    """Return all there are; `pull` takes the removable disk away."""
    return [*full(), *denied(), *busy(), *changed(), *taken(), *too_long(), *gone(pull)]


def full() -> list[Case]:
    """The disk is full, of bytes or of names."""

    async def save(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "small/letter", "x" * 60_000, lambda: do.fill(home / "small"))

    async def make(scene: FileScene, home: Path) -> Outcome:
        do.use_up_names(home / "small")
        return await do.make(scene, home / "small")

    async def trash(scene: FileScene, home: Path) -> Outcome:
        await do.trash(scene, home / "small/other")
        do.use_up_names(home / "small")
        return await do.trash(scene, home / "small/letter")

    return [
        Case("full", "copy", F.DISK_FULL, lambda s, h: do.copy(s, h / "big", h / "small"), "small"),
        Case("full", "copy of a folder", F.DISK_FULL, lambda s, h: do.copy(s, h / "folder", h / "small"), "small"),
        Case("full", "move", F.DISK_FULL, lambda s, h: do.move(s, h / "big", h / "small"), "small"),
        Case("full", "save", F.DISK_FULL, save, "small"),
        Case("full", "make", F.DISK_FULL, make, "small"),
        Case("full", "trash", F.DISK_FULL, trash, "small"),
    ]


def denied() -> list[Case]:
    """No rights to a folder, to a file, to a whole disk."""

    def shut(path: str, mode: int, act: Act) -> Act:
        async def run(scene: FileScene, home: Path) -> Outcome:
            (home / path).chmod(mode)
            try:
                return await act(scene, home)
            finally:
                (home / path).chmod(0o755)

        return run

    async def save(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=lambda: (home / "letter").chmod(0o444))

    async def save_in_shut(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "folder/letter", between=lambda: (home / "folder").chmod(0o555))

    still = [
        Case("read-only disk", "make", F.DENIED, lambda s, h: do.make(s, h / "still"), "still"),
        Case("read-only disk", "rename", F.DENIED, lambda s, h: do.rename(s, h / "still/letter"), "still"),
        Case("read-only disk", "move", F.DENIED, lambda s, h: do.move(s, h / "still/letter", h / "other"), "still"),
        Case(
            "read-only disk",
            "move of a folder",
            F.DENIED,
            lambda s, h: do.move(s, h / "still/folder", h / "other"),
            "still",
        ),
        Case("read-only disk", "copy to", F.DENIED, lambda s, h: do.copy(s, h / "big", h / "still"), "still"),
        Case("read-only disk", "trash", F.NO_TRASH, lambda s, h: do.trash(s, h / "still/letter"), "still"),
        Case("read-only disk", "save", F.DENIED, lambda s, h: do.save(s, h / "still/letter"), "still"),
    ]
    return [
        Case("denied", "list", F.DENIED, shut("folder", 0, lambda s, h: do.listing(s, h / "folder"))),
        Case("denied", "view", F.DENIED, shut("letter", 0, lambda s, h: do.view(s, h / "letter"))),
        Case("denied", "make", F.DENIED, shut("folder", 0o555, lambda s, h: do.make(s, h / "folder"))),
        Case("denied", "rename", F.DENIED, shut("folder", 0o555, lambda s, h: do.rename(s, h / "folder/letter"))),
        Case(
            "denied",
            "move from",
            F.DENIED,
            shut("folder", 0o555, lambda s, h: do.move(s, h / "folder/letter", h / "other")),
        ),
        Case("denied", "move to", F.DENIED, shut("folder", 0o555, lambda s, h: do.move(s, h / "big", h / "folder"))),
        Case("denied", "copy to", F.DENIED, shut("folder", 0o555, lambda s, h: do.copy(s, h / "big", h / "folder"))),
        Case("denied", "copy of", F.DENIED, shut("letter", 0, lambda s, h: do.copy(s, h / "letter", h / "other"))),
        Case(
            "denied",
            "copy of a folder",
            F.DENIED,
            shut("folder/letter", 0, lambda s, h: do.copy(s, h / "folder", h / "other")),
        ),
        Case("denied", "trash", F.DENIED, shut("folder", 0o555, lambda s, h: do.trash(s, h / "folder/letter"))),
        Case("denied", "save over", F.DENIED, shut("letter", 0o644, save)),
        Case("denied", "save in", F.DENIED, shut("folder", 0o755, save_in_shut)),
        *still,
    ]


def busy() -> list[Case]:
    """Another program holds a lock, or a disk is mounted there."""

    def save(lock: Callable[[int, int], object]) -> Act:
        async def run(scene: FileScene, home: Path) -> Outcome:
            with do.locked(home / "letter", lock):
                return await do.save(scene, home / "letter")

        return run

    return [
        Case("locked (flock)", "save", F.BUSY, save(fcntl.flock)),
        Case("locked (fcntl)", "save", F.BUSY, save(fcntl.lockf)),
        Case("in use as a disk", "rename", F.BUSY, lambda s, h: do.rename(s, h / "small"), "small"),
        Case("in use as a disk", "trash", F.BUSY, lambda s, h: do.trash(s, h / "small"), "small"),
    ]


def changed() -> list[Case]:
    """Somebody writes while it is read, or before it is saved."""

    def meanwhile(path: str, act: Act) -> Act:
        async def run(scene: FileScene, home: Path) -> Outcome:
            with do.written(home / path):
                return await act(scene, home)

        return run

    async def copied(scene: FileScene, home: Path) -> Outcome:
        outcome: Outcome = None
        for _ in range(TRIES):  # a whole copy may fall between two writes
            with do.written(home / "big"):
                outcome = await do.copy(scene, home / "big", home / "other")
            if outcome is not None:
                break
            (home / "other/big").unlink()
        return outcome

    async def moved(scene: FileScene, home: Path) -> Outcome:
        outcome: Outcome = None
        for _ in range(TRIES):
            with do.written(home / "big"):
                outcome = await do.move(scene, home / "big", home / "stick")
            if outcome is not None:
                break
            shutil.move(home / "stick/big", home / "big")
        return outcome

    async def seen(scene: FileScene, home: Path) -> Outcome:
        for number in range(2 * TRIES):  # one read alone may fall between two writes
            if await do.view(scene, home / "log") is F.CHANGED:
                return F.CHANGED
            await asyncio.sleep(0 if number < TRIES else 0.15)  # no more than the tool takes for long
        return None

    async def replaced(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=lambda: os.replace(home / "log", home / "letter"))

    async def removed(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=(home / "letter").unlink)

    async def rewritten(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=lambda: do_write(home / "letter"))

    return [
        Case("changed", "view", F.CHANGED, meanwhile("log", seen)),
        Case("changed", "copy", F.CHANGED, copied),
        Case("changed", "move to another disk", F.CHANGED, moved, "stick"),
        Case("changed", "save (rewritten)", F.CHANGED, rewritten),
        Case("changed", "save (replaced)", F.CHANGED, replaced),
        Case("changed", "save (removed)", F.MISSING, removed),
    ]


def do_write(path: Path) -> None:
    """Write other content of the same length."""
    path.write_text(TEXT.swapcase())


def taken() -> list[Case]:
    """The name is in use."""

    async def undo(scene: FileScene, home: Path) -> Outcome:
        await do.rename(scene, home / "letter", "neuf")
        (home / "letter").write_text("the customer's own")
        await scene.undo()
        return F.NAME_TAKEN if ("files.failed", {"fault": "files/name_taken"}) in scene.said else None

    return [
        Case("taken", "make", F.NAME_TAKEN, lambda s, h: do.make(s, h, "other")),
        Case("taken", "rename", F.NAME_TAKEN, lambda s, h: do.rename(s, h / "letter", "other")),
        Case("taken", "move", F.NAME_TAKEN, lambda s, h: do.move(s, h / "letter", h / "folder")),
        Case("taken", "copy", F.NAME_TAKEN, lambda s, h: do.copy(s, h / "letter", h / "folder")),
        Case("taken", "copy of a folder", F.NAME_TAKEN, lambda s, h: do.copy(s, h / "folder", h)),
        Case("taken", "undo", F.NAME_TAKEN, undo),
    ]


def too_long() -> list[Case]:
    """The name, or the way to it."""
    name, path = "é" * 128, "/a" * 2048

    async def deep(scene: FileScene, home: Path) -> Outcome:
        return await do.copy(scene, home / "letter", path)

    return [
        Case("too long", "make", F.NAME_TOO_LONG, lambda s, h: do.make(s, h, name)),
        Case("too long", "rename", F.NAME_TOO_LONG, lambda s, h: do.rename(s, h / "letter", name)),
        Case("too long", "list", F.NAME_TOO_LONG, lambda s, h: do.listing(s, path)),
        Case("too long", "view", F.NAME_TOO_LONG, lambda s, h: do.view(s, path)),
        Case("too long", "move", F.NAME_TOO_LONG, lambda s, h: do.move(s, h / "letter", path)),
        Case("too long", "copy", F.NAME_TOO_LONG, deep),
        Case("too long", "trash", F.NAME_TOO_LONG, lambda s, h: do.trash(s, path)),
    ]


def gone(pull: Callable[[], None]) -> list[Case]:
    """The removable disk is away; what was read of it before is no help."""

    def pulled(act: Act) -> Act:
        async def run(scene: FileScene, home: Path) -> Outcome:
            await do.listing(scene, home / "stick")
            pull()
            return await act(scene, home)

        return run

    async def save(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "stick/letter", between=pull)

    async def undo(scene: FileScene, home: Path) -> Outcome:
        await do.rename(scene, home / "stick/letter", "neuf")
        pull()
        await scene.undo()
        return F.MISSING if ("files.failed", {"fault": "files/missing"}) in scene.said else None

    return [
        Case("removed", "view", F.MISSING, pulled(lambda s, h: do.view(s, h / "stick/letter")), "stick"),
        Case("removed", "list", F.MISSING, pulled(lambda s, h: do.listing(s, h / "stick/folder")), "stick"),
        Case("removed", "make", F.MISSING, pulled(lambda s, h: do.make(s, h / "stick/folder")), "stick"),
        Case("removed", "rename", F.MISSING, pulled(lambda s, h: do.rename(s, h / "stick/letter")), "stick"),
        Case("removed", "move", F.MISSING, pulled(lambda s, h: do.move(s, h / "stick/letter", h)), "stick"),
        Case("removed", "copy", F.MISSING, pulled(lambda s, h: do.copy(s, h / "stick/letter", h)), "stick"),
        Case("removed", "trash", F.MISSING, pulled(lambda s, h: do.trash(s, h / "stick/letter")), "stick"),
        Case("removed", "save", F.MISSING, save, "stick"),
        Case("removed", "undo", F.MISSING, undo, "stick"),
    ]
