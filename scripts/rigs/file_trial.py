"""Every fault in every verb of the file tool, on a real disk and as an ordinary user; says JSON lines.

`python -m scripts.rigs.file_trial BASE`, in a mount namespace where this machine lets us: small, read-only and
removable disks are mounts.
"""

import argparse
import asyncio
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.protocol.file_messages import FileFault as F
from scripts.rigs import file_faults_made as do
from scripts.rigs.file_faults_made import Outcome
from scripts.rigs.file_scene import FileScene

NOBODY = 65534
TEXT = "Bonjour\n"

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

    async def seen(scene: FileScene, home: Path) -> Outcome:
        outcomes = [await do.view(scene, home / "log") for _ in range(30)]  # one read alone may fall between two writes
        return F.CHANGED if F.CHANGED in outcomes else None

    async def replaced(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=lambda: os.replace(home / "log", home / "letter"))

    async def removed(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=(home / "letter").unlink)

    async def rewritten(scene: FileScene, home: Path) -> Outcome:
        return await do.save(scene, home / "letter", between=lambda: do_write(home / "letter"))

    return [
        Case("changed", "view", F.CHANGED, meanwhile("log", seen)),
        Case("changed", "copy", F.CHANGED, meanwhile("big", lambda s, h: do.copy(s, h / "big", h / "other"))),
        Case(
            "changed",
            "move to another disk",
            F.CHANGED,
            meanwhile("big", lambda s, h: do.move(s, h / "big", h / "stick")),
            "stick",
        ),
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


# --- the disk of one case, and what is left of it ---------------------------------------------------------------------


def lay(home: Path) -> None:
    """Make a home with a few things in it."""
    for folder in ("folder", "other", "small", "stick", "still", "data"):
        (home / folder).mkdir(parents=True)
    for name in ("letter", "folder/letter"):
        (home / name).write_text(TEXT)
    (home / "folder/more").write_bytes(bytes(3 << 20))
    (home / "big").write_bytes(os.urandom(3 << 20))
    (home / "log").write_bytes(b"line\n" * 40_000)


def content(home: Path) -> list[bytes]:
    """Return the content of every file of the customer's, wherever it lies by now."""
    found = []
    for folder, _, names in os.walk(home):
        for name in names:
            path = Path(folder, name)
            if not name.startswith("filler") and not name.endswith(".trashinfo") and path.name not in ("log", "big"):
                found.append(path.read_bytes())
    return sorted(found)


def partials(home: Path) -> list[str]:
    """Return what is left of something half done."""
    return [name for _, folders, names in os.walk(home) for name in (*folders, *names) if name.endswith(".part")]


async def tried(case: Case, home: Path) -> dict[str, object]:
    """Try one case; return what was wrong, if anything."""
    os.environ.update(HOME=str(home), XDG_DATA_HOME=str(home / "data"), XDG_CACHE_HOME=str(home / "cache"))
    scene = FileScene()
    before = content(home) if case.fault != "removed" else []
    try:
        outcome = await case.act(scene, home)
    finally:
        await scene.close()
    told_customer = ("files.failed", {"fault": f"files/{case.told}"}) in scene.said
    wrong = []
    if outcome is not case.told:
        wrong.append(f"the console was told {outcome}, not {case.told}")
    if not told_customer:
        wrong.append("the customer's list does not say why")
    if left := partials(home):
        wrong.append(f"left behind: {left}")
    if os.access(home / "other", os.R_OK) and os.listdir(home / "other"):
        wrong.append("something arrived all the same")
    if case.fault != "changed" and any(data not in content(home) for data in before):
        wrong.append("something is lost")
    return {"fault": case.fault, "verb": case.verb, "told": str(outcome), "wrong": wrong}


def mount(home: Path, disk: str) -> None:
    """Mount the disk that a case takes. Raise CalledProcessError where this machine cannot."""
    options = {"small": "size=256k,nr_inodes=24,mode=777", "still": "size=1m,mode=777", "stick": "size=8m,mode=777"}
    point = home / disk
    subprocess.run(["mount", "-t", "tmpfs", "-o", options[disk], "none", str(point)], check=True, capture_output=True)
    for name in ("letter", "other"):
        (point / name).write_text(TEXT)
    (point / "folder").mkdir()
    for path in (point / "letter", point / "other", point / "folder"):
        os.chown(path, NOBODY, NOBODY)
    if disk == "still":
        subprocess.run(["mount", "-o", "remount,ro", str(point)], check=True, capture_output=True)


@contextmanager
def puller(point: Path) -> Iterator[Callable[[], None]]:
    """Have somebody with root's rights take a disk away when asked."""
    asked, answered = os.pipe(), os.pipe()
    helper = os.fork()
    if helper == 0:
        os.close(asked[1])
        while os.read(asked[0], 1):
            subprocess.run(["umount", "-l", str(point)], check=False)
            os.write(answered[1], b"x")
        os._exit(0)

    def pull() -> None:
        os.write(asked[1], b"x")
        os.read(answered[0], 1)

    try:
        yield pull
    finally:
        os.close(asked[1])
        os.waitpid(helper, 0)
        for end in (asked[0], *answered):
            os.close(end)


def one(case: Case, home: Path) -> dict[str, object]:
    """Run one case in a process of its own, without root's rights."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.write(writing, json.dumps(asyncio.run(tried(case, home))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    told: dict[str, object] = (
        json.loads(said) if said else {"fault": case.fault, "verb": case.verb, "wrong": ["the trial failed"]}
    )
    return told


def main() -> int:
    """Run all cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    base: Path = parser.parse_args().base
    base.chmod(0o755)
    for number, case in enumerate(cases(lambda: None)):
        home = base / f"home{number}"
        lay(home)
        done = trial(case, number, home)
        print(json.dumps(done), flush=True)
        shutil.rmtree(home, ignore_errors=True)
    return 0


def trial(case: Case, number: int, home: Path) -> dict[str, object]:
    """Mount what a case needs, run it, and take the disk away again."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(home)], check=True)
    try:
        if case.disk:
            mount(home, case.disk)
    except (OSError, subprocess.CalledProcessError):
        return {"fault": case.fault, "verb": case.verb, "skipped": "nothing can be mounted here"}
    try:
        with puller(home / "stick") as pull:
            again = cases(pull)[number]
            return one(again, home)
    finally:
        if case.disk:
            subprocess.run(["umount", "-l", str(home / case.disk)], check=False, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
