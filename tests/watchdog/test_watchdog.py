"""The watchdog against real agents that are killed, frozen, or say goodbye, on a real X server."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest

from agent.watchdog.cleaning import Left, clean_up, end
from agent.watchdog.watch import FROZEN_SECONDS, Watch
from scripts.rigs.xserver import xvfb
from tests.desktop.rig import Observer, until, xdotool

ROOT = Path(__file__).parents[2]

AGENT = """
import asyncio, os, subprocess, sys, tempfile
from pathlib import Path
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.injector import X11Injector
from agent.watchdog.agents_end import start_watchdog

async def main():
    holding, mode = lambda: False, sys.argv[1]
    window = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL)
    private = Path(tempfile.mkdtemp(prefix="handrail-"))
    (private / "leaf").write_text("x")
    if mode != "blind":
        injector = X11Injector(X11Connection(os.environ["DISPLAY"]))
        holding = lambda: injector.holding
    dog = start_watchdog(private, lambda: {window.pid}, holding)
    leak = window
    if mode == "leaky":
        leak = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, pass_fds=[dog._process.stdin.fileno()])
    if mode == "sudden":
        injector.on_holding = dog.pressing
        injector.key("ShiftLeft", "Shift", True)
        os.kill(os.getpid(), 19)
    if mode not in ("blind", "idle", "sudden"):
        injector.text("ш")
        injector.key("ShiftLeft", "Shift", True)
        injector.key("ArrowUp", "ArrowUp", True)
        injector.button(0, True)
        while not injector.holding:
            await asyncio.sleep(0.01)
    dog.beat()
    print(dog._process.pid, window.pid, leak.pid, private, flush=True)
    if mode == "bye":
        await asyncio.to_thread(sys.stdin.readline)
        injector.close()
        dog.close()
    else:
        await asyncio.sleep(600)

asyncio.run(main())
"""

SHIFT, UP = 50, 111


@dataclass
class Agent:
    process: subprocess.Popen[str]
    dog: int
    window: int
    leak: int
    private: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


Start = Callable[[str], Agent]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with xvfb() as name:
        yield name


@pytest.fixture
def see(display: str) -> Iterator[Observer]:
    observer = Observer(display)
    yield observer
    observer.close()


@pytest.fixture
def start(display: str) -> Iterator[Start]:
    """Start an agent in one of its modes: bye, hold, idle, blind, leaky."""
    started: list[Agent] = []

    def one(mode: str) -> Agent:
        env = {**os.environ, "DISPLAY": display if mode != "blind" else "", "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", AGENT, mode], env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout
        dog, window, leak, private = process.stdout.readline().split()
        started.append(Agent(process, int(dog), int(window), int(leak), Path(private)))
        until(lambda: is_watching(int(dog), mode != "blind"))
        return started[-1]

    yield one
    for agent in started:
        agent.kill()
        for pid in (agent.window, agent.leak):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        until(partial(is_gone, agent.dog))


def is_watching(dog: int, sees: bool) -> bool:
    """Say whether the watchdog is past its start: it has left the folder, and is connected to the display."""
    process = psutil.Process(dog)
    return process.cwd() == "/" and (not sees or len(process.net_connections("unix")) >= 2)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_gone(pid: int) -> bool:
    return not alive(pid)


@pytest.mark.alone
def test_a_killed_agent_holds_nothing_two_seconds_later(start: Start, see: Observer) -> None:
    agent = start("hold")
    until(lambda: {SHIFT, UP} <= see.keys_down() and see.mask() & 0x100)
    agent.kill()
    assert until(see.nothing_held) < 2


def test_a_killed_agent_leaves_no_window_no_folder_no_lent_key_and_no_watchdog(start: Start, see: Observer) -> None:
    before = see.layout()
    agent = start("hold")
    assert see.layout() != before
    agent.kill()
    until(lambda: not alive(agent.window))
    until(lambda: not agent.private.exists())
    until(lambda: see.layout() == before)
    until(lambda: not alive(agent.dog))


def test_goodbye_leaves_everything_to_the_agent(start: Start, see: Observer) -> None:
    agent = start("bye")
    agent.process.communicate("\n", timeout=20)
    until(lambda: not alive(agent.dog))
    assert alive(agent.window)
    assert (agent.private / "leaf").exists()
    (agent.private / "leaf").unlink()
    agent.private.rmdir()


def test_a_frozen_agent_holds_nothing_soon(start: Start, see: Observer) -> None:
    agent = start("hold")
    until(lambda: see.keys_down())
    agent.process.send_signal(signal.SIGSTOP)
    assert until(see.nothing_held) < FROZEN_SECONDS + 5
    assert alive(agent.window), "it may thaw: only what it holds is let go"
    assert agent.private.exists()


def test_an_agent_that_freezes_in_the_moment_it_presses_a_key_holds_nothing_soon(display: str, see: Observer) -> None:
    command = [sys.executable, "-c", AGENT, "sudden"]
    agent = subprocess.Popen(command, env={**os.environ, "DISPLAY": display, "PYTHONPATH": str(ROOT)})
    until(see.keys_down)
    until(see.nothing_held)
    assert psutil.Process(agent.pid).status() == psutil.STATUS_STOPPED
    agent.kill()
    agent.wait()


def test_a_frozen_agent_that_holds_nothing_is_left_alone(start: Start, see: Observer, display: str) -> None:
    agent = start("idle")
    agent.process.send_signal(signal.SIGSTOP)
    xdotool(display, "keydown", "Left")
    with pytest.raises(TimeoutError):
        until(see.nothing_held, FROZEN_SECONDS + 1)
    xdotool(display, "keyup", "Left")


@pytest.mark.alone
def test_it_outlives_what_ends_the_agents_terminal(start: Start, see: Observer) -> None:
    agent = start("hold")
    assert os.getsid(agent.dog) == agent.dog
    for number in (signal.SIGINT, signal.SIGHUP):
        os.kill(agent.dog, number)
    agent.kill()
    assert until(see.nothing_held) < 2


@pytest.mark.alone
def test_it_sees_the_agent_die_though_something_keeps_the_pipe_open(start: Start, see: Observer) -> None:
    agent = start("leaky")
    agent.kill()
    assert until(see.nothing_held) < 2
    assert alive(agent.leak), "it was not among the windows"


def test_without_a_display_it_still_ends_windows_and_removes_files(start: Start) -> None:
    agent = start("blind")
    agent.kill()
    until(lambda: not alive(agent.window))
    until(lambda: not agent.private.exists())


def test_it_writes_nothing_and_listens_on_nothing(start: Start) -> None:
    agent = start("idle")
    dog = psutil.Process(agent.dog)
    assert [os.readlink(f"/proc/{agent.dog}/fd/{number}") for number in (1, 2)] == ["/dev/null"] * 2
    assert [link for link in dog.net_connections("all") if link.status == psutil.CONN_LISTEN] == []
    assert [file.path for file in dog.open_files() if file.mode != "r"] == []


def test_a_process_that_got_the_number_of_an_old_window_is_not_ended() -> None:
    other = subprocess.Popen(["sleep", "600"])
    end({other.pid: psutil.Process(other.pid).create_time() - 5})
    assert other.poll() is None
    end({other.pid: psutil.Process(other.pid).create_time()})
    until(partial(is_gone, other.pid))
    other.wait()


def test_a_window_that_ignores_the_polite_way_is_killed() -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    deaf = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert deaf.stdout
    deaf.stdout.readline()
    end({deaf.pid: psutil.Process(deaf.pid).create_time()})
    until(partial(is_gone, deaf.pid))
    deaf.wait()
    deaf.stdout.close()


def test_only_a_folder_of_the_agents_own_kind_is_removed(tmp_path: Path) -> None:
    elsewhere, temporary = tmp_path / "handrail-x", Path(tempfile.gettempdir())
    elsewhere.mkdir()
    link = temporary / f"handrail-link-{os.getpid()}"
    link.symlink_to(elsewhere)
    other = Path(tempfile.mkdtemp(prefix="other-"))
    for folder in (elsewhere, link, other, temporary, Path("/"), temporary / "handrail-none"):
        clean_up(Left(private=folder))
    assert elsewhere.exists()
    assert other.exists()
    link.unlink()
    other.rmdir()


@pytest.mark.parametrize("line", [b"", b"nonsense", b"[1]", b'"agent"', b'{"children": 3}', b'{"agent": "x"}', b"\xff"])
def test_a_line_it_does_not_understand_changes_nothing(line: bytes) -> None:
    watch = Watch(0)
    watch.hear(b'{"children": {"1": 2.0}, "holding": true}')
    watch.hear(line)
    assert watch.left == Left(children={1: 2.0})
    assert not watch.bye
