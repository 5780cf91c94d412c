"""Which disks count: local volumes that were mounted when the customer agreed. All else is as if it were missing.

A network share, FUSE (NTFS by ntfs-3g too), an overlay or a loop device shows files of somewhere else under identities
of its own.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

LOCAL_KINDS = frozenset(
    {
        "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "hfs", "hfsplus", "iso9660", "jfs", "msdos",
        "nilfs2", "ntfs3", "reiserfs", "tmpfs", "udf", "vfat", "xfs", "zfs",
    }
)  # fmt: skip
"""File systems whose device and inode say which thing it is."""

NEVER_BENEATH = ("/dev", "/proc", "/sys")
LOOP_DEVICES = "7:"
"""A file mounted as a disk: that file may be hidden."""


class Mount(NamedTuple):
    """One line of /proc/self/mountinfo (proc_pid_mountinfo(5))."""

    id: int
    device: str
    """major:minor of the file system."""
    root: str
    """What of the file system is shown: "/" for all of it, a folder for a bind mount or a subvolume."""
    point: str
    """Where it is shown."""
    kind: str


def mount_table() -> dict[int, Mount]:
    """Read what is mounted now, by id. Raise OSError where there is no /proc."""
    with open("/proc/self/mountinfo", "rb") as file:
        return {mount.id: mount for mount in map(_parsed, file.read().splitlines())}


def _parsed(line: bytes) -> Mount:
    words = line.split(b" ")
    kind = words[words.index(b"-", 6) + 1].decode()
    return Mount(int(words[0]), words[2].decode(), _path(words[3]), _path(words[4]), kind)


def _path(word: bytes) -> str:
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), word).decode("utf-8", "surrogateescape")


def is_local(mount: Mount) -> bool:
    """Say whether a mount may be worked on."""
    return (
        mount.kind in LOCAL_KINDS
        and not mount.device.startswith(LOOP_DEVICES)
        and not any(within(mount.point, folder) for folder in NEVER_BENEATH)
    )


def within(path: str, folder: str) -> bool:
    """Say whether a path is `folder` or lies below it, by its text."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


class Volumes:
    """The mounts that may be worked on, as they were when the customer agreed."""

    def __init__(self, mounts: Iterable[Mount]) -> None:
        self._mounts = {mount.id: mount for mount in mounts}

    @classmethod
    def present(cls) -> "Volumes":
        """Take the local volumes that are there now. Raise OSError where there is no /proc."""
        return cls(filter(is_local, mount_table().values()))

    def has(self, mount: Mount | None) -> bool:
        """Say whether this mount was there, the same: ids are used again after an unmount."""
        return mount is not None and self._mounts.get(mount.id) == mount
