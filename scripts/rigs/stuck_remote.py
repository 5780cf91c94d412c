"""Ways to lose the technician in which no browser takes part: `python -m scripts.rigs.stuck_remote --times N`.

A real agent, a real link, and a console in Python that goes on saying that it holds. Says a JSON line a trial.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psutil
import Xlib.display
from Xlib import X
from Xlib.ext import xtest

from agent.protocol import messages as wire
from agent.protocol.messages import HELD_BEAT_SECONDS
from agent.protocol.permissions import Permission
from scripts.rigs.applications import Desk, desk, until
from scripts.rigs.ending import end_when_asked
from scripts.rigs.hand_kinds import key
from scripts.rigs.relay import Relay, relay
from scripts.rigs.remote import Remote, remote
from scripts.rigs.stuck import Down, Outcome, tell
from scripts.rigs.talker import Talker, talker
from scripts.rigs.xserver import xvfb

PLACE: Final = {"x": 900, "y": 300}
WANTED: Final = (Permission.VIEW, Permission.CONTROL)


@dataclass(frozen=True)
class Scene:
    """What a way may act on."""

    desk: Desk
    agent: Talker
    technician: Remote


def stop(scene: Scene) -> None:
    scene.agent.tell({"type": "press", "button": "stop"})


def pause(scene: Scene) -> None:
    scene.agent.tell({"type": "press", "button": "pause"})


def withdraw(scene: Scene) -> None:
    scene.agent.tell({"type": "withdraw", "permission": "control"})


def hand(scene: Scene) -> None:
    """Move the mouse as an assistive program does."""
    screen = Xlib.display.Display(scene.desk.display)
    xtest.fake_input(screen, X.MotionNotify, x=700, y=200)
    screen.sync()
    screen.close()


def panic(scene: Scene) -> None:
    """Press Pause/Break twice, as an on-screen keyboard does."""
    screen = Xlib.display.Display(scene.desk.display)
    pause_key = screen.keysym_to_keycode(0xFF13)
    for event in (X.KeyPress, X.KeyRelease) * 2:
        xtest.fake_input(screen, event, pause_key)
    screen.sync()
    screen.close()


def tamper(scene: Scene) -> None:
    scene.technician.say_raw("input", "x" * (wire.MAX_MESSAGE + 1))


def be_refused(scene: Scene) -> None:
    for _ in range(3):
        scene.technician.say_raw("control", '{"type":"registry/write"}')


def ask(scene: Scene) -> None:
    scene.technician.say(wire.RequestPermission(permission=Permission.SYSTEM))


def signalled(number: signal.Signals) -> Callable[[Scene], None]:
    return lambda scene: os.kill(scene.agent.pid, number)


WAYS: Final[dict[str, Callable[[Scene], None]]] = {
    "the customer stops": stop,
    "the customer pauses": pause,
    "control is withdrawn": withdraw,
    "the customer's hand": hand,
    "Pause/Break twice": panic,
    "the link is tampered with": tamper,
    "three refusals": be_refused,
    "the customer is asked something": ask,
    "the agent is told to end (SIGTERM)": signalled(signal.SIGTERM),
    "the agent is killed (SIGKILL)": signalled(signal.SIGKILL),
    "the agent freezes (SIGSTOP)": signalled(signal.SIGSTOP),
}


def is_watched(agent: int) -> bool:
    """Say whether the agent's watchdog is past its start and sees the display: people are not as fast as this rig."""
    for child in psutil.Process(agent).children():
        with suppress(psutil.Error):
            if "watchdog" in child.cmdline():
                return child.cwd() == "/" and len(child.net_connections("unix")) >= 2
    return False


async def hold(technician: Remote) -> "asyncio.Task[None]":
    """Press a button, a modifier and a key, and go on saying so."""
    technician.say(wire.MovePointer(**PLACE))
    technician.say(wire.PressButton(**PLACE, button=0, down=True))
    technician.say(key("ShiftLeft", "Shift", True))
    technician.say(key("ArrowDown", "ArrowDown", True))

    async def beat() -> None:
        while True:
            technician.say(wire.StillHolding())
            await asyncio.sleep(HELD_BEAT_SECONDS)

    return asyncio.create_task(beat())


async def hold_for_sure(technician: Remote, down: Down) -> tuple["asyncio.Task[None]", tuple[str, ...]]:
    """Hold for a while, and once more where it was not taken: a window new to the agent takes no input at first."""
    for _ in range(3):
        beating = await hold(technician)
        with suppress(TimeoutError):
            await asyncio.to_thread(down.wait_until_held, 2)
            await asyncio.sleep(random.uniform(0, 0.5))  # noqa: S311 - a moment, no secret
            return beating, down.wait_until_held(0)  # what is not held any more cannot be released by the loss
        beating.cancel()
        technician.say(wire.ReleaseInput())
    raise TimeoutError("nothing could be held")


@asynccontextmanager
async def session(where: Desk, server: Relay) -> AsyncIterator[Scene]:
    """Run an agent and bring it together with a technician who has control."""
    options = ["--server", server.url, "--grant", "view,control"]
    with _agent(where, options) as agent:
        async with remote(server, agent, *WANTED) as technician:
            yield Scene(where, agent, technician)


@contextmanager
def _agent(where: Desk, options: list[str]) -> Iterator[Talker]:
    """Run an agent that is killed at the end, frozen or not."""
    with talker("scripts.rigs.customer", *options, env=where.environment) as agent:
        try:
            yield agent
        finally:
            agent.process.kill()


async def trial(way: str, where: Desk, server: Relay, down: Down) -> Outcome:
    """Hold, lose, and see how long it takes."""
    async with session(where, server) as scene:
        await asyncio.to_thread(until, lambda: is_watched(scene.agent.pid), "the watchdog", 30)
        beating, held = await hold_for_sure(scene.technician, down)
        loop = asyncio.get_running_loop()
        seconds = await asyncio.to_thread(down.after, lambda: loop.call_soon_threadsafe(WAYS[way], scene))
        beating.cancel()
        return Outcome(way, seconds, held)


async def run(ways: Sequence[str], times: int) -> None:
    """Try each way so many times, in turn."""
    async with AsyncExitStack() as stack:
        display = stack.enter_context(xvfb())
        where = stack.enter_context(desk(display))
        server = await stack.enter_async_context(relay())
        down = Down(display)
        for way in [way for _ in range(times) for way in ways]:
            tell(await trial(way, where, server, down))
        down.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0."""
    parser = argparse.ArgumentParser(prog="stuck_remote", description=__doc__)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--way", action="append", choices=list(WAYS))
    options = parser.parse_args(arguments)
    asyncio.run(run(options.way or list(WAYS), options.times))
    return 0


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
