"""A rendezvous that lies gets no frame and no input through, and both sides are told.

The agent's real link, the console's real link in Chromium, and between them a relay that alters what passes.
"""

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median

from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.protocol.codes import parse_code
from agent.transport.events import CodeReady, Failed, LinkEvent, Opened, Received
from agent.transport.introduction import Introduced
from agent.transport.link import Link
from agent.transport.signalling import Signalling
from scripts.proofs import Finding
from scripts.rigs.liar import DROPS, LIES, LIES_WITH_KEYS, Lie, Stage, no_lie
from scripts.rigs.link_page import DrivenLink, bundle, chromium
from scripts.rigs.relay import TECHNICIAN, Relay, relay

RUNS = 100
QUICK_RUNS = 2
TOLD_SECONDS = 1.0
QUICK_TOLD_SECONDS = 5.0
"""Beside other tests, on a busy machine."""
DROP_SECONDS = 12.0
"""Silence is told by the time-outs of agent/transport/introduction.py and link.py."""
LONGEST_RUN = 30.0
BENCHES = 6

EXTRA_CHANNEL = """() => {
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    if (label === "control") create.call(this, "stranger");
    const channel = create.call(this, label, options);
    channel.addEventListener("open", () => { window.struckAt ??= Date.now(); });
    return channel;
  };
}"""
EARLY_INPUT = """() => {
  const { createDataChannel } = RTCPeerConnection.prototype;
  const { send } = RTCDataChannel.prototype;
  let input;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    const channel = createDataChannel.call(this, label, options);
    if (label === "input") input = channel;
    return channel;
  };
  RTCDataChannel.prototype.send = function (text) {
    const both = () => {
      window.struckAt ??= Date.now();
      send.call(input, '{"type":"input/move","x":1,"y":1}');
      send.call(this, text);
    };
    if (!text.includes("link/bind")) send.call(this, text);
    else if (input.readyState === "open") both();
    else input.addEventListener("open", both);
  };
}"""
ALTERED_CONSOLES = {"extra channel": EXTRA_CHANNEL, "input before the proof": EARLY_INPUT}


class LeakyLink(Link):
    """The real link, which shows the rig the keys it agreed on."""

    def leak_to(self, stage: Stage) -> None:
        """Show them to `stage`."""
        self._stage = stage

    async def _live(self, signalling: Signalling, introduced: Introduced) -> None:
        self._stage.introduced = introduced
        await super()._live(signalling, introduced)


@dataclass
class Agent:
    """The agent's end: sends a picture as soon as it may, and writes down what it is told."""

    inputs: int = 0
    told: Failed | None = None
    told_at: float = math.inf
    events: asyncio.Queue[LinkEvent] = field(default_factory=asyncio.Queue)
    link: LeakyLink | None = None

    def on_event(self, event: LinkEvent) -> None:
        """Take an event of the link's."""
        match event:
            case Opened() if self.link:
                self.link.send("picture", bytes(1000))
            case Received():
                self.inputs += 1
            case Failed():
                self.told, self.told_at = event, time.time()
        self.events.put_nowait(event)


@dataclass(frozen=True)
class Outcome:
    """What came through in one run, and how many seconds after the lie each side was told."""

    frames: int
    inputs: int
    agent_seconds: float
    console_seconds: float
    why: str

    @property
    def slowest(self) -> float:
        """Give the seconds until both were told; without end when one was not, or when no lie was told."""
        both = max(self.agent_seconds, self.console_seconds)
        return math.inf if math.isnan(both) else both


class Bench:
    """One relay and one page of Chromium, used for one run after another."""

    def __init__(self, server: Relay, page: Page) -> None:
        self._server, self._page = server, page
        self._fresh = False

    async def run(self, lie: Lie, number: int, console_joins: bool, alter: str = "") -> Outcome:
        """Pair once with a lie on the way, and see what comes of it."""
        await self._load(alter)
        stage = Stage(self._server, "joiner" if console_joins else "issuer", number)
        self._server.meddle = lambda frame, role: lie(stage, frame, stage.program(role))
        agent, console = Agent(), await DrivenLink.on(self._page)
        agent.link = LeakyLink(self._server.url, agent.on_event)
        agent.link.leak_to(stage)
        try:
            await self._pair(agent, console, console_joins)
            return await self._judge(stage, agent, console)
        finally:
            await console.close()
            await agent.link.close()
            if stage.middleman:
                await stage.middleman.close()

    async def honest(self, console_joins: bool) -> bool:
        """Pair without a lie: say whether frames and input come through, so that their absence means something."""
        await self._load("")
        stage = Stage(self._server, "joiner", 0)
        agent, console = Agent(), await DrivenLink.on(self._page)
        agent.link = LeakyLink(self._server.url, agent.on_event)
        agent.link.leak_to(stage)
        await self._pair(agent, console, console_joins)
        await console.wait("picture")
        async with asyncio.timeout(LONGEST_RUN):
            while agent.inputs == 0:
                await agent.events.get()
        await agent.link.close()
        return True

    async def _load(self, alter: str) -> None:
        if alter or not self._fresh:
            await self._page.goto(self._server.url)
            self._fresh = not alter
        if alter:
            await self._page.evaluate(alter)

    async def _pair(self, agent: Agent, console: DrivenLink, console_joins: bool) -> None:
        if agent.link is None:
            return
        if not console_joins:
            agent.link.join(parse_code(await console.issue(TECHNICIAN)))
            return
        agent.link.issue()
        ready = await agent.events.get()
        if isinstance(ready, CodeReady):
            await console.join(str(ready.code), TECHNICIAN)

    async def _judge(self, stage: Stage, agent: Agent, console: DrivenLink) -> Outcome:
        problem = await _told_to_console(console)
        failed = await _told_to_agent(agent)
        said = await console.said()
        closed_at = next((s["at"] / 1000 for s in said if s["what"] == "closed"), math.inf)
        since = stage.struck_at or await console.struck_at()
        frames = sum(s["what"] == "picture" for s in said)
        return Outcome(frames, agent.inputs, agent.told_at - since, closed_at - since, f"{failed}; {problem}")


async def _told_to_console(console: DrivenLink) -> str:
    try:
        problem = await console.wait("closed", LONGEST_RUN)
    except PlaywrightTimeout:
        return "console not told"
    return f"console {problem['kind']} ({problem['detail']})"


async def _told_to_agent(agent: Agent) -> str:
    try:
        async with asyncio.timeout(LONGEST_RUN):
            while agent.told is None:
                await agent.events.get()
    except TimeoutError:
        return "agent not told"
    return f"agent {agent.told.problem} ({agent.told.detail})"


@dataclass
class Tally:
    """What came of all runs of one lie."""

    name: str
    bound: float
    runs: int
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether nothing came through and both sides were told in time, in every run."""
        return all(o.frames == 0 and o.inputs == 0 and o.slowest < self.bound for o in self.outcomes)

    def __str__(self) -> str:
        slowest = max(self.outcomes, key=lambda o: o.slowest)
        frames, inputs = sum(o.frames for o in self.outcomes), sum(o.inputs for o in self.outcomes)
        verdict = "ok " if self.holds else "NOT"
        counts = f"{len(self.outcomes)} runs, {frames} frames, {inputs} inputs, told in {slowest.slowest:.2f} s at most"
        return f"{verdict} {self.name}: {counts}; {slowest.why}"


@dataclass(frozen=True)
class Attempt:
    """One run to be made."""

    tally: Tally
    lie: Lie
    number: int
    console_joins: bool
    alter: str = ""


def prove(quick: bool, say: Callable[[str], None]) -> Finding:
    """Tell every lie, many times, in both flows."""
    return asyncio.run(_prove(QUICK_RUNS if quick else RUNS, QUICK_TOLD_SECONDS if quick else TOLD_SECONDS, say))


async def _prove(runs: int, told_seconds: float, say: Callable[[str], None]) -> Finding:
    tallies, attempts = _plan(runs, told_seconds)
    files = {"/link_page.js": bundle()}
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium())
        benches = [
            Bench(await stack.enter_async_context(relay(files=files)), await browser.new_page()) for _ in range(BENCHES)
        ]
        come_through = [await benches[0].honest(console_joins) for console_joins in (True, False)]
        say(f"{'ok ' if all(come_through) else 'NOT'} without a lie, frames and input come through in both flows")
        queue = iter(attempts)
        await asyncio.gather(*(_work(bench, queue, say) for bench in benches))
    return _finding(tallies, all(come_through))


def _plan(runs: int, told_seconds: float) -> tuple[list[Tally], list[Attempt]]:
    """List the lies, and every run of each: the flows take turns; keys leak in time only where the console joins."""
    tallies, attempts = [], []
    lies = [(name, lie, True, "", told_seconds) for name, lie in LIES.items()]
    lies += [(f"{name} (with the sealing keys)", lie, False, "", told_seconds) for name, lie in LIES_WITH_KEYS.items()]
    lies += [(f"{name} (altered console)", no_lie, True, js, told_seconds) for name, js in ALTERED_CONSOLES.items()]
    lies += [(f"{name} (told by time-out)", lie, True, "", DROP_SECONDS) for name, lie in DROPS.items()]
    for name, lie, both_flows, alter, bound in lies:
        tally = Tally(name, bound, runs)
        tallies.append(tally)
        attempts += [Attempt(tally, lie, n, not both_flows or n % 2 == 0, alter) for n in range(runs)]
    return tallies, attempts


async def _work(bench: Bench, queue: Iterator[Attempt], say: Callable[[str], None]) -> None:
    for attempt in queue:
        outcome = await bench.run(attempt.lie, attempt.number, attempt.console_joins, attempt.alter)
        attempt.tally.outcomes.append(outcome)
        if len(attempt.tally.outcomes) == attempt.tally.runs:
            say(str(attempt.tally))


def _finding(tallies: list[Tally], control: bool) -> Finding:
    outcomes = [outcome for tally in tallies for outcome in tally.outcomes]
    at_once = [o.slowest for tally in tallies if tally.bound < DROP_SECONDS for o in tally.outcomes]
    frames, inputs = sum(o.frames for o in outcomes), sum(o.inputs for o in outcomes)
    figure = (
        f"{len(tallies)} kinds of tampering, {len(outcomes)} runs: {frames} frames, {inputs} inputs; "
        f"both told in {max(at_once):.2f} s at most (median {median(at_once):.2f} s), silence by time-out"
    )
    return Finding(control and all(tally.holds for tally in tallies), figure)
