"""[stop] Pause and Stop under load: how long after the customer's act the last packet of the picture leaves.

Real windows, a real hand (Xephyr in Xvfb), a film bigger than the line, every core busy, the server gone; in some
trials the window is frozen, in some the agent's own loop. What leaves is noted at the agent's socket and, where
namespaces can be made (root), seen at the router too.
"""

import math
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median

from scripts.proofs import Finding
from scripts.rigs.lanes import Lane, trials
from scripts.rigs.stop_place import Outcome

TRIALS = 500
QUICK = (3, 2)
"""Pauses and Stops."""
LIMIT_MS, STUCK_LIMIT_MS = 100.0, 200.0
"""p99 of the last packet, and when the agent's own loop is frozen."""
QUICK_SLACK = 5.0
"""A handful of trials among other tests looks for what does not stop, not for milliseconds."""
PATIENCE = 180.0

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Run 500 trials each (quick: 3 and 2), one by one: what else runs here would be load of nobody's choosing."""
    pauses, stops = QUICK if quick else (TRIALS, TRIALS)
    options = ["--pauses", str(pauses), "--stops", str(stops), "--seed", "1", "--busy", str(os.cpu_count() or 1)]
    made, short = trials([Lane("scripts.rigs.stop_lane", options, pauses + stops)], "act", PATIENCE)
    outcomes = [Outcome(**said) for lane in made for said in lane]
    _tell_ways(outcomes, say)
    wrong = [(fault, one) for one in outcomes if (fault := _fault(one))]
    for fault, one in wrong[:20]:
        say(f"NOT {fault}: {one}")
    groups = {
        "Pause": [one for one in outcomes if not one.stops and one.stuck != "agent"],
        "Stop": [one for one in outcomes if one.stops and one.stuck != "agent"],
        "with the agent frozen": [one for one in outcomes if one.stuck == "agent"],
    }
    figures = [f"{name}: {_figure(group)}" for name, group in groups.items() if group]
    slack = QUICK_SLACK if quick else 1.0
    limits = {name: slack * (STUCK_LIMIT_MS if "frozen" in name else LIMIT_MS) for name in groups}
    late = [name for name, group in groups.items() if _p99(group) > limits[name]]
    where = "socket and router" if all(one.seen is not None for one in outcomes) else "socket alone"
    figure = "; ".join([*figures, f"seen at {where}", f"{len(wrong)} trials went wrong", *short])
    return Finding(not wrong and not short and not late, figure)


def _fault(one: Outcome) -> str:
    """Say what is wrong with a trial; "" for nothing. How late is judged over all of them."""
    if one.flow == 0:
        return "nothing was sent before"
    if one.killed and one.stuck != "agent":
        return "an agent that was not frozen was ended"
    if not one.told:
        return "the customer was not told"
    return ""


def _late(one: Outcome) -> float:
    return max(one.sent, one.seen or 0.0)


def _p99(group: Sequence[Outcome]) -> float:
    late = sorted(_late(one) for one in group)
    return late[math.ceil(0.99 * len(late)) - 1] if late else 0.0


def _figure(group: Sequence[Outcome]) -> str:
    late = [_late(one) for one in group]
    killed = sum(one.killed for one in group)
    ended = f", {killed} ended by the watchdog" if killed else ""
    return f"{len(group)} trials, p50 {median(late):.0f} ms, p99 {_p99(group):.0f} ms, worst {max(late):.0f} ms{ended}"


def _tell_ways(outcomes: Sequence[Outcome], say: Say) -> None:
    ways: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        ways[f"{one.act}, {one.stuck} frozen"].append(one)
    for name, group in sorted(ways.items()):
        say(f"{name}: {_figure(group)}")
