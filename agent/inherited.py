"""Pipes that a process of ours inherits beside its standard ones, on every system: how it is given them and finds them.

Such a process is a session of its own besides: what ends the agent's terminal must not end it, nor a console flash up.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from agent.protocol.errors import HandrailError

_HOLDS: Final = frozenset({225, 226, 1260, 4551})
"""Windows' words for it: ERROR_VIRUS_INFECTED, ERROR_VIRUS_DELETED, and two for a computer's own rules (winerror.h)."""


class HeldBackError(HandrailError):
    """The system lets no part of this program start: most often an antivirus that holds the file, or took it away."""


@contextmanager
def part_of_ours() -> Iterator[None]:
    """Start a process of ours within this. Raise HeldBackError where its file may not be opened, or is gone."""
    try:
        yield
    except OSError as error:
        if isinstance(error, PermissionError | FileNotFoundError) or getattr(error, "winerror", None) in _HOLDS:
            raise HeldBackError(f"{type(error).__name__}: {error.strerror}") from error
        raise


if sys.platform == "win32":
    import msvcrt
    import subprocess

    def starting(*pipes: int) -> dict[str, Any]:
        """Return what Popen is told so that the process has these pipes too, and no other of ours."""
        handles = [msvcrt.get_osfhandle(pipe) for pipe in pipes]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        return {
            "startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles}),
            "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW,
        }

    def name_of(pipe: int) -> str:
        """Return how the process finds a pipe that it inherits."""
        return str(msvcrt.get_osfhandle(pipe))

    def taken_over(name: str) -> int:
        """Return, in the process, the descriptor of a pipe that it inherited."""
        return msvcrt.open_osfhandle(int(name), os.O_BINARY)

else:

    def starting(*pipes: int) -> dict[str, Any]:
        """Return what Popen is told so that the process has these pipes too, and no other of ours."""
        return {"pass_fds": pipes, "start_new_session": True}

    def name_of(pipe: int) -> str:
        """Return how the process finds a pipe that it inherits."""
        return str(pipe)

    def taken_over(name: str) -> int:
        """Return, in the process, the descriptor of a pipe that it inherited."""
        return int(name)


def own_output() -> int:
    """Return standard output as our own: what libraries print goes to standard error from now on, or nowhere."""
    out = os.dup(1)
    os.dup2(2 if _is_open(2) else os.open(os.devnull, os.O_WRONLY), 1)
    return out


def _is_open(descriptor: int) -> bool:
    """Say whether there is such a descriptor: a program without a console has no standard error on Windows."""
    with suppress(OSError):
        os.fstat(descriptor)
        return True
    return False
