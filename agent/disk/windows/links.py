"""Where a link or a junction leads, as it says itself (ntifs.h, REPARSE_DATA_BUFFER), and the steps that this means.

Windows is never asked to follow one: a target on a network would be called up by that alone.
"""

import struct
from typing import Final

from agent.disk.base import Missing, NameNotAllowed
from agent.disk.windows.names import checked_path

SYMBOLIC, JUNCTION = 0xA000000C, 0xA0000003  # IO_REPARSE_TAG_SYMLINK, MOUNT_POINT

_HEAD: Final = struct.Struct("<IHHHHHH")
"""Tag, length, reserved; where the name to go to begins and how long it is; the same of the name to show."""
_FLAGS: Final = 4
"""Bytes between that and the names, in a symbolic link."""
_OBJECT: Final = "\\??\\"
"""Begins a name of the kernel's: a full path, a volume's number or a network's name comes after it."""


def target_of(data: bytes) -> str:
    """Return the path that a link's data names: whole ("C:\\...") or from the link's folder on. Raise Missing."""
    try:
        tag, _, _, start, length, _, _ = _HEAD.unpack_from(data)
    except struct.error:
        raise Missing from None
    if tag not in (SYMBOLIC, JUNCTION):
        raise Missing
    begin = _HEAD.size + (_FLAGS if tag == SYMBOLIC else 0) + start
    text = data[begin : begin + length]
    if len(text) != length or length % 2:
        raise Missing
    name = text.decode("utf-16-le", "surrogatepass")
    if not name.startswith(_OBJECT):
        return name
    if name[len(_OBJECT) + 1 : len(_OBJECT) + 2] != ":":
        raise Missing  # a network's, or a volume that has no letter
    return name.removeprefix(_OBJECT)


def steps(target: str, folder: tuple[str, ...]) -> tuple[str, ...]:
    """Return the disk and the names of a target, seen from the folder that the link lies in. Raise Missing."""
    if target.startswith("\\\\"):
        raise Missing  # a network's, or a device
    if target[1:2] == ":":
        folder = ()
    names = [folder[0]] if target.startswith("\\") else [*folder]
    for name in target.split("\\"):
        if name == "..":
            del names[max(1, len(names) - 1) :]
        elif name not in ("", "."):
            names.append(name)
    try:
        return checked_path("/" + "/".join(names))
    except NameNotAllowed:
        raise Missing from None
