"""[stuck-keys] However the technician is lost, nothing the technician held stays down.

Keys, a modifier and a button are held through a real link, in a real browser and without one; then the technician is
lost in one of the ways of scripts/rigs/stuck_browser.py and stuck_remote.py, and the X server is asked what is down.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from scripts.proofs import Finding
from scripts.rigs import stuck_browser, stuck_remote
from scripts.rigs.stuck import Outcome
from scripts.rigs.talker import Talker, talker

TIMES = 50
BOUND_SECONDS = 1.0
AGENT_BOUND_SECONDS = 2.0
"""When it is the agent itself that is gone: the watchdog has to find out."""
AGENT_GONE = ("the agent is killed (SIGKILL)", "the agent freezes (SIGSTOP)")
LANES = 2
"""So many of each kind side by side."""
QUICK_WAYS = ("the customer's hand", "the agent is killed (SIGKILL)", "the customer stops")
PATIENCE = 180.0

Say = Callable[[str], None]


class Lane(NamedTuple):
    """One process that makes trials."""

    module: str
    ways: Sequence[str]
    times: int

    @property
    def options(self) -> list[str]:
        """Its command line."""
        return ["--times", str(self.times), *(word for way in self.ways for word in ("--way", way))]


def prove(quick: bool, say: Say) -> Finding:
    """Lose the technician in every way, many times (quick: in three ways, once)."""
    lanes = [Lane("scripts.rigs.stuck_remote", QUICK_WAYS, 1)] if quick else _lanes()
    with ExitStack() as stack:
        running = [(lane, stack.enter_context(talker(lane.module, *lane.options))) for lane in lanes]
        outcomes = [outcome for lane, process in running for outcome in _outcomes(lane, process)]
    by_way: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        by_way[outcome.way].append(outcome.seconds)
    for way, seconds in by_way.items():
        verdict = "ok " if max(seconds) <= _bound(way) else "NOT"
        say(f"{verdict} {way}: {len(seconds)} times, released after {max(seconds):.3f} s at most")
    late = [outcome for outcome in outcomes if outcome.seconds > _bound(outcome.way)]
    own = [outcome.seconds for outcome in outcomes if outcome.way not in AGENT_GONE]
    gone = [outcome.seconds for outcome in outcomes if outcome.way in AGENT_GONE]
    figure = (
        f"{len(by_way)} ways to lose the technician, {len(outcomes)} trials: {len(late)} with anything down too long; "
        f"released after {max(own):.2f} s at most, {max(gone):.2f} s when the agent itself was killed or frozen"
    )
    return Finding(not late, figure)


def _lanes() -> list[Lane]:
    browser, plain = list(stuck_browser.WAYS), list(stuck_remote.WAYS)
    share = math.ceil(TIMES / LANES)
    return [
        Lane(module, ways, share)
        for module, ways in (("scripts.rigs.stuck_browser", browser), ("scripts.rigs.stuck_remote", plain))
        for _ in range(LANES)
    ]


def _outcomes(lane: Lane, process: Talker) -> Iterator[Outcome]:
    since = 0
    for _ in range(len(lane.ways) * lane.times):
        said = process.wait_for(lambda line: "way" in line, f"a trial of {lane.module}", PATIENCE, since)
        since = process.said.index(said, since) + 1
        yield Outcome(said["way"], said["seconds"], tuple(said["held"]))


def _bound(way: str) -> float:
    return AGENT_BOUND_SECONDS if way in AGENT_GONE else BOUND_SECONDS
