"""The watchdog's own loop: hears the agent and the windows, sees the panic keys, and acts when the agent cannot."""

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agent.desktop.base import DesktopError, Releaser
from agent.inherited import taken_over
from agent.watchdog.acts import MOST_PATIENCE, PATIENCE, Acts
from agent.watchdog.cleaning import Left, clean_up, release
from agent.watchdog.ears import AgentsEnd, Ear, agents_end, ear
from agent.watchdog.words import Acting, Beat, Bye, Hello, Lines, Pressing, Returning, read_agent, read_window

LOOK_SECONDS: Final = 0.01
"""How often an agent that waits for the processor is looked at again."""

FROZEN_SECONDS: Final = 1.0
"""Silence after which what an agent holds down is released for it."""


class Watch:
    """One agent, watched until it says goodbye or is gone."""

    def __init__(self, pipe: int, presses: int | None = None) -> None:
        """Hear the agent on `pipe` and its windows on `presses`."""
        self.left = Left()
        self.bye = False
        self._pipe = ear(pipe)
        self._presses = ear(presses) if presses is not None else None
        self._pid = 0
        self._agent: AgentsEnd | None = None
        self._acts = Acts()
        self._agent_lines, self._window_lines = Lines(), Lines()
        self._holding = self._gone = False
        self._heard = time.monotonic()

    def run(self) -> None:
        """Watch. Returns when the agent is no more, or says that all is in order."""
        while not self._gone:
            ready, _, _ = select.select(self._watched(), [], [], self._patience())
            if self._presses in ready:
                self._hear_window()
            if self._pipe in ready:
                self._hear_agent()
            elif self._agent in ready:
                return
            self._see_keys()
            self._judge(time.monotonic())

    def hear(self, line: bytes) -> None:
        """Take in one line of the agent's; what is not understood changes nothing."""
        match read_agent(line):
            case Hello(agent=agent, private=private, display=display):
                self._pid, self._agent = agent, agents_end(agent)  # first: a dead one cannot be opened any more
                self.left.private, self.left.desktop = private, _open(display)
            case Beat(children=children, holding=holding):
                self.left.children, self._holding = children, holding
            case Pressing(pressing=pressing):
                self._holding = pressing
            case Acting(acting=what, by=by):
                self._acts.answered(by, what)
            case Returning(returning=stage, seconds=seconds):
                self.left.returning, self.left.return_until = stage, time.monotonic() + seconds
            case Bye():
                self.bye = True
            case None:
                pass

    def _watched(self) -> list[Ear | AgentsEnd | Releaser]:
        pipes = [pipe for pipe in (self._pipe, self._presses, self._agent) if pipe is not None]
        return [*pipes, self.left.desktop] if self.left.desktop else [*pipes]

    def _patience(self) -> float | None:
        """Say how long nothing need be done if nothing comes."""
        since = self._acts.owed_since()
        if since is not None:
            return max(LOOK_SECONDS, since + PATIENCE - time.monotonic())
        return FROZEN_SECONDS if self._holding else None

    def _hear_agent(self) -> None:
        data = self._pipe.read()
        self._gone = not data
        self._heard = time.monotonic()
        for line in self._agent_lines.cut(data):
            self.hear(line)

    def _hear_window(self) -> None:
        data = self._presses.read() if self._presses is not None else b""
        if not data:
            self._presses = None
        for line in self._window_lines.cut(data):
            if pressed := read_window(line):
                self._acts.seen("window", pressed.pressed, time.monotonic())

    def _see_keys(self) -> None:
        if self.left.desktop is None:
            return
        try:
            for when in self.left.desktop.panic_keys():
                self._acts.seen("key", when, time.monotonic())
        except DesktopError:
            self.left.desktop = None

    def _judge(self, now: float) -> None:
        since = self._acts.owed_since()
        if since is not None and now >= since + (MOST_PATIENCE if self._agent_has_turn() else PATIENCE):
            self._end_agent()
        elif self._holding and now - self._heard >= FROZEN_SECONDS:
            release(self.left)
            self._heard = now

    def _agent_has_turn(self) -> bool:
        """Say whether the agent's loop runs, or waits for nothing but the processor (proc(5), state R).

        Linux alone tells; elsewhere every agent has the longer time.
        """
        if sys.platform != "linux":
            return True
        with contextlib.suppress(OSError):
            return b") R " in Path(f"/proc/{self._pid}/task/{self._pid}/stat").read_bytes()
        return False

    def _end_agent(self) -> None:
        """End an agent that does not come to the customer's Pause or Stop: whatever keeps it, nothing may leave it."""
        if self._agent is not None:
            self._agent.kill()
        self._gone = True


def main(arguments: Sequence[str] = ()) -> int:
    """Watch the agent at the other end of standard input; its windows speak on the descriptor named in `arguments`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.chdir("/")
    watch = Watch(sys.stdin.fileno(), taken_over(arguments[0]) if arguments else None)
    watch.run()
    if not watch.bye:
        clean_up(watch.left)
    return 0


def _open(display: str | None) -> Releaser | None:
    from agent.desktop import open_releaser

    try:
        return open_releaser(display)
    except DesktopError:
        return None
