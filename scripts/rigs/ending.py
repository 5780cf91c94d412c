"""Ends what a rig started: asked first, killed if need be, never left, whatever becomes of the rig itself."""

import signal
import subprocess
import sys
from typing import Any

from installer.preview.tied import tied

__all__ = ["end", "end_when_asked", "tied"]


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
