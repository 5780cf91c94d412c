"""[mobile] At 80 ms of round trip, 4 Mbit/s up and 2 % loss: typing and scrolling that a person can follow."""

from collections.abc import Callable, Iterator

from scripts.benchmark.course import Results
from scripts.benchmark.judgement import OURS, Check, judged
from scripts.benchmark.quick import arrives
from scripts.proofs import Finding

LOADS = ("typing", "scroll")

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Measure both loads beside both peers, three times (quick: one load alone, for what arrives)."""
    return arrives("mobile", ["typing"], say) if quick else judged("mobile", LOADS, limits, say)


def limits(results: Results) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    typing, scroll = results["typing", OURS], results["scroll", OURS]
    yield Check("typing shown", 100 * typing.share, 98, "%", least=True)
    yield Check("typing p50", typing.p50, 70)
    yield Check("typing p95", typing.p95, 150)
    yield Check("scroll steps a second", scroll.per_second, 20, "/s", least=True)
    yield Check("scroll p50", scroll.p50, 200)
