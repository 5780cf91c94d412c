"""Trials of Pause and Stop under load: `python -m scripts.rigs.stop_lane --pauses N --stops N`; a JSON line each.

A real agent with its real windows on an X display that has hardware (Xephyr), a picture that is bigger than the line,
both cores busy, the server gone, a window or the agent frozen. Times are of the monotonic clock, the same everywhere.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from agent.protocol.codes import parse_code
from agent.protocol.permissions import Permission
from scripts.rigs.applications import application, environment
from scripts.rigs.ending import tied
from scripts.rigs.logind import logind
from scripts.rigs.pixels import grab
from scripts.rigs.remote import Remote
from scripts.rigs.stop_acts import PAUSES, STOPS, Act, Hands
from scripts.rigs.stop_place import FILM, KILOBITS, SIZE, Notes, Outcome, Place, Viewer, busy, served
from scripts.rigs.talker import ROOT, Said, Talker, end
from scripts.rigs.thin_line import Eye, Line, can_divide, move_into, thin_line
from scripts.rigs.xserver import window_manager, xephyr, xvfb

FLOWING = 12
"""Packets of the picture in FLOWING_SECONDS that make a flood of it on this line."""
FLOWING_SECONDS = 0.3
WATCH_SECONDS = 0.35
"""How long is watched at least after the act; what comes later, until the picture may go on, counts too."""
PATIENCE = 60.0
CONNECTIONS = 2
"""The watchdog's to the display."""


class Lane:
    """One agent after the other, one session after the other."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._agent: Talker | None = None
        self._console: Viewer | None = None
        self._technician: Remote | None = None
        self._beating: asyncio.Task[None] | None = None
        self._codes = 0

    # --- sessions ---------------------------------------------------------------------------------------------------

    @property
    def agent(self) -> Talker:
        """The agent that runs now."""
        assert self._agent
        return self._agent

    async def ready(self) -> None:
        """Have a live session whose picture floods the line, and no server any more."""
        if self._agent is None or self._agent.process.poll() is not None:
            self._agent, self._codes = Talker(self._start()), 0
            self._place.hands.forget()
        if self._technician is None:
            await self._meet()
        await asyncio.to_thread(self._place.hands.make_room)
        await self._until(self._is_watched, "the watchdog")
        await self._until(lambda: self.flow() >= FLOWING, "a flood of pictures")

    async def _meet(self) -> None:
        agent, since = self.agent, self._codes
        said = await asyncio.to_thread(agent.wait_for, lambda said: bool(said.get("code")), "a code", PATIENCE, since)
        self._console = Viewer(self._place.server.url)
        self._console.pictures = []
        self._technician = Remote(self._console)
        await self._console.join(parse_code(str(said["code"])))
        await asyncio.wait_for(self._console.opened.wait(), PATIENCE)
        self._beating = asyncio.create_task(self._technician.beat())
        await self._technician.ask(Permission.VIEW)
        self._place.server.die()

    def _is_watched(self) -> bool:
        """Say whether the watchdog is past its start: connected to the display by both of its libraries."""
        dogs = [child for child in psutil.Process(self.agent.pid).children() if "watchdog" in child.cmdline()]
        return any(_sockets(dog.pid) >= CONNECTIONS for dog in dogs)

    async def part(self) -> None:
        """Leave the session that ended."""
        if self._beating:
            self._beating.cancel()
        if self._technician:
            with suppress(ConnectionError):
                await self._technician.leave()
        self._technician = self._console = None
        self._codes = len(self.agent.drain())

    def _start(self) -> subprocess.Popen[str]:
        command, pipe = tied(self._place.command), subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=self._place.env)

    # --- trials -----------------------------------------------------------------------------------------------------

    def flow(self) -> int:
        """Count the packets of the picture that left just now."""
        now = time.monotonic()
        return sum(left > now - FLOWING_SECONDS for left in self._place.notes.read()[-500:])

    async def trial(self, act: Act, stuck: str, dice: random.Random) -> Outcome:
        """Act once, and see what leaves."""
        await self.ready()
        hands, agent = self._place.hands, self.agent
        await asyncio.to_thread(hands.prepare, act)
        self._place.load.turn(True)
        await asyncio.sleep(dice.uniform(0.1, 0.4))
        await self._until(lambda: self.flow() >= FLOWING, "a flood of pictures under load")
        frozen = self._freeze(stuck, dice)
        flow, since = self.flow(), len(agent.drain())
        began = await asyncio.to_thread(hands.do, act, self._place.logind, agent.pid)
        await asyncio.sleep(WATCH_SECONDS)
        told = await self._told(act, since)
        self._place.load.turn(False)
        for process in frozen:
            with suppress(psutil.Error):
                process.resume()
        killed = agent.process.poll() == -signal.SIGKILL
        if act.stops or killed:
            await self.part()
        outcome = self._outcome(act, stuck, began, flow, told, killed)
        if not act.stops and not killed:
            agent.tell({"type": "press", "button": "resume"})
        return outcome

    def _freeze(self, stuck: str, dice: random.Random) -> list[psutil.Process]:
        agent = psutil.Process(self.agent.pid)
        match stuck:
            case "window":
                windows = [child for child in agent.children() if "ui-window" in child.cmdline()]
                for window in windows:
                    window.suspend()
                return windows
            case "agent":
                self.agent.tell({"block": dice.choice([0.05, 0.12, 0.2, 1.0, 5.0])})
                time.sleep(0.02)
        return []

    async def _told(self, act: Act, since: int) -> bool:
        """Wait until the customer's windows would show the pause or the end, or the agent is gone."""

        def shows(said: Said) -> bool:
            return said.get("screen") == "ended" if act.stops else said.get("paused_by") is not None or "ended" in said

        try:
            await asyncio.to_thread(self.agent.wait_for, shows, "the pause or the end", 5.0, since)
        except TimeoutError:
            return self.agent.process.poll() is not None
        return True

    def _outcome(self, act: Act, stuck: str, began: float, flow: int, told: bool, killed: bool) -> Outcome:
        sent = [left for left in self._place.notes.read()[-5000:] if left > began]
        eye = self._place.eye
        seen = [moment for moment in eye.seen[-5000:] if moment > began] if eye else []
        late = [round((max(moments, default=began) - began) * 1000, 1) for moments in (sent, seen)]
        looked = eye and eye.seen  # an eye that saw nothing of the flood before either would not see what comes late
        return Outcome(act.name, act.stops, stuck, late[0], late[1] if looked else None, flow, told, killed)

    async def _until(self, true: Any, what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > until:
                raise TimeoutError(f"waited in vain for {what}; said last: {self.agent.drain()[-1:]}")
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """End everything."""
        if self._agent:
            await self.part()
            await asyncio.to_thread(end, self._agent.process)


def _sockets(pid: int) -> int:
    """Count a process's sockets, in whatever namespace it is."""
    count = 0
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            count += os.readlink(descriptor).startswith("socket:")
    return count


def plan(pauses: int, stops: int, dice: random.Random) -> Iterator[tuple[Act, str]]:
    """Say what is tried: each act in turn, a fifth with a frozen window, a tenth with an agent whose loop is stuck."""
    for acts, count in ((PAUSES, pauses), (STOPS, stops)):
        stuck = ["window" if number % 5 == 1 else "agent" if number % 10 == 8 else "nothing" for number in range(count)]
        dice.shuffle(stuck)
        for act, what in zip(itertools.cycle(acts), stuck, strict=False):
            yield act, what if what in act.works_with else "nothing"


async def run(options: argparse.Namespace, screens: tuple[str, str], line: Line | None, stack: ExitStack) -> None:
    """Run all trials."""
    outer, inner = screens
    computer, buses = stack.enter_context(logind())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stop-lane-")))
    notes = Notes(folder / "notes")
    async with served(line) as server:
        prefix = ["nsenter", f"--net=/run/netns/{line.customer}"] if line else []
        agent = [sys.executable, "-m", "scripts.rigs.stopped_agent", "--server", server.url, "--notes", str(notes.path)]
        env = {**environment(inner), **buses, "XDG_SESSION_ID": "1"}
        load = stack.enter_context(busy(options.busy))
        eye = Eye(line) if line else None
        hands = Hands(outer, inner)
        lane = Lane(Place(hands, inner, computer, server, notes, eye, load, [*prefix, *agent], env))
        dice = random.Random(options.seed)  # noqa: S311 - moments, not secrets
        try:
            for act, stuck in plan(options.pauses, options.stops, dice):
                outcome = await lane.trial(act, stuck, dice)
                print(json.dumps(asdict(outcome)), flush=True)
        finally:
            if options.picture:
                grab(inner).save(options.picture)
            await lane.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials; return 0."""
    parser = argparse.ArgumentParser(prog="stop_lane", description=__doc__)
    parser.add_argument("--pauses", type=int, default=5)
    parser.add_argument("--stops", type=int, default=5)
    parser.add_argument("--busy", type=int, default=os.cpu_count() or 1, help="cores that are kept busy")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--picture")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to leave no namespace and no process behind
    with ExitStack() as stack:
        # outside any namespace: X servers tell by abstract sockets, one set a namespace, which numbers are taken
        outer = stack.enter_context(xvfb(SIZE))
        inner = stack.enter_context(xephyr(outer, SIZE))
        stack.enter_context(window_manager(inner))
        stack.enter_context(application([sys.executable, "-c", FILM], environment(inner)))
        line = stack.enter_context(thin_line(KILOBITS)) if shutil.which("nsenter") and can_divide() else None
        if line:
            move_into(line.technician)
        asyncio.run(run(options, (outer, inner), line, stack))
    return 0


if __name__ == "__main__":
    sys.exit(main())
