"""The agent's end of the watchdog: starts it, keeps it told every second, and says at once when it comes to an act."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import psutil
from pydantic import BaseModel

from agent.comeback.comeback import Stage
from agent.inherited import name_of, part_of_ours, starting
from agent.own_process import child_command
from agent.protocol.restart_messages import RESTART_SECONDS
from agent.watchdog.words import Acting, Beat, Bye, Hello, Pressing, Returning, write

BEAT_SECONDS: Final = 1.0
"""How often the agent says what it has started and whether it holds something down."""

HOLDING_BEAT_SECONDS: Final = 0.25
"""How often while it does: the watchdog takes a longer silence for a freeze, and releases."""


class Watchdog:
    """The agent's end of the pipe. Made by `start_watchdog`."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        presses: int,
        children: Callable[[], set[int]],
        holding: Callable[[], bool],
    ) -> None:
        self._process = process
        self.presses = presses
        """The file descriptor of the pipe into which the windows say that Pause or Stop was pressed."""
        self._children = children
        self._holding = holding
        self._timer: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int:
        """The watchdog's process."""
        return self._process.pid

    def beat(self) -> None:
        """Say what is so now, and again every second while an event loop runs."""
        if self._timer:
            self._timer.cancel()
        started = {pid: start for pid in self._children() if (start := _started(pid)) is not None}
        self._say(Beat(children=started, holding=self._holding()))
        with contextlib.suppress(RuntimeError):  # no loop: whoever has none beats by hand
            seconds = HOLDING_BEAT_SECONDS if self._holding() else BEAT_SECONDS
            self._timer = asyncio.get_running_loop().call_later(seconds, self.beat)

    def pressing(self, down: bool) -> None:
        """Say that something is about to be held down, or that nothing is any more."""
        self._say(Pressing(pressing=down))
        if down and self._timer:
            self._timer.cancel()
            self._timer = asyncio.get_running_loop().call_later(HOLDING_BEAT_SECONDS, self.beat)

    def acting_on_press(self, number: int) -> None:
        """Say that the loop has come to that press of a window's."""
        self._acting(number, "window")

    def acting_on_key(self, time: int) -> None:
        """Say that the loop has come to the panic key of that time."""
        self._acting(time, "key")

    def returning(self, stage: Stage) -> None:
        """Say where the way back over a restart stands."""
        self._say(Returning(returning=stage, seconds=RESTART_SECONDS))

    def close(self) -> None:
        """Say that all is in order; the watchdog goes and touches nothing."""
        self._say(Bye(bye=True))
        self.leave()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def leave(self) -> None:
        """Go without a word, as the computer restarts: the watchdog stays for what must be forgotten in time."""
        if self._timer:
            self._timer.cancel()
        with contextlib.suppress(OSError):
            _pipe(self._process).close()
        with contextlib.suppress(OSError):
            os.close(self.presses)

    def _acting(self, what: int, by: Literal["window", "key"]) -> None:
        self._say(Acting(acting=what, by=by))

    def _say(self, line: BaseModel) -> None:
        with contextlib.suppress(OSError, ValueError):  # the watchdog died; the agent goes on
            _pipe(self._process).write(write(line))


def start_watchdog(
    private: Path,
    children: Callable[[], set[int]] = set,
    holding: Callable[[], bool] = lambda: False,
    display: str | None = None,
) -> Watchdog:
    """Start the watchdog of this process and keep it told.

    `private` is the folder to remove should we die (made by tempfile.mkdtemp with the prefix "handrail-"), `children`
    names the processes to end, `holding` says whether a key or button is held, `display` (None: this login's) where.
    """
    read, presses = press_pipe()
    with part_of_ours():
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell, nothing from outside
            [*child_command("watchdog"), name_of(read)],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **starting(read),
        )
    os.close(read)
    watchdog = Watchdog(process, presses, children, holding)
    watchdog._say(Hello(agent=os.getpid(), private=private, display=display))
    watchdog.beat()
    return watchdog


def press_pipe() -> tuple[int, int]:
    """Make the pipe into which the windows say that Pause or Stop was pressed."""
    return os.pipe()


def _pipe(process: subprocess.Popen[bytes]) -> Any:
    return process.stdin


def _started(pid: int) -> float | None:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).create_time()
    return None
