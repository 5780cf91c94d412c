"""What is hidden at one moment, and whether a thing, a place or a mount belongs to it.

A hidden thing is known by its identity, so that it stays hidden under every name and after every rename; the place
where the customer saw it is closed as well, whatever is put there later. Handles are held: no inode is used again.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.disk.base import CannotHide
from agent.disk.identity import Handle, Identity, at
from agent.disk.opening import ancestry, mount_id
from agent.disk.volumes import Mount, mount_table, within

_HOLD = os.O_PATH | os.O_CLOEXEC


@dataclass(frozen=True)
class Place:
    """A name in a folder."""

    folder: Handle
    name: str


@dataclass(frozen=True)
class Hiding:
    """One thing that is hidden: itself with what is mounted in it, and the places that lead to it."""

    things: tuple[Handle, ...]
    places: tuple[Place, ...]
    by_customer: bool
    """The customer chose it: its name is nobody's business. A trace's name is known to everybody."""


def hide_folder(path: Path) -> Hiding:
    """Take hold of a folder that the customer hides. Raise CannotHide if there is none."""
    if not path.is_absolute():
        raise CannotHide
    try:
        thing = Handle(os.open(path, _HOLD | os.O_DIRECTORY))
        real = Path(thing.text())
        places = [_place(one) for one in dict.fromkeys([path, real]) if one.name not in ("", "..")]
        return Hiding((thing, *_mounted_in(real)), tuple(places), by_customer=True)
    except (OSError, ValueError):
        raise CannotHide from None


def close_trace(path: Path) -> Hiding:
    """Close a place that may not be there yet: then the first missing folder on the way to it."""
    while not path.parent.is_dir():
        path = path.parent
    place = _place(path)
    try:
        things: tuple[Handle, ...] = (Handle(os.open(path, _HOLD)),)
    except OSError:
        things = ()
    return Hiding(things, (place,), by_customer=False)


def _place(path: Path) -> Place:
    return Place(Handle(os.open(path.parent, _HOLD | os.O_DIRECTORY)), path.name)


def _mounted_in(folder: Path) -> list[Handle]:
    """Take hold of what is mounted below a folder, as it may be mounted elsewhere too."""
    points = [mount.point for mount in mount_table().values() if within(mount.point, str(folder))]
    return [Handle(os.open(point, _HOLD)) for point in points]


class Hidden:
    """Everything that is hidden at one moment. Never changes; a change makes another one."""

    def __init__(self, hidings: Sequence[Hiding] = ()) -> None:
        self._hidings = tuple(hidings)
        self.things = frozenset(thing.identity for hiding in hidings for thing in hiding.things)
        places = [place for hiding in hidings for place in hiding.places]
        self._places = {
            parent: frozenset(place.name for place in places if place.folder.identity == parent)
            for parent in {place.folder.identity for place in places}
        }
        self._devices = frozenset(one.device for one in (*self.things, *self._places))

    def __bool__(self) -> bool:
        return bool(self._hidings)

    def closed_in(self, folder: Handle) -> tuple[frozenset[str], frozenset[Identity]]:
        """Return the names that are closed in a folder, and the things that are there now under these names."""
        names = self._places.get(folder.identity)
        if names is None:
            return frozenset(), frozenset()
        return names, frozenset(thing for name in names if (thing := at(name, folder)))

    def holds(self, folder: Handle, thing: Identity, name: str | None = None) -> bool:
        """Say whether a thing that lies in `folder` is hidden itself."""
        if thing in self.things:
            return True
        names, things = self.closed_in(folder)
        return name in names or thing in things

    def withholds(self, found: os.stat_result) -> bool:
        """Say whether a file may be a hidden one under another name."""
        return found.st_nlink > 1 and found.st_dev in self._devices

    def lies_in(self, folder: Handle) -> bool:
        """Say whether something the customer hides lies directly in `folder`, so that its free names are not told."""
        return any(
            folder.identity in (*(place.folder.identity for place in hiding.places), *_parents(hiding.things))
            for hiding in self._hidings
            if hiding.by_customer
        )

    def lies_below(self, folder: Handle) -> bool:
        """Say whether something hidden or a closed place lies in `folder` at any depth."""
        return any(
            folder.identity == one.identity
            for hiding in self._hidings
            for start in (*filter(_is_folder, hiding.things), *(place.folder for place in hiding.places))
            for one in ancestry(start)
        )

    def shown_by(self, mount: Mount) -> bool:
        """Say whether a mount shows a part of its file system that lies in something hidden (a bind mount)."""
        if mount.root == "/":
            return False
        table = mount_table()
        return any(within(mount.root, path) for path in self._paths_on(mount.device, table))

    def _paths_on(self, device: str, table: dict[int, Mount]) -> Iterator[str]:
        """Yield where inside one file system everything hidden lies; its root where that cannot be told."""
        for hiding in self._hidings:
            for thing in hiding.things:
                yield from _inner_path(thing, device, table)
            for place in hiding.places:
                yield from (f"{path.rstrip('/')}/{place.name}" for path in _inner_path(place.folder, device, table))


def _is_folder(thing: Handle) -> bool:
    return stat.S_ISDIR(thing.stat.st_mode)


def _parents(things: Sequence[Handle]) -> list[Identity]:
    return [thing.above().identity for thing in filter(_is_folder, things) if thing.now().st_nlink]


def _inner_path(thing: Handle, device: str, table: dict[int, Mount]) -> Iterator[str]:
    """Yield the path of a thing inside the file system of `device`, as it is now; nothing if it lies on another."""
    if not thing.now().st_nlink:
        return
    mount = table.get(mount_id(thing))
    text = thing.text()
    if mount is None or not within(text, mount.point):
        yield "/"
    elif mount.device == device:
        yield mount.root.rstrip("/") + text[len(mount.point.rstrip("/")) :] or "/"
