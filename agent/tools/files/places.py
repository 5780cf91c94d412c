"""Where a technician begins: the home folder, the desktop's own folders (xdg-user-dirs, or Windows'), and the disks.

Blocks: call it on a worker thread. What cannot be seen is left out, as if it were not there.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress

import platformdirs

from agent.disk.base import DiskError, GuardedDisk
from agent.disk.volumes import is_local, mount_table
from agent.disk.windows.names import wire_path
from agent.protocol.file_messages import FilePlace, PlaceKind
from agent.tools.files.names import encoded, home_folder, joined

MAX_SETTINGS = 16 * 1024
MAX_VOLUMES = 30

_SETTINGS = {
    "XDG_DESKTOP_DIR": PlaceKind.DESKTOP,
    "XDG_DOCUMENTS_DIR": PlaceKind.DOCUMENTS,
    "XDG_DOWNLOAD_DIR": PlaceKind.DOWNLOADS,
}
_USUAL = {PlaceKind.DESKTOP: "Desktop", PlaceKind.DOCUMENTS: "Documents", PlaceKind.DOWNLOADS: "Downloads"}
_NO_DISKS = frozenset({"tmpfs", "iso9660"})
_SYSTEM = ("/boot", "/run/", "/snap", "/var")
"""Disks of the system's own, but for those a desktop mounts."""
_MEDIA = "/run/media/"


def places(disk: GuardedDisk) -> list[FilePlace]:
    """Return the places that can be seen."""
    home = home_folder()
    others = _of_windows(disk) if sys.platform == "win32" else [*own_folders(disk, home), *_volumes()]
    found = [(PlaceKind.HOME, home), *others]
    return list(_seen(disk, dict((path, kind) for kind, path in reversed(found))))


def own_folders(disk: GuardedDisk, home: str) -> list[tuple[PlaceKind, str]]:
    """Return the desktop's folders, as user-dirs.dirs names them."""
    settings = os.environ.get("XDG_CONFIG_HOME") or joined(home, ".config")
    found = {kind: joined(home, name) for kind, name in _USUAL.items()}
    for line in _lines(disk, joined(settings, "user-dirs.dirs")):
        key, _, value = line.partition("=")
        kind = _SETTINGS.get(key.strip())
        path = value.strip().strip('"').replace("$HOME", home)
        if kind and path.startswith("/") and path.rstrip("/") != home:
            found[kind] = path
    return list(found.items())


def _of_windows(disk: GuardedDisk) -> Iterator[tuple[PlaceKind, str]]:
    """Yield the known folders, wherever the customer has them, and the disks."""
    known = {
        PlaceKind.DESKTOP: platformdirs.user_desktop_dir(),
        PlaceKind.DOCUMENTS: platformdirs.user_documents_dir(),
        PlaceKind.DOWNLOADS: platformdirs.user_downloads_dir(),
    }
    for kind, folder in known.items():
        with suppress(DiskError):  # one on a network
            yield kind, wire_path(folder)
    for drive in disk.list("/"):
        yield PlaceKind.VOLUME, f"/{drive.name}"


def _lines(disk: GuardedDisk, path: str) -> list[str]:
    try:
        file = disk.open(path)
    except DiskError:
        return []
    try:
        return os.fsdecode(file.read(MAX_SETTINGS, 0)).splitlines()
    except DiskError:
        return []
    finally:
        file.close()


def _volumes() -> Iterator[tuple[PlaceKind, str]]:
    try:
        mounts = mount_table().values()
    except OSError:
        return
    for mount in list(mounts)[: 10 * MAX_VOLUMES]:
        passing = mount.point.startswith(_SYSTEM) and not mount.point.startswith(_MEDIA)
        if is_local(mount) and mount.kind not in _NO_DISKS and not passing:
            yield PlaceKind.VOLUME, mount.point


def _seen(disk: GuardedDisk, found: dict[str, PlaceKind]) -> Iterator[FilePlace]:
    for path, kind in reversed(list(found.items())[-MAX_VOLUMES:]):
        with suppress(DiskError):
            space = disk.space(path)
            yield FilePlace(kind=kind, path=encoded(path), total=space.total, free=space.free)
