"""[lan] On a fast line: not behind the better peer in anything, at less CPU time and fewer bytes than Selkies."""

from collections.abc import Callable, Iterator

from scripts.benchmark.course import Results
from scripts.benchmark.judgement import OURS, Check, below_selkies, judged, not_behind
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.quick import arrives
from scripts.proofs import Finding

IDLE_CPU, TYPING_MBIT = 2.0, 0.3

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Measure all loads beside both peers, three times (quick: one load alone, for what arrives)."""
    return arrives("lan", ["video"], say) if quick else judged("lan", list(PERIODS), limits, say)


def limits(results: Results) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    for load in PERIODS:
        yield from not_behind(results, load)
        yield from below_selkies(results, load, cpu=load != "idle")
    yield Check("idle CPU", results["idle", OURS].cpu, IDLE_CPU, "%")
    yield Check("typing bytes", results["typing", OURS].mbit, TYPING_MBIT, "Mbit/s")
