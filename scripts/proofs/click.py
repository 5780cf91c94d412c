"""[click] From a click in the console to the change it makes on the customer's screen, seen there: as noVNC."""

from collections.abc import Callable
from statistics import median

from scripts.benchmark.clicks import clicks
from scripts.benchmark.course import place
from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.lines import lacking, line
from scripts.benchmark.measure import quantile
from scripts.benchmark.peers import installed
from scripts.benchmark.quick import either
from scripts.proofs import Finding

OURS, NOVNC = "handrail", "tigervnc"
RUNS, COUNT, QUICK_COUNT = 3, 60, 5
LOST = 0.02
"""The share of clicks of which nothing may be seen before the next."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Click 60 times in each program, three times in turn (quick: five times, in the console alone)."""
    if quick:
        return _answers(say)
    if NOVNC not in installed():
        return Finding(False, "not measured: noVNC is not installed (python3 scripts/bench.py --install-peers)")
    if lacks := lacking(["lan"]):
        return Finding(False, f"not measured: {lacks}")
    runs = [{program: _run(program, say) for program in (OURS, NOVNC)} for _ in range(RUNS)]
    ours, theirs = (median(run[program][0] for run in runs) for program in (OURS, NOVNC))
    lost = 100 * median(run[OURS][1] for run in runs)
    return verdict([Check("p50, noVNC's", ours, theirs), Check("clicks unanswered", lost, 100 * LOST, "%")], say)


def _run(program: str, say: Say) -> tuple[float, float]:
    """Return the median in milliseconds, and the share of clicks that nothing was seen of."""
    with line("lan") as over, place(over, program) as at:
        waits, lost = clicks(at, COUNT)
    ordered = sorted(waits)
    p50, p95 = quantile(ordered, 0.5), quantile(ordered, 0.95)
    say(f"{program}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, {lost} of {COUNT} clicks unanswered")
    return p50, lost / COUNT


def _answers(say: Say) -> Finding:
    with either("lan", say) as over, place(over, OURS) as at:
        waits, lost = clicks(at, QUICK_COUNT)
    return Finding(bool(waits), f"{len(waits)} of {QUICK_COUNT} clicks seen to be answered before the next, {lost} not")
