"""A process of its own that outlives the agent by a moment: it releases what the technician held down, ends the agent's
windows and removes its private folder, when the agent dies without a word or freezes with a key held.

It reads one pipe, writes nothing and listens on nothing. It decides nothing while the agent lives and moves.
"""

import asyncio
import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import psutil
from pydantic import BaseModel, TypeAdapter, ValidationError

from agent.desktop.base import DesktopError, Releaser

BEAT_SECONDS: Final = 1.0
"""How often the agent says what it has started and whether it holds something down."""

FROZEN_SECONDS: Final = 3.0
"""Silence after which what an agent holds down is released for it."""

_ENDING_SECONDS: Final = 1.0
"""What a window gets to end by itself before it is killed."""

_MAX_LINE: Final = 64 * 1024
_PREFIX: Final = "handrail-"


# --- the agent's side ------------------------------------------------------------------------------------------------


class Watchdog:
    """The agent's end of the pipe. Made by `start_watchdog`."""

    def __init__(self, process: subprocess.Popen[bytes], children: Callable[[], set[int]], holding: Callable[[], bool]):
        self._process = process
        self._children = children
        self._holding = holding
        self._timer: asyncio.TimerHandle | None = None

    def beat(self) -> None:
        """Say what is so now, and again every second while an event loop runs."""
        started = {pid: start for pid in self._children() if (start := _started(pid)) is not None}
        self._say(Beat(children=started, holding=self._holding()))
        with contextlib.suppress(RuntimeError):  # no loop: whoever has none beats by hand
            self._timer = asyncio.get_running_loop().call_later(BEAT_SECONDS, self.beat)

    def close(self) -> None:
        """Say that all is in order; the watchdog goes and touches nothing."""
        if self._timer:
            self._timer.cancel()
        self._say(Bye(bye=True))
        with contextlib.suppress(OSError):
            _pipe(self._process).close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _say(self, line: BaseModel) -> None:
        with contextlib.suppress(OSError, ValueError):  # the watchdog died; the agent goes on
            _pipe(self._process).write(line.model_dump_json().encode() + b"\n")


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
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, "watchdog"] if frozen else [sys.executable, "-m", "agent", "watchdog"]
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell, nothing from outside
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    watchdog = Watchdog(process, children, holding)
    watchdog._say(Hello(agent=os.getpid(), private=private, display=display))
    watchdog.beat()
    return watchdog


def _pipe(process: subprocess.Popen[bytes]) -> Any:
    return process.stdin


def _started(pid: int) -> float | None:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).create_time()
    return None


# --- the watchdog's side ---------------------------------------------------------------------------------------------


class Hello(BaseModel):
    """The agent's first line: who it is, which folder is its own, which display it works on."""

    agent: int
    private: Path
    display: str | None


class Beat(BaseModel):
    """What is so now: the processes it started (by pid, with their start times), whether it holds something."""

    children: dict[int, float]
    holding: bool


class Bye(BaseModel):
    """All is in order."""

    bye: Literal[True]


_LINE: Final[TypeAdapter[Hello | Beat | Bye]] = TypeAdapter(Hello | Beat | Bye)


@dataclass
class Known:
    """What the agent said last."""

    private: Path | None = None
    children: dict[int, float] = field(default_factory=dict)
    holding: bool = False
    bye: bool = False
    release: Releaser | None = None
    agent: int | None = None
    """A file descriptor that becomes readable when the agent ends (pidfd)."""

    def hear(self, line: bytes) -> None:
        """Take in one line; what is not understood changes nothing."""
        try:
            said = _LINE.validate_json(line)
        except ValidationError:
            return
        match said:
            case Hello():
                self.private, self.agent, self.release = said.private, _pidfd(said.agent), _releaser(said.display)
            case Beat():
                self.children, self.holding = said.children, said.holding
            case Bye():
                self.bye = True


def main(arguments: Sequence[str] = ()) -> int:
    """Watch the agent at the other end of standard input until it says goodbye or is gone."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.chdir("/")
    known = Known()
    for line in _lines(sys.stdin.fileno(), known):
        known.hear(line)
    if not known.bye:
        clean_up(known)
    return 0


def clean_up(known: Known) -> None:
    """Undo what a dead agent left: keys first, then windows, then files."""
    _release(known)
    if known.release:
        with contextlib.suppress(DesktopError):
            known.release.take_back_keys()
    _end(known.children)
    if known.private and _is_private(known.private):
        shutil.rmtree(known.private, ignore_errors=True)


def _lines(pipe: int, known: Known) -> Iterator[bytes]:
    """Yield the agent's lines until it is gone; meanwhile release what it holds whenever it freezes."""
    rest, heard = b"", time.monotonic()
    while len(rest) <= _MAX_LINE:
        watched = [pipe] if known.agent is None else [pipe, known.agent]
        ready, _, _ = select.select(watched, [], [], FROZEN_SECONDS if known.holding else None)
        if not ready and time.monotonic() - heard >= FROZEN_SECONDS:
            _release(known)
        elif pipe in ready:
            data = os.read(pipe, _MAX_LINE)
            if not data:
                return
            heard = time.monotonic()
            *lines, rest = (rest + data).split(b"\n")
            yield from lines
        elif ready:
            return


def _release(known: Known) -> None:
    if known.release:
        with contextlib.suppress(DesktopError):
            known.release.release_all()


def _releaser(display: str | None) -> Releaser | None:
    from agent.desktop import open_releaser

    try:
        return open_releaser(display)
    except DesktopError:
        return None


def _pidfd(pid: int) -> int | None:
    """Open the agent itself, to see it end even if something else kept its pipe open."""
    if not hasattr(os, "pidfd_open") or pid != os.getppid():
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None


def _end(children: dict[int, float]) -> None:
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
    return named and not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.getuid()


if __name__ == "__main__":
    sys.exit(main())
