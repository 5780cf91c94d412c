"""Ties a program to whoever starts it, so that none is left on the machine whatever becomes of us."""

import signal
from collections.abc import Sequence
from pathlib import Path


def tied(command: Sequence[str | Path], by: signal.Signals = signal.SIGTERM) -> list[str]:
    """Return the command that runs `command` and has it end, `by` that signal, once whoever starts it is gone.

    prctl(2) PR_SET_PDEATHSIG by util-linux's setpriv(1), which becomes the program: number and pipes are its own. What
    is watched is the thread that starts it, killed or not: start what lasts from a thread that lasts.
    """
    return ["setpriv", "--pdeathsig", by.name, "--", *map(str, command)]
