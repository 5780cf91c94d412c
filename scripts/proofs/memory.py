"""[memory] The agent's memory under half an hour of mixed workloads: under 250 MiB, and flat.

Flat: of the medians of each round of workloads, after the first five minutes, the least-squares line rises by no more
in half an hour than twice its own standard error and 2.5 MiB. A line so uncertain that a rise of 10 MiB could hide in
it proves nothing, and does not hold.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, linear_regression, median

from scripts.benchmark.course import Place, place
from scripts.benchmark.drawing import drawing
from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.lines import lacking, line
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.measure import memory
from scripts.benchmark.peers import SIZE
from scripts.benchmark.quick import PATIENCE, either
from scripts.benchmark.viewer import visit
from scripts.proofs import Finding

MINUTES, WARM_MINUTES = 30.0, 5.0
LOAD_SECONDS, QUICK_LOAD_SECONDS = 9.0, 1.5
QUICK_LOADS = ("typing", "video")
SAMPLE_SECONDS = 1.0
MOST_MIB, GRAIN_MIB, MOST_UNCERTAIN_MIB = 250.0, 2.5, 10.0

Say = Callable[[str], None]
Round = tuple[float, float]
"""When a round of workloads ended, in minutes, and the median of the memory in it, in MiB."""


def prove(quick: bool, say: Say) -> Finding:
    """Watch for 30 minutes (quick: for one short round, to see that it is measured)."""
    if quick:
        with either("lan", say) as over, place(over, "handrail") as at:
            (_, mib), *_ = rounds(at, QUICK_LOADS, 0, QUICK_LOAD_SECONDS)
        return Finding(0 < mib < math.inf, f"{mib:.0f} MiB in one round of {', '.join(QUICK_LOADS)}")
    if lacks := lacking(["lan"]):
        return Finding(False, f"not measured: {lacks}")
    watched: list[Round] = []
    with line("lan") as over, place(over, "handrail") as at:
        for one in rounds(at, list(PERIODS), MINUTES, LOAD_SECONDS):
            watched.append(one)
            say(f"after {one[0]:.1f} min: {one[1]:.1f} MiB")
    return verdict(list(limits(watched)), say)


def rounds(at: Place, loads: Sequence[str], minutes: float, seconds: float) -> Iterator[Round]:
    """Run round after round of the workloads in one session, at least one."""
    start = time.monotonic()
    with visit(at.browser, at.serving) as screen:
        screen.wait(SIZE[0], PATIENCE)
        while True:
            samples = [mib for load in loads for mib in _samples(at, load, seconds)]
            screen.forget()
            yield (time.monotonic() - start) / 60, median(samples)
            if time.monotonic() - start >= 60 * minutes:
                return


def _samples(at: Place, load: str, seconds: float) -> Iterator[float]:
    with drawing(at.display, load, seconds) as draws:
        draws.begin()
        due = time.monotonic()
        for _ in draws.rest():
            if time.monotonic() >= due:
                due = time.monotonic() + SAMPLE_SECONDS
                yield memory(at.serving.pids)


def limits(watched: Sequence[Round]) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    yield Check("most memory", max(mib for _, mib in watched), MOST_MIB, "MiB")
    rise, error = trend([one for one in watched if one[0] > WARM_MINUTES])
    yield Check("rise in 30 minutes, 2.5 MiB and twice its error", rise, GRAIN_MIB + 2 * error, "MiB")
    yield Check("twice the rise's error", 2 * error, MOST_UNCERTAIN_MIB, "MiB")


def trend(watched: Sequence[Round]) -> tuple[float, float]:
    """Return the rise in 30 minutes of the least-squares line, in MiB, and its standard error."""
    minutes, mib = [at for at, _ in watched], [value for _, value in watched]
    slope, start = linear_regression(minutes, mib)
    left = sum((value - start - slope * at) ** 2 for at, value in watched)
    spread = sum((at - fmean(minutes)) ** 2 for at in minutes)
    return slope * MINUTES, math.sqrt(left / (len(watched) - 2) / spread) * MINUTES
