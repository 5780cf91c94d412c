"""The real process on a real screen: never a shell without its window, never a window's end without the shell's."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator

import psutil
import pytest

from agent.protocol.terminal_messages import TERMINAL_AHEAD
from agent.tools.terminal import words
from agent.tools.terminal.child import Child, Timing
from agent.tools.terminal.running import Running
from agent.tools.terminal.shell import end_these
from agent.tools.terminal.words import FromShell
from scripts.rigs.applications import close_by_key
from scripts.rigs.xserver import window_manager, xvfb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the terminal is kept by Linux's means")

PATIENCE = 30.0
BEGIN = words.Begin(lang="fr", who="Camille D.", columns=80, rows=24)


def command(display: str) -> list[str]:
    """The terminal's process on that display."""
    return ["env", f"DISPLAY={display}", sys.executable, "-m", "agent", "terminal"]


class Terminal:
    """One terminal, and what it said."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.running = Running()
        self.child = Child(command(display), self.running, Timing())
        self.heard: list[FromShell] = []
        self.work = asyncio.create_task(self.child.run(BEGIN, self._hear))
        self.giving = True

    def _hear(self, word: FromShell) -> None:
        self.heard.append(word)
        if isinstance(word, words.Output) and self.giving:
            self.child.say(words.More(outputs=1))

    @property
    def pid(self) -> int:
        (pid,) = self.running.windows
        return pid

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.heard if isinstance(word, words.Output))

    async def until(self, so: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < end, f"never: {what}; it said {self.text[-300:]!r}"
            await asyncio.sleep(0.02)

    async def opened(self) -> None:
        await self.until(lambda: words.Opened() in self.heard, "a window and a shell")
        self.type("PS1='$ '; cd /; echo rea''dy\r")
        await self.until(lambda: "ready\r\n" in self.text, "the shell")

    def type(self, text: str) -> None:
        assert self.child.say(words.Typed(text=text))

    async def started(self, name: str) -> psutil.Process:
        """Wait for a program in the shell."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = [process for process in self.inside() if name_of(process) == name]
            return bool(found)

        await self.until(look, name)
        return found[0]

    def inside(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self.pid).children(recursive=True)
        return []

    async def over(self) -> None:
        await asyncio.wait_for(asyncio.shield(self.work), PATIENCE)

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self.env, capture_output=True, text=True, check=False)
        return done.stdout

    def window(self) -> str:
        """The window on the screen, or nothing."""
        return self.xdotool("search", "--onlyvisible", "--class", "handrail-terminal").split("\n")[0]


def name_of(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return process.name()
    return ""


def gone(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    return True


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with xvfb() as number, window_manager(number):
        yield number


@pytest.fixture
async def terminal(display: str) -> AsyncIterator[Terminal]:
    made = Terminal(display)
    await made.opened()
    yield made
    made.child.end()
    await made.over()


async def test_the_customer_has_a_window_that_names_who_types(terminal: Terminal) -> None:
    assert terminal.xdotool("getwindowname", terminal.window()).strip() == "Camille D. tape des commandes"
    assert terminal.running.pids() >= {terminal.pid}


async def test_its_end_leaves_nothing_whatever_was_started(terminal: Terminal) -> None:
    terminal.type("env -i setsid -f /bin/sleep 1000; nohup sleep 1001 >/dev/null 2>&1 & yes >/dev/null\r")
    programs = [await terminal.started(name) for name in ("sleep", "yes")]
    everything = terminal.inside()
    terminal.child.end()
    await terminal.over()
    assert [process for process in [*programs, *everything] if not gone(process)] == []
    assert terminal.running == Running()


async def test_ended_in_the_middle_of_a_flood_nothing_more_is_heard(terminal: Terminal) -> None:
    terminal.type("yes\r")
    await terminal.until(lambda: len(terminal.text) > 100_000, "a flood")
    terminal.child.end()
    before = len(terminal.heard)
    await terminal.over()
    assert len(terminal.heard) == before


@pytest.mark.alone
async def test_no_more_is_read_than_is_shown_and_what_is_typed_still_gets_through(terminal: Terminal) -> None:
    terminal.giving = False
    before = len(terminal.heard)
    terminal.type("yes\r")
    await terminal.until(lambda: len(terminal.heard) > before, "the first of it")
    await asyncio.sleep(1)
    outputs = [word for word in terminal.heard if isinstance(word, words.Output)]
    given = len([word for word in terminal.heard[:before] if isinstance(word, words.Output)])
    assert len(outputs) - given <= TERMINAL_AHEAD
    terminal.giving = True
    terminal.type("\x03echo fin''ished\r")
    terminal.child.say(words.More(outputs=TERMINAL_AHEAD))
    await terminal.until(lambda: "finished" in terminal.text, "the interrupt")


@pytest.mark.alone
async def test_held_nothing_goes_on_and_it_goes_on_where_it_was(terminal: Terminal) -> None:
    terminal.type("yes\r")
    program = await terminal.started("yes")
    terminal.child.say(words.Hold(on=True))
    await terminal.until(lambda: program.status() == psutil.STATUS_STOPPED, "the stop")
    await asyncio.sleep(0.1)  # what was on its way
    before = len(terminal.text)
    terminal.type("echo not this\r")
    await asyncio.sleep(0.5)
    assert len(terminal.text) == before
    terminal.child.say(words.Hold(on=False))
    await terminal.until(lambda: len(terminal.text) > before + 10_000, "the rest")
    terminal.type("\x03echo fin''ished\r")
    await terminal.until(lambda: "finished" in terminal.text, "the interrupt")
    assert "not this" not in terminal.text


async def test_the_customer_closes_the_window_and_the_shell_is_gone(terminal: Terminal) -> None:
    terminal.type("setsid -f sleep 1000\r")
    program = await terminal.started("sleep")
    await asyncio.to_thread(close_by_key, terminal.window(), terminal.env, terminal.work.done)
    await terminal.over()
    assert terminal.heard[-1] == words.Ended(by="customer")
    assert gone(program)


async def test_the_shell_that_exits_takes_its_window_along(terminal: Terminal) -> None:
    terminal.type("setsid -f sleep 1000\r")
    program = await terminal.started("sleep")
    terminal.type("exit\r")
    await terminal.over()
    assert terminal.heard[-1] == words.Ended(by="shell")
    assert gone(program)
    assert terminal.window() == ""


async def test_a_window_that_is_killed_takes_the_shell_along_and_what_had_detached_itself(terminal: Terminal) -> None:
    terminal.type("setsid -f sleep 1000; env -i setsid -f /bin/sleep 1001\r")
    await terminal.until(lambda: sum(name_of(process) == "sleep" for process in terminal.inside()) == 2, "two programs")
    everything = terminal.inside()
    await terminal.until(lambda: {one.pid for one in everything} <= set(terminal.running.inside), "the next heartbeat")
    psutil.Process(terminal.pid).kill()
    await terminal.over()
    assert [process for process in everything if not gone(process)] == []


@pytest.mark.alone
async def test_a_frozen_window_takes_the_shell_along(terminal: Terminal) -> None:
    terminal.type("setsid -f sleep 1000\r")
    program = await terminal.started("sleep")
    window = psutil.Process(terminal.pid)
    began = time.monotonic()
    window.suspend()
    await terminal.over()
    assert time.monotonic() - began < 2.5 + 1.5 + 3
    assert gone(program)
    assert gone(window)


async def test_minimised_nothing_is_typed_until_it_is_seen_again(terminal: Terminal) -> None:
    terminal.xdotool("windowminimize", terminal.window())
    await terminal.until(lambda: words.Unseen(on=True) in terminal.heard, "the word of it")
    await terminal.until(lambda: words.Unseen(on=False) in terminal.heard, "the window, which comes back")
    assert terminal.window()


async def test_questions_of_programs_are_answered_here(terminal: Terminal) -> None:
    terminal.type("printf '\\033[6n'; read -r -s -d R place; echo \"<${place#??}>\"\r")
    await terminal.until(lambda: "<" in terminal.text.split("place#")[-1].partition("\r\n")[2], "the answer")
    assert "\x1b[6n" not in terminal.text


async def test_where_there_is_no_screen_there_is_no_shell() -> None:
    terminal = Terminal(":99999")
    await terminal.over()
    assert terminal.heard == []
    assert terminal.running == Running()


def test_the_agent_is_killed_and_nothing_is_left(display: str) -> None:
    code = (
        "import asyncio; from agent.tools.terminal import words; from tests.tools.terminal.test_process import *\n"
        "async def main():\n"
        f"    terminal = Terminal({display!r}); await terminal.opened()\n"
        "    terminal.type('setsid -f sleep 1000\\r'); await terminal.started('sleep')\n"
        "    print(*[process.pid for process in terminal.inside()], terminal.pid, flush=True)\n"
        "    await asyncio.sleep(1000)\n"
        "asyncio.run(main())"
    )
    agent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert agent.stdout
    everything = [psutil.Process(int(pid)) for pid in agent.stdout.readline().split()]
    assert len(everything) >= 3
    agent.kill()
    agent.wait()
    end = time.monotonic() + PATIENCE
    while not all(gone(process) for process in everything):
        assert time.monotonic() < end, "something is left"
        time.sleep(0.02)


def test_the_known_are_ended() -> None:
    known = psutil.Popen(["sleep", "1000"])
    end_these({known.pid: known.create_time()}, 0)
    assert gone(known)
