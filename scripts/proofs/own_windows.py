"""[own-windows] Nothing the technician does reaches the agent's own windows; the customer's assistive programs do.

The real web window, the plain one and the banner, on a desktop with openbox. The X server itself says which presses it
delivered to them, and they say what was done in them. Only the banner, when it moves under a click that the window
manager held back, may be delivered one; it must do nothing.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from scripts.proofs import Finding
from scripts.rigs.own_trials import Outcome
from scripts.rigs.own_ways import WAYS
from scripts.rigs.talker import Talker, talker

TRIALS = 1000
QUICK_TRIALS = 6
WINDOWS = ("--web", "--plain")
CONTROLS = ("technician's click elsewhere", "customer's dwell clicker", "customer's on-screen keyboard")
"""What must work: without it, that nothing else did would mean nothing."""
PATIENCE = 180.0

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Aim at both kinds of window side by side (quick: at the plain one)."""
    windows = WINDOWS[1:] if quick else WINDOWS
    share = math.ceil((QUICK_TRIALS if quick else TRIALS) / len(windows))
    with ExitStack() as stack:
        lanes = [
            stack.enter_context(talker("scripts.rigs.own_trials", "--trials", str(share), window)) for window in windows
        ]
        outcomes = [outcome for lane in lanes for outcome in _outcomes(lane, share + len(CONTROLS))]
    by_way: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_way[outcome.way].append(outcome)
    for way, found in by_way.items():
        wrong = [one for one in found if _is_wrong(one)]
        say(f"{'NOT' if wrong else 'ok '} {way}: {len(found)} times{f', {wrong[0].reached}' if wrong else ''}")
    tried = [one for one in outcomes if one.way not in CONTROLS]
    reached = sum(bool(one.reached) for one in tried)
    works = sum(bool(one.reached) for one in outcomes if one.way in CONTROLS)
    figure = (
        f"{len(tried)} trials in {len(WAYS)} ways: {reached} with an effect; "
        f"{works} of {len(CONTROLS) * len(windows)} controls work (click elsewhere, dwell clicker, on-screen keyboard)"
    )
    return Finding(not any(_is_wrong(one) for one in outcomes), figure)


def _outcomes(lane: Talker, count: int) -> Iterator[Outcome]:
    since = 0
    for _ in range(count):
        said = lane.wait_for(lambda line: "way" in line, "a trial", PATIENCE, since)
        since = lane.said.index(said, since) + 1
        yield Outcome(said["way"], tuple(said["reached"]))


def _is_wrong(one: Outcome) -> bool:
    return bool(one.reached) is not (one.way in CONTROLS)
