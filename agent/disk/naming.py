"""How something gets its name: never over another thing, and never so that a free name tells of a hidden one.

In a folder that holds something hidden every new name gets a random ending, so that no name can be tried out there.
"""

import ctypes
import errno
import os
import secrets
from collections.abc import Callable

from agent.disk.base import Denied, Missing, NameTaken
from agent.disk.identity import Handle
from agent.disk.judging import Found, Judge, checked_name
from agent.disk.told import telling

PARTIAL = ".handrail-{}.part"
"""What is being written is called so until it is complete."""

_NOREPLACE, _EXCHANGE = 1, 2
_TRIES = 8
_libc = ctypes.CDLL(None, use_errno=True)

Take = Callable[[str], None]
"""Gives a thing this name. Raises FileExistsError if the name is in use."""


def take_name(judge: Judge, folder: Found, name: str, take: Take, was_seen: bool = False) -> str:
    """Let `take` use the name, or one made from it, and return the one it got. Raise NameTaken, Denied and others.

    `was_seen`: the technician has seen something by this name here, so that taking it again tries nothing out.
    """
    checked_name(name)
    if _is_seen(judge, folder, name):
        raise NameTaken
    if name in judge.hidden.closed_in(folder.handle)[0] and not judge.hidden.lies_in(folder.handle):
        raise Denied
    for candidate in _candidates(judge, folder, name, was_seen):
        try:
            with telling():
                take(candidate)
        except NameTaken:
            continue
        return candidate
    raise NameTaken if _is_seen(judge, folder, name) else Denied


def _is_seen(judge: Judge, folder: Found, name: str) -> bool:
    try:
        judge.child(folder, name)
    except Missing:
        return False
    return True


def _candidates(judge: Judge, folder: Found, name: str, was_seen: bool) -> list[str]:
    with telling():
        guarded = judge.hidden.lies_in(folder.handle)
    endings = [with_ending(name) for _ in range(_TRIES)] if guarded else []
    return endings if guarded and not was_seen else [name, *endings]


def with_ending(name: str) -> str:
    """Return a name that nobody has used: "letter.txt" becomes "letter 3f9a2c.txt"."""
    stem, dot, ending = name.rpartition(".")
    unique = secrets.token_hex(3)
    return f"{stem} {unique}.{ending}" if stem and dot else f"{name} {unique}"


def partial_name() -> str:
    """Return a name for what is being written."""
    return PARTIAL.format(secrets.token_hex(8))


def rename(source: Handle, name: str, target: Handle, new: str) -> None:
    """Move an entry by handles, never over another. Raise OSError, EEXIST if the name is in use."""
    _renameat2(source, name, target, new, _NOREPLACE)


def exchange(folder: Handle, one: str, other: str) -> None:
    """Let two entries of a folder exchange their names at once. Raise OSError, EINVAL where the disk cannot."""
    _renameat2(folder, one, folder, other, _EXCHANGE)


def _renameat2(source: Handle, name: str, target: Handle, new: str, flags: int) -> None:
    if _libc.renameat2(source.fd, os.fsencode(name), target.fd, os.fsencode(new), flags):
        number = ctypes.get_errno()
        raise OSError(number or errno.EIO, os.strerror(number))
