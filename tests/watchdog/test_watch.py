"""Pause and Stop with real agents that act, are frozen, or are stuck in their own loop, on a real X server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from agent.watchdog.acts import PATIENCE
from scripts.rigs.xserver import xvfb
from tests.desktop.rig import until, xdotool

ROOT = Path(__file__).parents[2]

WINDOW = """
import signal, sys, time
from agent.ui.model import Press
from agent.ui.pipe import Pipe
pipe = Pipe(sys.argv[1:])
pressed = []
signal.signal(signal.SIGUSR1, lambda *_: pressed.append(1))
pipe.beat()
while True:
    time.sleep(0.01)
    if pressed:
        pressed.clear()
        pipe.send(Press(button="stop"))
"""

AGENT = f"""
import asyncio, os, signal, sys, tempfile, time
from pathlib import Path
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.hand import X11Hand
from agent.ui.child import Child, Guard, Timing
from agent.watchdog.agents_end import start_watchdog

async def main():
    connection = X11Connection(os.environ["DISPLAY"])
    hand = X11Hand(connection)
    window = Child([[sys.executable, "-c", {WINDOW!r}]], None, Timing())
    private = Path(tempfile.mkdtemp(prefix="handrail-"))
    dog = start_watchdog(private, lambda: {{window.pid}} - {{None}})
    window.guard(Guard(dog.presses, dog.acting_on_press))
    window.start(lambda action: print("acted", flush=True), lambda: None)
    hand.answer(dog.acting_on_key)
    hand.start(lambda kind: print(kind, flush=True))
    await window.opened()
    dog.beat()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, time.sleep, 600)
    def inject():
        from Xlib import X
        with connection.injecting():
            code = connection.display.keysym_to_keycode(0xFF13)
            connection.fake(X.KeyPress, code)
            connection.fake(X.KeyRelease, code)
        print("injected", flush=True)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, inject)
    def compute():
        print("computing", flush=True)
        while True: pass
    asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, compute)
    print(dog._process.pid, window.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@dataclass
class Agent:
    process: subprocess.Popen[str]
    dog: int
    window: int

    def says(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def block_its_loop(self) -> None:
        self.process.send_signal(signal.SIGUSR2)
        time.sleep(0.2)  # nothing says when a loop is stuck

    def dies(self) -> None:
        """Wait until it is dead."""
        self.process.wait(30)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with xvfb() as name:
        yield name


@pytest.fixture
def agent(display: str) -> Iterator[Agent]:
    env = {**os.environ, "DISPLAY": display, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", AGENT], env=env, text=True, stdout=subprocess.PIPE)
    assert process.stdout
    dog, window = process.stdout.readline().split()
    until(lambda: is_watching(int(dog)))
    yield Agent(process, int(dog), int(window))
    process.kill()
    process.wait()
    until(lambda: not psutil.pid_exists(int(dog)) or psutil.Process(int(dog)).status() == psutil.STATUS_ZOMBIE)


def is_watching(dog: int) -> bool:
    """Say whether the watchdog is past its start: connected to the display, and at rest."""
    process = psutil.Process(dog)
    if process.cwd() != "/" or len(process.net_connections("unix")) < 2:
        return False
    before = process.num_ctx_switches()
    time.sleep(0.1)
    return bool(process.num_ctx_switches() == before)


def pause(agent: Agent, display: str) -> None:
    xdotool(display, "key", "Pause")


def stop(agent: Agent, display: str) -> None:
    xdotool(display, "key", "Escape", "Escape", "Escape")


def press(agent: Agent, display: str) -> None:
    os.kill(agent.window, signal.SIGUSR1)


Act = Callable[[Agent, str], None]
ACTS = pytest.mark.parametrize("act", [pause, stop, press])


@ACTS
@pytest.mark.parametrize("stuck", [Agent.freeze, Agent.block_its_loop])
def test_an_agent_that_does_not_come_to_the_customers_act_is_ended(
    agent: Agent, display: str, act: Act, stuck: Callable[[Agent], None]
) -> None:
    stuck(agent)
    act(agent, display)
    agent.dies()
    until(lambda: not psutil.pid_exists(agent.window))


@ACTS
def test_an_agent_that_acts_is_left_alone(agent: Agent, display: str, act: Act) -> None:
    act(agent, display)
    assert agent.says()
    with pytest.raises(subprocess.TimeoutExpired):
        agent.process.wait(3 * PATIENCE)


def test_a_loop_that_computes_without_end_is_ended_too(agent: Agent, display: str) -> None:
    """It looks like one that waits for the processor, which has longer, but not for ever."""
    agent.process.send_signal(signal.SIGWINCH)
    assert agent.says() == "computing"
    pause(agent, display)
    agent.dies()


def test_the_technicians_panic_key_does_not_end_the_agent(agent: Agent, display: str) -> None:
    agent.process.send_signal(signal.SIGUSR1)
    assert agent.says() == "injected"
    with pytest.raises(subprocess.TimeoutExpired):
        agent.process.wait(3 * PATIENCE)


def test_other_keys_do_not_end_a_frozen_agent(agent: Agent, display: str) -> None:
    agent.freeze()
    xdotool(display, "key", "Escape", "a", "Escape")
    with pytest.raises(subprocess.TimeoutExpired):
        agent.process.wait(3 * PATIENCE)


def test_lines_from_a_window_that_are_none_change_nothing(agent: Agent, display: str) -> None:
    descriptors = Path(f"/proc/{agent.window}/cmdline").read_bytes().split(b"\0")
    presses = descriptors[descriptors.index(b"--watchdog") + 1].decode()
    with open(f"/proc/{agent.window}/fd/{presses}", "wb") as pipe:
        pipe.write(b'nonsense\n{"pressed": "x"}\n{"agent": 1, "private": "/tmp", "display": null}\n' + b"x" * 200_000)
    agent.freeze()
    with pytest.raises(subprocess.TimeoutExpired):
        agent.process.wait(3 * PATIENCE)
    with open(f"/proc/{agent.window}/fd/{presses}", "wb") as pipe:
        pipe.write(b'\n{"pressed": 1}\n')
    agent.dies()
