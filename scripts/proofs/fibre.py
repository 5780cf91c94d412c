"""[fibre] At 20 ms of round trip and 50 Mbit/s: not behind the better peer, and scrolling at full speed."""

from collections.abc import Callable, Iterator

from scripts.benchmark.course import Results
from scripts.benchmark.judgement import OURS, Check, judged, not_behind
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.quick import arrives
from scripts.proofs import Finding

SCROLL_STEPS = 28.0

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Measure all loads beside both peers, three times (quick: two loads alone, for what arrives)."""
    return arrives("fibre", ["drag", "scroll"], say) if quick else judged("fibre", list(PERIODS), limits, say)


def limits(results: Results) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    for load in PERIODS:
        yield from not_behind(results, load)
    yield Check("scroll steps a second", results["scroll", OURS].per_second, SCROLL_STEPS, "/s", least=True)
