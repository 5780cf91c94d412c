"""Every verb of the guarded disk, called as a technician would with a path that may lead to something hidden."""

import os
import re
from collections.abc import Callable
from dataclasses import replace

from agent.disk.base import DiskError, Entry, GuardedDisk, Writing
from scripts.rigs.disk_world import AGE, World

Verb = Callable[[GuardedDisk, World, str], object]

HIDDEN_TIME = "at the time of a hidden file"
BARE = "an error of the system came through"

_ENDING = re.compile(r" [0-9a-f]{6}(?=\.|$|'|\")")


def read(disk: GuardedDisk, _world: World, path: str) -> object:
    file = disk.open(path)
    try:
        return untimed(file.entry()), file.read(1 << 20, 0)
    finally:
        file.close()


def listed(disk: GuardedDisk, _world: World, path: str) -> object:
    return [untimed(entry) for entry in disk.list(path)]


def listed_parent(disk: GuardedDisk, world: World, path: str) -> object:
    return listed(disk, world, os.path.dirname(path.rstrip("/")) or "/")


def entered(disk: GuardedDisk, _world: World, path: str) -> object:
    fd = disk.enter(path)
    try:
        return "entered", os.readlink(f"/proc/self/fd/{fd}")
    finally:
        os.close(fd)


def written(writing: Writing) -> str:
    writing.write(b"written")
    return writing.commit()


def trashed(disk: GuardedDisk, _world: World, path: str) -> object:
    return disk.restore(disk.trash(path))


VERBS: dict[str, Verb] = {
    "list": listed,
    "list the folder above": listed_parent,
    "stat": lambda disk, _world, path: untimed(disk.stat(path)),
    "read link": lambda disk, _world, path: disk.read_link(path),
    "open and read": read,
    "enter": entered,
    "space": lambda disk, _world, path: disk.space(path),
    "search": lambda disk, _world, path: list(disk.search(path, "")),
    "search the folder above": lambda disk, world, _path: list(disk.search(str(world.parent), "e")),
    "create": lambda disk, _world, path: written(disk.create(path)),
    "create in it": lambda disk, _world, path: written(disk.create(f"{path}/new.txt")),
    "overwrite": lambda disk, _world, path: written(disk.overwrite(path)),
    "make folder": lambda disk, _world, path: disk.make_folder(path),
    "make folder in it": lambda disk, _world, path: disk.make_folder(f"{path}/new"),
    "rename": lambda disk, _world, path: disk.rename(path, "renamed"),
    "rename to its name": lambda disk, world, path: disk.rename(str(world.seen / "letter.txt"), os.path.basename(path)),
    "move away": lambda disk, world, path: disk.move(path, str(world.far)),
    "move into it": lambda disk, world, path: disk.move(str(world.seen / "letter.txt"), path),
    "copy away": lambda disk, world, path: disk.copy(path, str(world.far)),
    "copy into it": lambda disk, world, path: disk.copy(str(world.seen / "letter.txt"), path),
    "copy the folder above": lambda disk, world, _path: disk.copy(str(world.parent), str(world.far)),
    "trash and restore": trashed,
    "delete": lambda disk, _world, path: disk.delete(path),
    "delete the folder above": lambda disk, world, _path: disk.delete(str(world.parent)),
}


def untimed(entry: Entry) -> tuple[Entry, str]:
    """Return an entry without its time, as worlds are not made at once, and whether it is a hidden file's time."""
    return replace(entry, modified=None), HIDDEN_TIME if entry.modified == AGE else ""


def answer(verb: Verb, disk: GuardedDisk, world: World, path: str) -> str:
    """Return what a technician is told, without what differs by chance: the world's own path and random endings."""
    try:
        told = repr(verb(disk, world, path))
    except DiskError as error:
        told = f"{type(error).__name__}: {error}; {error.__cause__!r}"
    except OSError as error:
        told = f"{BARE}: {error!r}"
    return _ENDING.sub(" ~", told.replace(str(world.top), "TOP"))
