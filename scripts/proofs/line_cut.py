"""A line that was cut comes back by itself: the picture, the hand and what was granted, and no new code; or it ends.

Real agent, real rendezvous, real console in Chromium, each on a host of its own (network namespaces; needs root). The
customer's line is cut for 2, 10 and 30 s, for 10 s after which it has another address, and once for good; the
technician's for 10 s.
"""

from collections.abc import Callable, Sequence

from scripts.proofs import Finding
from scripts.rigs.lanes import Lane, trials
from scripts.rigs.talker import Said

MODULE = "scripts.rigs.cut_lane"
WHO = ("technician", "customer")
CUTS = ("2", "10", "30", "10:moved", "10:technician")
QUICK_CUTS = ("2", "8", "8:moved")
AGAIN = 20
LANES = 2
"""Side by side: they wait most of the time."""
BACK_SECONDS, QUICK_BACK_SECONDS = 3.0, 10.0
"""From the line's return until the picture is back, p95; the quick run shares its machine with other tests."""
TOLD_SECONDS, QUICK_TOLD_SECONDS = 3.0, 7.5
"""From the cut until a side is told: 2.5 s of silence, and what it takes to see and show it."""
OVER_SECONDS = 135.0
"""120 s from when the loss was told."""
LONGEST_TRIAL = 120.0


def prove(quick: bool, say: Callable[[str], None]) -> Finding:
    """Cut, mend, and see what comes back."""
    cuts, again, lanes = (QUICK_CUTS, 1, 1) if quick else (CUTS, AGAIN // LANES, LANES)
    bound, told = (QUICK_BACK_SECONDS, QUICK_TOLD_SECONDS) if quick else (BACK_SECONDS, TOLD_SECONDS)
    plan = [Lane(MODULE, ["--cuts", *cuts, "--again", str(again)], again * len(cuts))] * lanes
    made, faults = _made(plan, "cut", LONGEST_TRIAL)
    for cut in cuts:
        of_kind = [outcome for outcome in made if outcome["cut"] == cut]
        say(row(cut, of_kind))
        faults += cut_faults(cut, of_kind, bound, told)
    if not quick:
        endings, short = _made([Lane(MODULE, ["--over", str(OVER_SECONDS + 10)], 1)], "sockets", OVER_SECONDS + 90)
        faults += short
        for ending in endings:
            say(over_row(ending))
            faults += over_faults(ending)
    for fault in faults:
        say(f"NOT {fault}")
    backs = sorted(back_of(outcome) for outcome in made)
    return Finding(not faults, f"{len(made)} cuts: picture back in {p95(backs):.2f} s (p95) of the line's return")


def _made(plan: Sequence[Lane], key: str, seconds: float) -> tuple[list[Said], list[str]]:
    made, short = trials(plan, key, seconds)
    return [outcome for lane in made for outcome in lane], short


def over_row(ending: Said) -> str:
    """Return a line of figures for a cut for good."""
    told = ", ".join(f"the {who} told after {ending[f'{who}_over'] or float('inf'):.1f} s" for who in WHO)
    return f"cut for good: {told}; {ending['sockets']} sockets left"


def row(cut: str, outcomes: Sequence[Said]) -> str:
    """Return a line of figures for one kind of cut."""
    figures = {name: sorted(o[name] for o in outcomes if o[name] is not None) for name in ("picture", "hand")}
    told = [o[who] for o in outcomes for who in ("technician_told", "customer_told") if o[who] is not None]
    parts = [f"{name} p50 {v[len(v) // 2]:.2f} s, p95 {p95(v):.2f} s" for name, v in figures.items() if v]
    told_text = f"told in {max(told):.2f} s at most" if told else "nobody told"
    return f"cut {cut}: {len(outcomes)} times; {'; '.join(parts)}; {told_text}"


def cut_faults(cut: str, outcomes: Sequence[Said], bound: float, told: float) -> list[str]:
    """Say what is not as it must be after cuts of one kind."""
    faults = []
    if not outcomes or p95(sorted(back_of(outcome) for outcome in outcomes)) > bound:
        faults.append(f"{cut}: the picture is not back within {bound:.0f} s (p95)")
    if any(outcome["hand"] is None for outcome in outcomes):
        faults.append(f"{cut}: the technician's hand did not come back")
    if not all(outcome["same"] for outcome in outcomes):
        faults.append(f"{cut}: another code, another question, or other grants")
    lasting = float(cut.partition(":")[0]) > told
    late = [who for who in WHO if lasting and any((o[f"{who}_told"] or float("inf")) > told for o in outcomes)]
    faults += [f"{cut}: the {who} is told late" for who in late]
    return faults


def over_faults(ending: Said) -> list[str]:
    """Say what is not as it must be after a cut for good."""
    wrong = [who for who in WHO if not 120 < (ending[f"{who}_over"] or 0) < OVER_SECONDS]
    faults = [f"cut for good: the {who} is not told in time" for who in wrong]
    return faults + (["cut for good: the agent still has sockets"] if ending["sockets"] else [])


def back_of(outcome: Said) -> float:
    """Return the seconds until the picture was back; without end when it did not come."""
    return float("inf") if outcome["picture"] is None else float(outcome["picture"])


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile of sorted values (the nearest rank)."""
    return values[max(0, -(-95 * len(values) // 100) - 1)] if values else float("inf")
