"""The terminal's process as the agent sees it: told, heard, watched, and ended with everything it started."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from agent.protocol.errors import WireError
from agent.tools.terminal import words
from agent.tools.terminal.running import Running
from agent.tools.terminal.shell import end_all, end_these
from agent.tools.terminal.words import MAX_LINE, Alive, FromShell, ToShell

MAX_UNHEARD = 256 * 1024
"""Bytes typed that its process has not taken yet; more is dropped."""


@dataclass(frozen=True)
class Timing:
    """How long the agent waits for the terminal's process, in seconds."""

    start: float = 20.0
    """Until its window is open."""
    silence: float = 2.5
    """Without a heartbeat: its window counts as frozen, and the shell is ended."""
    check: float = 0.25
    goodbye: float = 1.5
    """What it gets to end everything by itself."""


class Child:
    """One terminal's process."""

    def __init__(self, command: Sequence[str], running: Running, timing: Timing) -> None:
        self._command, self._running, self._timing = command, running, timing
        self._stdin: asyncio.StreamWriter | None = None
        self._ending = asyncio.Event()
        self._heard = 0.0
        self._opened = False

    async def run(self, begin: ToShell, hear: Callable[[FromShell], None]) -> None:
        """Start it, pass on what it says until it ends or `end` is called, and return once nothing of it is left."""
        if self._ending.is_set():
            return
        try:
            process = await _start(self._command)
        except OSError:  # no memory, no program: there is no shell
            return
        self._stdin = process.stdin
        self._running.windows.add(process.pid)
        self.say(begin)
        work = [asyncio.create_task(work) for work in (self._listen(process, hear), self._watch(), self._ending.wait())]
        try:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in work:
                task.cancel()
            await self._clear(process)

    def say(self, word: ToShell) -> bool:
        """Tell it; return whether it was taken."""
        if self._stdin is None or self._ending.is_set() or self._stdin.transport.get_write_buffer_size() > MAX_UNHEARD:
            return False
        self._stdin.write(words.line(word))
        return True

    def end(self) -> None:
        """Let it end everything, from this moment; `run` returns when that is done."""
        self._ending.set()
        if self._stdin:
            self._stdin.close()

    async def _listen(self, process: asyncio.subprocess.Process, hear: Callable[[FromShell], None]) -> None:
        if process.stdout is None:
            return
        self._heard = asyncio.get_running_loop().time()
        with contextlib.suppress(ValueError, WireError):  # what makes no sense ends it
            while line := await process.stdout.readline():
                self._heard = asyncio.get_running_loop().time()
                word = words.read_from_shell(line)
                if isinstance(word, Alive):
                    self._running.inside = word.inside
                elif not self._ending.is_set():
                    self._opened = True
                    hear(word)

    async def _watch(self) -> None:
        """Return once it is silent for too long."""
        loop = asyncio.get_running_loop()
        self._heard = loop.time()
        while loop.time() - self._heard <= (self._timing.silence if self._opened else self._timing.start):
            before = loop.time()
            await asyncio.sleep(self._timing.check)
            if loop.time() - before > 2 * self._timing.check:
                self._heard = loop.time()  # the agent itself was late

    async def _clear(self, process: asyncio.subprocess.Process) -> None:
        """See that nothing is left: it ends what it started, and what it left is ended for it."""
        self.end()
        gone = asyncio.create_task(_gone(process))
        done, _ = await asyncio.wait({gone}, timeout=self._timing.goodbye)
        if not done:
            await asyncio.to_thread(_kill, process.pid)
            await gone
        await asyncio.to_thread(end_these, self._running.inside, process.pid)
        self._running.windows.discard(process.pid)
        self._running.inside = {}


async def _start(command: Sequence[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=MAX_LINE,
        start_new_session=True,
    )


async def _gone(process: asyncio.subprocess.Process) -> None:
    while process.stdout and await process.stdout.read(MAX_LINE):
        pass  # asyncio waits for a process until its pipes are read to their end
    await process.wait()


def _kill(pid: int) -> None:
    """Kill a process that hangs, after what is below it: whatever is below a dead one is hard to find."""
    end_all(pid)
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid).kill()
