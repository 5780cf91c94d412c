"""Ends what a rig started: asked first, killed if need be, never left, whatever becomes of the rig itself."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def tied(command: Sequence[str | Path], by: signal.Signals = signal.SIGTERM) -> list[str]:
    """Return the command that runs `command` and has it end, `by` that signal, once whoever starts it is gone.

    prctl(2) PR_SET_PDEATHSIG by util-linux's setpriv(1), which becomes the program: number and pipes are its own. What
    is watched is the thread that starts it, killed or not: start what lasts from a thread that lasts.
    """
    return ["setpriv", "--pdeathsig", by.name, "--", *map(str, command)]


def end(process: subprocess.Popen[Any], seconds: float = 5) -> None:
    """Ask the process to go (SIGTERM), kill it when it has not gone within `seconds`, and wait until it is gone."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_when_asked() -> None:
    """Have SIGTERM end this program as an error would, so that its blocks put away what they started."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
