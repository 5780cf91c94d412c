"""What the trials of faults ask of the file tool, and how the faults are made: full disks, locks, somebody writing."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.protocol import file_messages as wire
from agent.protocol.file_messages import FileFault
from agent.protocol.message import ForTool
from scripts.rigs.file_scene import FileScene, list_folder

Outcome = FileFault | None
"""What the console was told; None: it was done."""


async def _outcome(scene: FileScene, make: Callable[[int], ForTool]) -> Outcome:
    answer = await scene.act(make)
    return answer.fault if isinstance(answer, wire.FileFailed) else None


async def listing(scene: FileScene, path: Path | str) -> Outcome:
    """List a folder."""
    number = scene.number
    scene.use(list_folder(number, path))
    ends = (wire.FolderClosed, wire.FolderRows)

    def told() -> list[wire.FolderClosed | wire.FolderRows]:
        mine = [one for one in scene.said if isinstance(one, ends) and one.listing == number]
        return [one for one in mine if isinstance(one, wire.FolderClosed) or not one.reading]

    await scene.until(lambda: bool(told()))
    last = told()[-1]
    return last.fault if isinstance(last, wire.FolderClosed) else None


async def view(scene: FileScene, path: Path | str) -> Outcome:
    """View a text."""
    number = scene.number
    scene.use(wire.ViewText(act=number, path=str(path)))

    def told() -> list[wire.TextOpened | wire.FileFailed]:
        return [one for one in scene.said if isinstance(one, wire.TextOpened | wire.FileFailed) and one.act == number]

    await scene.until(lambda: bool(told()))
    last = told()[-1]
    return last.fault if isinstance(last, wire.FileFailed) else None


async def make(scene: FileScene, folder: Path | str, name: str = "neuf") -> Outcome:
    """Make a folder."""
    return await _outcome(scene, lambda act: wire.MakeFolder(act=act, folder=str(folder), name=name))


async def rename(scene: FileScene, path: Path | str, name: str = "neuf") -> Outcome:
    """Rename."""
    return await _outcome(scene, lambda act: wire.RenameFile(act=act, path=str(path), name=name))


async def move(scene: FileScene, path: Path | str, folder: Path | str) -> Outcome:
    """Move."""
    return await _outcome(scene, lambda act: wire.MoveFile(act=act, path=str(path), folder=str(folder)))


async def copy(scene: FileScene, path: Path | str, folder: Path | str) -> Outcome:
    """Copy."""
    return await _outcome(scene, lambda act: wire.CopyFile(act=act, path=str(path), folder=str(folder)))


async def trash(scene: FileScene, path: Path | str) -> Outcome:
    """Put into the recycle bin."""
    return await _outcome(scene, lambda act: wire.TrashFile(act=act, path=str(path)))


async def save(
    scene: FileScene, path: Path, text: str = "neu\n", between: Callable[[], None] = lambda: None
) -> Outcome:
    """View a text, let something happen, and save another over it."""
    opened, _, _ = await scene.viewed(path)
    between()
    answer = await scene.save(opened, text)
    return answer.fault if isinstance(answer, wire.FileFailed) else None


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Have a file written to all the time by another process, as logs are."""
    before = path.stat().st_size
    child = os.fork()
    if child == 0:
        with path.open("ab", buffering=0) as file:
            while True:
                file.write(b"line\n")
    try:
        while path.stat().st_size == before:
            time.sleep(0.001)
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@contextmanager
def locked(path: Path, lock: Callable[[int, int], object]) -> Iterator[None]:
    """Hold a lock on a file, in another process: a process's own locks of that kind do not hold it up."""
    ready, done = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        with path.open("r+b") as file:
            lock(file.fileno(), fcntl.LOCK_EX)
            os.write(ready[1], b"x")
            os.read(done[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    try:
        yield
    finally:
        os.write(done[1], b"x")
        os.waitpid(child, 0)
        for end in (*ready, *done):
            os.close(end)


def fill(folder: Path) -> None:
    """Fill a disk to the last byte."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def use_up_names(folder: Path) -> None:
    """Use up a disk's room for further files."""
    try:
        for number in range(10_000):
            (folder / f"filler-{number}").touch()
    except OSError:
        return
