"""Every step back: only where things are as the change left them, and then exactly what was.

Everything blocks: call it on a worker thread. A step back that fails raises DiskError and changes nothing.
"""

import hashlib
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import assert_never

from agent.disk.base import Binned, DiskError, FileChanged, GuardedDisk, KeptChanged, Mark, Missing, NameTaken, Trashed
from agent.tools.files import ways
from agent.tools.files.names import decoded, encoded, joined, split
from agent.tools.files.trails import Trail, Trails

CHUNK = 1 << 20
"""Bytes read at once."""


@dataclass(frozen=True)
class Backward:
    """The steps back, over one disk."""

    disk: GuardedDisk
    trails: Trails

    def take(self, way: ways.FileWay, *, insist: bool = False) -> None:
        """Undo one change. `insist`: though it was changed since; what is there goes into the recycle bin then.

        Raise FileChanged where it was changed since, KeptChanged where the old file is not what was kept.
        """
        match way:
            case ways.MadeFolder():
                self._check(way.path)
                self.disk.remove_folder(way.path.path)
            case ways.Renamed():
                self._check(way.path)
                self._rename(way.path, decoded(way.name))
            case ways.Moved():
                self._check(way.path)
                self._move(way.path, way.folder, _name_of(way))
            case ways.Copied():
                self._discard(way, insist)
            case ways.InBin():
                self._restore(way)
            case ways.Saved():
                self._put_back(way, insist)
            case _:
                assert_never(way)

    def taken(self, way: ways.FileWay) -> None:
        """Take in that another run took this step: the paths of the others follow."""
        match way:
            case ways.Renamed():
                self._is_at(way.path, joined(split(way.path.path)[0], decoded(way.name)))
            case ways.Moved():
                self._is_at(way.path, joined(way.folder.path, _name_of(way)))
            case ways.Saved():
                self.trails.replaced(way.path.path, look_at(self.disk, way.path.path).thing[1])
            case ways.MadeFolder() | ways.Copied() | ways.InBin():
                return
            case _:
                assert_never(way)

    def forget(self, way: ways.FileWay) -> None:
        """Delete the old file that was kept for this way back, if it is that. Raise DiskError."""
        if isinstance(way, ways.Saved) and digest_of(self.disk, way.backup.path) == way.old:
            self.disk.delete(way.backup.path)

    def _check(self, trail: Trail) -> Mark:
        mark = self.disk.mark(trail.path)
        if trail.thing not in (None, mark.thing[1]):
            raise FileChanged
        return mark

    def _is_at(self, trail: Trail, path: str) -> None:
        same = trail.thing in (None, look_at(self.disk, path).thing[1])
        self.trails.moved(trail.path, path, same=same)

    def _rename(self, trail: Trail, name: str) -> None:
        here = trail.path
        got = self.disk.rename(here, name, was_seen=True)
        self.trails.moved(here, joined(split(here)[0], got))

    def _move(self, trail: Trail, folder: Trail, name: str) -> None:
        here = trail.path
        if split(here)[1] != name:
            self._must_be_free(joined(folder.path, name))
        if split(here)[0] != folder.path:
            before = look_at(self.disk, here)
            there = joined(folder.path, self.disk.move(here, folder.path))
            self.trails.moved(here, there, same=before.thing == look_at(self.disk, there).thing)
        if split(trail.path)[1] != name:
            self._rename(trail, name)

    def _must_be_free(self, path: str) -> None:
        """Raise NameTaken where something lies at a path: before the first of two steps, not after it."""
        try:
            self.disk.stat(path)
        except Missing:
            return
        raise NameTaken

    def _discard(self, way: ways.Copied, insist: bool) -> None:
        mark = self._check(way.path)
        if way.written not in (None, (mark.size, mark.modified_ns)) and not insist:
            raise FileChanged
        self.disk.trash(way.path.path)

    def _restore(self, way: ways.InBin) -> None:
        folder, name = way.folder.path, decoded(way.name)
        place = Binned(decoded(way.files), decoded(way.kept_as), way.thing, folder, name)
        got = self.disk.restore(Trashed(way.number, place))
        self.trails.moved(joined(folder, name), joined(folder, got))

    def _put_back(self, way: ways.Saved, insist: bool) -> None:
        if digest_of(self.disk, way.backup.path) != way.old:
            raise KeptChanged
        mark, now = self._now(way.path.path)
        if mark and now != way.new and not insist:
            raise FileChanged
        self._move(way.backup, Trail(split(way.path.path)[0]), split(way.backup.path)[1])
        if mark is None:
            self._take_name(way)
        elif now == way.new:
            self.disk.put_back(way.path.path, split(way.backup.path)[1], mark)
        else:
            self.disk.trash(way.path.path)
            self._take_name(way)
        self.trails.replaced(way.path.path, look_at(self.disk, way.path.path).thing[1])

    def _take_name(self, way: ways.Saved) -> None:
        self.disk.rename(way.backup.path, split(way.path.path)[1], was_seen=True)

    def _now(self, path: str) -> tuple[Mark | None, str]:
        """Return the mark of what is there now and its digest; no mark where nothing is."""
        try:
            return self.disk.mark(path), digest_of(self.disk, path)
        except Missing:
            return None, ""


def _name_of(way: ways.Moved) -> str:
    """Return the name it is to have in its old folder: the one it has by now, unless the move changed it."""
    return split(way.path.path)[1] if way.name is None else decoded(way.name)


def look_at(disk: GuardedDisk, path: str) -> Mark:
    """Return the mark of what a change left; where that cannot be looked at any more, one that fits nothing."""
    with suppress(DiskError):
        return disk.mark(path)
    return Mark((0, 0), 0, 0)


def digest_of(disk: GuardedDisk, path: str) -> str:
    """Return the SHA-256 of a file of any length. Raise DiskError."""
    digest, offset = hashlib.sha256(), 0
    with closing(disk.open(path)) as file:
        while data := file.read(CHUNK, offset):
            digest.update(data)
            offset += len(data)
    return digest.hexdigest()


def binned(folder: Trail, name: str, trashed: Trashed) -> ways.InBin:
    """Write down where something lies in the recycle bin. Raise Missing where the disk does not say."""
    if trashed.place is None:
        raise Missing
    place = trashed.place
    return ways.InBin(
        folder=folder,
        name=encoded(name),
        files=encoded(place.files),
        kept_as=encoded(place.name),
        thing=place.inode,
        number=trashed.number,
    )


def copied(disk: GuardedDisk, trails: Trails, path: str, *, is_folder: bool) -> ways.Copied:
    """Write down what came to lie at `path`."""
    mark = look_at(disk, path)
    written = None if is_folder else (mark.size, mark.modified_ns)
    return ways.Copied(path=trails.follow(path, mark.thing[1]), written=written)
