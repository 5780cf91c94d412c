"""Trials of the customer's hand against a stream of remote input: `python -m scripts.rigs.hand_lane --trials N`.

A real agent on an X display that is a window of another (what happens on the outer one is the inner one's hardware),
a real link, and a technician who never stops sending. Says a JSON line a trial; all times are the X server's own.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

import Xlib.display
from Xlib import X
from Xlib.ext import xtest

from agent.desktop.x11.raw import CORE_TO_RAW
from agent.protocol.permissions import Permission
from scripts.rigs.applications import application, environment
from scripts.rigs.ending import end_when_asked
from scripts.rigs.hand_kinds import ASSISTIVE, STREAMS, Hand, Kind, shuffled
from scripts.rigs.raw_events import RawEvents, Seen
from scripts.rigs.relay import relay
from scripts.rigs.remote import Remote, remote
from scripts.rigs.talker import Talker, talker
from scripts.rigs.xserver import window_manager, xephyr, xvfb

PAPER = """
import tkinter
root = tkinter.Tk(); root.title("paper"); root.geometry("1180x700+20+30")
text = tkinter.Text(root, font=("DejaVu Sans", 14), wrap="char"); text.pack(fill="both", expand=True)
text.focus_force()
def tidy():
    if int(text.index("end").split(".")[0]) > 200 or len(text.get("1.0", "end")) > 6000: text.delete("1.0", "end")
    root.after(300, tidy)
tidy(); root.mainloop()
"""
BURST_SECONDS = 0.006
"""Between two bursts of the technician's."""
AFTER_SECONDS = 1.5
"""How long is waited at most for the stream to go on once the gate is open again."""
PATIENCE = 8.0


@dataclass(frozen=True)
class Outcome:
    """One trial. Milliseconds; `late` is 0 when nothing of the technician's came after the hand's first event."""

    kind: str
    before: int
    """Remote events before the hand came: the stream was running."""
    late: int
    """From the hand's first event to the last remote event before the gate may open again."""
    reopened: int
    """From the hand's last event to the next remote press, turn or motion."""
    after: int
    """Remote events after the gate opened again."""
    down: tuple[str, ...]
    """What XTEST held down while the customer had the hand."""
    told: bool
    """Both sides were told: the console, and the customer's window."""


class Lane:
    """One agent, one technician, one customer."""

    def __init__(self, outer: str, inner: str, agent: Talker, technician: Remote, seconds: float) -> None:
        self._screens: dict[bool, Any] = {False: Xlib.display.Display(outer), True: Xlib.display.Display(inner)}
        self._agent, self._technician = agent, technician
        self._seconds = seconds
        self._seen: list[Seen] = []
        self._events = RawEvents(inner, self._seen.append)
        self._aside = 0
        self._dice = random.Random()  # noqa: S311 - moments, no secret

    async def trial(self, kind: Kind) -> Outcome:
        """Let the technician stream, the hand come, and the gate open again."""
        technician = self._technician
        await technician.until(lambda: technician.input_open, "an open gate")
        self._events.look()
        self._seen.clear()
        states, views = len(technician.states), len(self._agent.drain())
        streaming = asyncio.create_task(self._stream(kind.stream))
        try:
            await self._until(lambda: bool(self._seen), "the stream")
            await asyncio.sleep(self._dice.uniform(0.02, 0.3))
            await self._act(kind.hand)
            await technician.until(lambda: any(s.customer_has_hand for s in technician.states[states:]), str(kind))
            await asyncio.sleep(0.15)
            down = self._down()
            await technician.until(lambda: technician.input_open, "an open gate again")
            opened = len(self._seen)
            with suppress(TimeoutError):
                await self._until(lambda: len(self._seen) > opened, "the stream again", AFTER_SECONDS)
        finally:
            streaming.cancel()
        self._events.look()
        technician.say_raw("input", '{"type":"input/release"}')
        told = any(view.get("customer_has_hand") for view in self._agent.drain()[views:])
        return self._judge(kind, down, told)

    async def _stream(self, name: str) -> None:
        for burst in STREAMS[name]():
            for message in burst:
                self._technician.say(message)
            await asyncio.sleep(BURST_SECONDS)

    async def _act(self, hand: Hand) -> None:
        screen = self._screens[hand.assistive]
        self._aside = (self._aside + self._dice.randrange(1, 99)) % 100  # a mouse put where it is does not move
        for step in hand.steps:
            xtest.fake_input(screen, step.event, step.detail, x=step.x + self._aside, y=step.y)
            screen.sync()
            await asyncio.sleep(step.pause)

    async def _until(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"waited in vain for {what}")
            await asyncio.sleep(0.005)

    def _down(self) -> tuple[str, ...]:
        """Name what is held, but for what the customer's own assistive program presses at this moment."""
        return tuple(self._events.held())

    def _judge(self, kind: Kind, down: tuple[str, ...], told: bool) -> Outcome:
        hand = [e for e in self._seen if _is_hand(e)]
        assert hand, f"the hand was not seen at all: {kind}"
        first, last = hand[0].time, hand[-1].time
        remote_times = [e.time for e in self._seen if not _is_hand(e)]
        opens = last + 1000 * self._seconds - 5
        late = [at - first for at in remote_times if first < at < opens]
        after = [at - last for at in remote_times if at >= opens]
        before = sum(at <= first for at in remote_times)
        return Outcome(str(kind), before, max(late, default=0), min(after, default=-1), len(after), down, told)


def _is_hand(event: Seen) -> bool:
    return not event.xtest or (event.kind - CORE_TO_RAW, event.detail) in ASSISTIVE


@asynccontextmanager
async def lane(seconds: float) -> AsyncIterator[Lane]:
    """Furnish the screens and bring both ends together, with control granted."""
    async with AsyncExitStack() as stack:
        outer = stack.enter_context(xvfb())
        inner = stack.enter_context(xephyr(outer))
        stack.enter_context(window_manager(inner))
        stack.enter_context(application([sys.executable, "-c", PAPER], environment(inner)))
        _centre(outer)
        server = await stack.enter_async_context(relay())
        options = ["--server", server.url, "--grant", "view,control", "--hand-seconds", str(seconds)]
        agent = stack.enter_context(talker("scripts.rigs.customer", *options, env=environment(inner)))
        permissions = (Permission.VIEW, Permission.CONTROL)
        technician = await stack.enter_async_context(remote(server, agent, *permissions))
        yield Lane(outer, inner, agent, technician, seconds)


def _centre(outer: str) -> None:
    """Put the outer pointer over the inner screen: without a window manager that is where its keys go."""
    screen = Xlib.display.Display(outer)
    xtest.fake_input(screen, X.MotionNotify, x=600, y=300)
    screen.sync()
    screen.close()


async def run(options: argparse.Namespace) -> None:
    """Make the trials."""
    async with lane(options.seconds) as made:
        for kind in shuffled(options.trials, options.seed):
            print(json.dumps(asdict(await made.trial(kind))), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0."""
    parser = argparse.ArgumentParser(prog="hand_lane", description=__doc__)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0, help="the setting: when the gate opens again (1 to 5)")
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
