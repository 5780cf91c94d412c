"""What lies under a name in a folder, as data, and exactly that put there again: content, rights, times, attributes."""

import hashlib
import os
import secrets
import stat
from contextlib import suppress

from pydantic import BaseModel, ConfigDict


class Lay(BaseModel):
    """A file, a link, or nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    data: bytes | None = None
    link: bytes | None = None
    mode: int = 0o644
    owner: tuple[int, int] | None = None
    """User and group."""
    times: tuple[int, int] | None = None
    """Nanoseconds of last access and change."""
    attributes: dict[str, bytes] = {}
    """Extended attributes, access control lists among them."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what it is: differs for a file, a link and nothing."""
        return hashlib.sha256(self.model_dump_json(include={"data", "link"}).encode()).hexdigest()


def look(folder: int, name: str) -> Lay:
    """Read what lies under a name. Raise OSError."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return Lay()
    owner, times = (found.st_uid, found.st_gid), (found.st_atime_ns, found.st_mtime_ns)
    if stat.S_ISLNK(found.st_mode):
        return Lay(link=os.fsencode(os.readlink(name, dir_fd=folder)), owner=owner, times=times)
    descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(descriptor, "rb") as file:
        return Lay(
            data=file.read(),
            mode=found.st_mode & 0o7777,
            owner=owner,
            times=times,
            attributes={key: os.getxattr(descriptor, key) for key in os.listxattr(descriptor)},
        )


def put(folder: int, name: str, lay: Lay) -> None:
    """Put a file, a link or nothing under a name, whole or not at all. Raise OSError."""
    if lay.data is None and lay.link is None:
        return os.unlink(name, dir_fd=folder)
    beside = f".{name[:200]}.{secrets.token_hex(4)}"
    try:
        if lay.link is not None:
            _link(folder, beside, lay)
        else:
            _write(folder, beside, lay)
        os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(beside, dir_fd=folder)
        raise


def _link(folder: int, name: str, lay: Lay) -> None:
    os.symlink(lay.link or b"", os.fsencode(name), dir_fd=folder)
    if lay.owner:
        with suppress(PermissionError):
            os.chown(name, *lay.owner, dir_fd=folder, follow_symlinks=False)
    if lay.times:
        os.utime(name, ns=lay.times, dir_fd=folder, follow_symlinks=False)


def _write(folder: int, name: str, lay: Lay) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with open(os.open(name, flags, lay.mode & 0o600, dir_fd=folder), "wb") as file:
        file.write(lay.data or b"")
        file.flush()
        descriptor = file.fileno()
        if lay.owner:
            with suppress(PermissionError):  # another's file that lay in the customer's folder
                os.fchown(descriptor, *lay.owner)
        os.fchmod(descriptor, lay.mode)
        for key, value in lay.attributes.items():
            with suppress(OSError):  # the system's own (security.*)
                os.setxattr(descriptor, key, value)
        os.fsync(descriptor)
        if lay.times:
            os.utime(descriptor, ns=lay.times)
