"""[adsl] At 60 ms of round trip, 1 Mbit/s up and 0.2 % loss: typing at once, scrolling still, and soon a picture."""

from collections.abc import Callable, Iterator

from scripts.benchmark.course import Results
from scripts.benchmark.judgement import OURS, Check, judged
from scripts.benchmark.legible import first_legible
from scripts.benchmark.quick import arrives
from scripts.proofs import Finding

LOADS = ("typing", "scroll")
LEGIBLE_SECONDS = 2.0
RUNS = 3

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Measure both loads beside both peers, three times (quick: one load alone, for what arrives)."""
    if quick:
        return arrives("adsl", ["typing"], say)
    first = Check("first legible picture after consent", first_legible("adsl", RUNS, say), LEGIBLE_SECONDS, "s")
    return judged("adsl", LOADS, limits, say, [first])


def limits(results: Results) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    typing, scroll = results["typing", OURS], results["scroll", OURS]
    yield Check("typing shown", 100 * typing.share, 99, "%", least=True)
    yield Check("typing p50", typing.p50, 60)
    yield Check("typing p95", typing.p95, 100)
    yield Check("scroll steps a second", scroll.per_second, 10, "/s", least=True)
    yield Check("scroll p50", scroll.p50, 300)
