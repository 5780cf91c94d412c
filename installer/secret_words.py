"""Passwords of keys and certificates: asked on the terminal or read from a file, never an argument, never shown."""

import getpass
from pathlib import Path

from installer.errors import InstallerError

MAX_SECRET = 1024
"""Bytes."""


def password(what: str, file: Path | None) -> str:
    """Return the password of `what`: the first line of `file` (which may be /dev/fd/N), else what is typed.

    Raise InstallerError when there is neither.
    """
    if file is None:
        return _typed(what)
    try:
        with file.open("rb") as source:
            line = source.readline(MAX_SECRET + 1)
    except OSError as error:
        raise InstallerError(f"the password of {what} cannot be read from {file}: {error.strerror}") from None
    if len(line) > MAX_SECRET:
        raise InstallerError(f"the first line of {file} is too long for a password")
    return line.decode("utf-8", errors="strict").rstrip("\r\n")


def new_password(what: str, file: Path | None) -> str:
    """Return a password that is to be `what`'s from now on: typed twice. Raise InstallerError for an empty one."""
    chosen = password(what, file)
    if not chosen:
        raise InstallerError(f"{what} needs a password: whoever finds the file could sign in your name")
    if file is None and _typed(f"{what}, again") != chosen:
        raise InstallerError("the two passwords are not the same")
    return chosen


def _typed(what: str) -> str:
    try:
        return getpass.getpass(f"Password of {what}: ")
    except (EOFError, OSError):
        raise InstallerError(f"the password of {what} can be typed on a terminal, or named as a file") from None
