"""One process of the interface, seen from the agent: kept running, told the newest view, heard, ended for sure."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.inherited import HeldBackError, name_of, part_of_ours, starting
from agent.protocol.errors import HandrailError, WireError
from agent.ui.drawn import Drawn, drawn_line
from agent.ui.model import MAX_ACTION_LINE, Action, Alive, Press, View, parse_action, view_line
from agent.ui.pipe import WATCHDOG


class UiError(HandrailError):
    """No window can be opened (no display, most often); nothing may be shared without one."""


@dataclass(frozen=True)
class Timing:
    """How long the agent waits for a window, in seconds."""

    silence: float = 2.5
    """Without a heartbeat for so long, a window counts as frozen: told within 3 s, with the look every `check`."""
    give_up: float = 10.0
    """Without one for so long, it is killed and started anew."""
    start: float = 20.0
    """How long a window may take to open."""
    check: float = 0.25
    goodbye: float = 1.0
    """How long it may take to go once its input is closed."""


@dataclass(frozen=True)
class Guard:
    """How the watchdog hears of Pause and Stop."""

    presses: int
    """The file descriptor of its pipe, into which the windows write."""
    on_press: Callable[[int], None]
    """Told the number of such a press when the agent comes to it."""


class Child:
    """Runs `commands` one after the other: each replaces the one before it when that died."""

    def __init__(
        self,
        commands: Sequence[Sequence[str]],
        env: Mapping[str, str] | None,
        timing: Timing,
        gone: Sequence[Action] = (),
    ) -> None:
        """`gone`: what the customer counts as having done once none of the commands lives any more."""
        self._commands, self._env, self._timing, self._gone = commands, env, timing, gone
        self._process: asyncio.subprocess.Process | None = None
        self._stdin: asyncio.StreamWriter | None = None
        self._newest: View | None = None
        self._drawn: Drawn | None = None
        self._told: tuple[View | None, Drawn | None] = (None, None)
        self._changed = asyncio.Event()
        self._alive = asyncio.Event()
        self._guard: Guard | None = None
        self._closing = False
        self._held: HeldBackError | None = None
        self._heard = 0.0
        self._run: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process that lives now, if one does."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def guard(self, guard: Guard) -> None:
        """Before `start`: let it speak to the watchdog."""
        self._guard = guard

    def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Start the process; report what the customer does, and silence."""
        self._on_action, self._on_frozen = on_action, on_frozen
        self._run = asyncio.create_task(self._keep_running())

    async def opened(self) -> bool:
        """Wait until the window lives; say whether one does. Raise HeldBackError when the system starts none."""
        alive = asyncio.create_task(self._alive.wait())
        waited = {alive, self._run} if self._run else {alive}
        patience = len(self._commands) * (self._timing.start + self._timing.goodbye)
        await asyncio.wait(waited, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        alive.cancel()
        if self._held and not self._alive.is_set():
            raise self._held
        return self._alive.is_set()

    def show(self, view: View) -> None:
        """Tell it this view as soon as it can take one."""
        self._newest = view
        self._changed.set()

    def annotate(self, drawn: Drawn) -> None:
        """Tell it what the technician shows now."""
        self._drawn = drawn
        self._changed.set()

    async def close(self) -> None:
        """End it: politely by closing its input, then by force."""
        self._closing = True
        if self._stdin:
            self._stdin.close()
        if self._run:
            _, slow = await asyncio.wait({self._run}, timeout=self._timing.goodbye)
            if slow:
                self._kill()
                await asyncio.wait({self._run}, timeout=self._timing.goodbye)

    async def _keep_running(self) -> None:
        for command in self._commands:
            if self._closing:
                return
            try:
                await self._live(command)
            except HeldBackError as error:
                self._held = error
        if not self._closing:
            self._on_frozen()
            for action in self._gone:
                self._on_action(action)

    async def _live(self, command: Sequence[str]) -> None:
        """Run one process until it ends."""
        self._process = process = await _spawn(command, self._env, self._guard)
        self._alive.clear()
        self._heard = asyncio.get_running_loop().time()
        self._told = (None, None)
        self._changed.set()
        self._stdin, stdout = _pipes(process)
        helpers = [asyncio.create_task(self._tell(self._stdin)), asyncio.create_task(self._watch())]
        try:
            await self._hear(stdout)
        finally:
            for helper in helpers:
                helper.cancel()
            self._kill()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(_gone(process, stdout), self._timing.goodbye)
            self._process = self._stdin = None

    async def _tell(self, stdin: asyncio.StreamWriter) -> None:
        stdin.transport.set_write_buffer_limits(high=0)
        with contextlib.suppress(ConnectionError):  # it died: _hear sees it too
            while True:
                await self._changed.wait()
                self._changed.clear()
                if not self._closing:
                    stdin.write(self._news())
                    await stdin.drain()

    def _news(self) -> bytes:
        """Return what it has not been told yet: drawing comes often, and must not bring the whole view along."""
        (view, drawn), self._told = self._told, (self._newest, self._drawn)
        news = view_line(self._newest) if self._newest and self._newest is not view else b""
        return news + (drawn_line(self._drawn) if self._drawn and self._drawn is not drawn else b"")

    async def _hear(self, stdout: asyncio.StreamReader) -> None:
        with contextlib.suppress(ValueError):  # a line beyond the limit: a child gone wrong is ended
            while line := await stdout.readline():
                self._heard = asyncio.get_running_loop().time()
                self._alive.set()
                self._take(line.decode(errors="replace"))

    def _take(self, line: str) -> None:
        try:
            action = parse_action(line)
        except WireError:
            return  # what is not an action means nothing
        if isinstance(action, Press) and action.number and self._guard:
            self._guard.on_press(action.number)
        if not isinstance(action, Alive) and not self._closing:
            self._on_action(action)

    async def _watch(self) -> None:
        """Report silence once per silence; end what stays silent."""
        loop, told = asyncio.get_running_loop(), False
        while True:
            before = loop.time()
            await asyncio.sleep(self._timing.check)
            if loop.time() - before > 2 * self._timing.check:
                self._heard = loop.time()  # the agent itself was late: its lateness is not the window's silence
            silent = loop.time() - self._heard
            if silent > (self._timing.give_up if self._alive.is_set() else self._timing.start):
                self._kill()
            if self._alive.is_set() and silent > self._timing.silence:
                if not told:
                    told = True
                    self._on_frozen()
            else:
                told = False

    def _kill(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if sys.platform != "win32":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()


async def _spawn(
    command: Sequence[str], env: Mapping[str, str] | None, guard: Guard | None
) -> asyncio.subprocess.Process:
    with part_of_ours():
        return await asyncio.create_subprocess_exec(
            *command,
            *([WATCHDOG, name_of(guard.presses)] if guard else []),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=env,
            limit=MAX_ACTION_LINE,
            **starting(*([guard.presses] if guard else [])),  # a session of its own: a web view's helpers end with it
        )


async def _gone(process: asyncio.subprocess.Process, stdout: asyncio.StreamReader) -> None:
    while await stdout.read(MAX_ACTION_LINE):
        pass  # asyncio waits for a process until its pipes are read to their end
    await process.wait()


def _pipes(process: asyncio.subprocess.Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    if process.stdin is None or process.stdout is None:
        raise UiError("the window was started without pipes")
    return process.stdin, process.stdout
