"""[stuck-keys] However the technician is lost, nothing the technician held stays down.

Keys, a modifier and a button are held through a real link, in a real browser and without one; then the technician is
lost in one of the ways of scripts/rigs/stuck_browser.py and stuck_remote.py, and the X server is asked what is down.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

from scripts.proofs import Finding
from scripts.rigs import stuck_browser, stuck_remote
from scripts.rigs.lanes import Lane, trials

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


def prove(quick: bool, say: Say) -> Finding:
    """Lose the technician in every way, many times (quick: in three ways, once)."""
    lanes = [_lane("scripts.rigs.stuck_remote", QUICK_WAYS, 1)] if quick else _lanes()
    made, short = trials(lanes, "way", PATIENCE)
    by_way: dict[str, list[float]] = defaultdict(list)
    for said in (said for lane in made for said in lane):
        by_way[said["way"]].append(said["seconds"])
    worst = {way: max(seconds) for way, seconds in by_way.items()}
    for way, seconds in by_way.items():
        verdict = "ok " if worst[way] <= _bound(way) else "NOT"
        say(f"{verdict} {way}: {len(seconds)} times, released after {worst[way]:.3f} s at most")
    late = [one for way, seconds in by_way.items() for one in seconds if one > _bound(way)]
    own = max((seconds for way, seconds in worst.items() if way not in AGENT_GONE), default=math.nan)
    gone = max((seconds for way, seconds in worst.items() if way in AGENT_GONE), default=math.nan)
    figure = (
        f"{len(by_way)} ways to lose the technician, {sum(map(len, made))} trials: {len(late)} with anything down too "
        f"long; released after {own:.2f} s at most, {gone:.2f} s when the agent itself was killed or frozen"
    )
    return Finding(not late and not short, "; ".join([figure, *short]))


def _lanes() -> list[Lane]:
    browser, plain = list(stuck_browser.WAYS), list(stuck_remote.WAYS)
    share = math.ceil(TIMES / LANES)
    return [
        _lane(module, ways, share)
        for module, ways in (("scripts.rigs.stuck_browser", browser), ("scripts.rigs.stuck_remote", plain))
        for _ in range(LANES)
    ]


def _lane(module: str, ways: Sequence[str], times: int) -> Lane:
    options = ["--times", str(times), *(word for way in ways for word in ("--way", way))]
    return Lane(module, options, len(ways) * times)


def _bound(way: str) -> float:
    return AGENT_BOUND_SECONDS if way in AGENT_GONE else BOUND_SECONDS
