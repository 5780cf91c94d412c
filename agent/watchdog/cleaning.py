"""What a dead agent left, and how it is undone: keys first, then windows, files, and the way back over a restart."""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from agent.comeback.comeback import Stage, forget
from agent.comeback.entry import entry_here
from agent.desktop.base import DesktopError, Releaser

_ENDING_SECONDS: Final = 1.0
"""What a window gets to end by itself before it is killed."""

_PREFIX: Final = "handrail-"


@dataclass
class Left:
    """What the agent said last of what it would leave."""

    private: Path | None = None
    children: dict[int, float] = field(default_factory=dict)
    desktop: Releaser | None = None
    returning: Stage = "none"
    return_until: float = 0.0
    """Until when what is kept over a restart may stay, by the monotonic clock."""


def clean_up(left: Left) -> None:
    """Undo it."""
    release(left)
    if left.desktop:
        with contextlib.suppress(DesktopError):
            left.desktop.take_back_keys()
    end(left.children)
    if left.private and _is_private(left.private):
        shutil.rmtree(left.private, ignore_errors=True)
    forget_return(left)


def forget_return(left: Left) -> None:
    """Forget the way back: at once, or where the system restarts the computer, when its time is over.

    A restart ends this wait, too: then what was kept is there after it, as it should be.
    """
    if left.returning == "going":
        time.sleep(max(0.0, left.return_until - time.monotonic()))
    if left.returning != "none":
        forget(entry_here())


def release(left: Left) -> None:
    """Release every key and button that is held for the technician."""
    if left.desktop:
        with contextlib.suppress(DesktopError):
            left.desktop.release_all()


def end(children: dict[int, float]) -> None:
    """End these processes, if they are still the ones that were meant: a number may have been given anew."""
    ours = [process for pid, start in children.items() if (process := _same(pid, start))]
    for process in ours:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs(ours, _ENDING_SECONDS)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _same(pid: int, start: float) -> psutil.Process | None:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        return process if process.create_time() == start else None
    return None


def _is_private(folder: Path) -> bool:
    """Say whether this is the kind of folder the agent makes for itself, and ours; anything else is left alone."""
    temporary = Path(tempfile.gettempdir())
    named = folder.parent == temporary and folder.name.startswith(_PREFIX)
    return named and not folder.is_symlink() and folder.is_dir() and _is_ours(folder)


def _is_ours(folder: Path) -> bool:
    return sys.platform == "win32" or folder.stat().st_uid == os.getuid()  # Windows' is the user's alone
