"""[priority] The customer's hand wins: nothing remote after its first event, nothing held, until the gate reopens.

A real mouse and keyboard (Xephyr in Xvfb), and assistive programs (XTEST), against a technician who never stops
sending over a real link. All times are the customer's X server's own. No trial has a touch screen: no X server here
has one to touch.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from scripts.proofs import Finding
from scripts.rigs.hand_kinds import HANDS, STREAMS
from scripts.rigs.hand_lane import Outcome
from scripts.rigs.lanes import Lane, trials
from scripts.rigs.talker import Said

TRIALS = 1000
QUICK_TRIALS = 4
LANES = (1.0, 1.0, 1.5)
"""The setting in each lane: 1.5 s is the default, 1 s the lower bound, which keeps the run short."""
LATE_MS = 50
REOPEN_SLACK_MS = 1500
"""How much later than the setting the gate may open, on a busy machine; never earlier."""
PATIENCE = 180.0

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Run the trials in lanes side by side (quick: one lane)."""
    lanes = LANES[:1] if quick else LANES
    share = math.ceil((QUICK_TRIALS if quick else TRIALS) / len(lanes))
    made, short = trials([_lane(share, *lane) for lane in enumerate(lanes, start=1)], "kind", PATIENCE)
    outcomes = [(seconds, _outcome(said)) for seconds, lane in zip(lanes, made, strict=True) for said in lane]
    _tell_kinds([one for _, one in outcomes], say)
    wrong = [(fault, one) for seconds, one in outcomes if (fault := _fault(one, seconds))]
    for fault, one in wrong[:20]:
        say(f"NOT {fault}: {one}")
    late = sorted(one.late for _, one in outcomes)
    p99 = late[math.ceil(0.99 * len(late)) - 1]
    figure = (
        f"{len(outcomes)} trials ({len(HANDS)} hands x {len(STREAMS)} streams): last remote event p50 "
        f"{median(late):.0f} ms, p99 {p99} ms, worst {late[-1]} ms after the customer's first; "
        f"reopened p50 {median(one.reopened for _, one in outcomes if one.reopened >= 0):.0f} ms after the last; "
        f"{'; '.join([f'{len(wrong)} trials with something early, held or not told', *short])}"
    )
    return Finding(not wrong and not short and p99 <= LATE_MS, figure)


def _lane(count: int, seed: int, seconds: float) -> Lane:
    options = ["--trials", str(count), "--seed", str(seed), "--seconds", str(seconds)]
    return Lane("scripts.rigs.hand_lane", options, count)


def _outcome(said: Said) -> Outcome:
    return Outcome(**{**said, "down": tuple(said["down"])})


def _fault(one: Outcome, seconds: float) -> str:
    """Say what is wrong with a trial; "" for nothing. How late is judged over all of them."""
    repeating = "held key that repeats" in one.kind  # pressed once, it is not pressed again
    if one.before == 0:
        return "nothing was sent before the hand came"
    if one.late > 1000 * seconds / 2:
        return "something came while the customer had the hand"
    if one.down:
        return "something stayed down"
    if not one.told:
        return "not both were told"
    if not repeating and not 0 <= one.reopened - 1000 * seconds + 5 <= REOPEN_SLACK_MS:
        return "the gate did not reopen in its time"
    return ""


def _tell_kinds(outcomes: list[Outcome], say: Say) -> None:
    for place, what in ((0, "hand"), (1, "stream")):
        by_kind: dict[str, list[int]] = defaultdict(list)
        for one in outcomes:
            by_kind[one.kind.split(" during ")[place]].append(one.late)
        for name, late in sorted(by_kind.items()):
            say(f"{what} {name}: {len(late)} trials, p50 {median(late):.0f} ms, worst {max(late)} ms")
