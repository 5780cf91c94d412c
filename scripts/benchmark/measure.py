"""One measurement: a load on the customer's screen, its steps seen in the technician's browser, what serving cost."""

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

import psutil

from scripts.benchmark.drawing import Drawing
from scripts.benchmark.lines import Line
from scripts.benchmark.peers import Serving
from scripts.benchmark.viewer import Screen, Seen

LAST_SECONDS = 1.0
"""How long after the last step one may still be shown."""


@dataclass(frozen=True)
class Cost:
    """What serving costs: share of one core in per cent, Mbit/s on the line, MiB of memory."""

    cpu: float
    mbit: float
    rss: float


@dataclass(frozen=True)
class Figures(Cost):
    """What was measured: milliseconds (infinite where nothing was shown), steps, and the cost."""

    p50: float
    p95: float
    shown: int
    steps: int
    per_second: float

    @property
    def share(self) -> float:
        """Of all steps, those that were shown."""
        return self.shown / self.steps if self.steps else 0.0


NOTHING = Figures(math.nan, math.nan, math.nan, math.inf, math.inf, 0, 0, 0.0)
"""Of a program that showed no picture."""


def measure(line: Line, serving: Serving, screen: Screen, load: Drawing, seconds: float) -> Figures:
    """Have a load drawn that lasts `seconds`."""
    first = load.begin()
    cost = _cost(line, serving.pids, seconds - 0.5)
    sent = [first, *load.rest()]
    time.sleep(LAST_SECONDS)
    return figures(sent, screen.seen(), cost)


def figures(sent: Seen, seen: Seen, cost: Cost) -> Figures:
    """Bring together when steps were drawn and when they were first shown."""
    first: dict[int, float] = {}
    for step, at in seen:
        first.setdefault(step, at)
    late = sorted((first[step] - at) * 1000 for step, at in sent if step in first and first[step] > at - 0.05)
    lasted = sent[-1][1] - sent[0][1] if len(sent) > 1 else math.inf
    return Figures(
        **asdict(cost),
        p50=quantile(late, 0.5),
        p95=quantile(late, 0.95),
        shown=len(late),
        steps=len(sent),
        per_second=len(late) / lasted,
    )


def middle(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure; of the cost, over the runs that showed something."""
    shown = [run for run in runs if not math.isnan(run.cpu)]
    if not shown:
        return NOTHING
    rows, costs = [asdict(run) for run in runs], [asdict(run) for run in shown]
    cost = {name: median(row[name] for row in costs) for name in ("cpu", "mbit", "rss")}
    values = {name: median(row[name] for row in rows) for name in ("p50", "p95", "shown", "steps", "per_second")}
    return Figures(**{**cost, **values, "shown": int(values["shown"]), "steps": int(values["steps"])})


def memory(pids: Sequence[int]) -> float:
    """Return the MiB of RAM that the processes and their children have."""
    return float(sum(process.memory_info().rss for process in _trees(pids)) / 2**20)


def _cost(line: Line, pids: Sequence[int], seconds: float) -> Cost:
    start, cpu, sent = time.monotonic(), _cpu(pids), line.sent_bytes()
    time.sleep(max(0.0, seconds))
    lasted = time.monotonic() - start
    return Cost((_cpu(pids) - cpu) / lasted * 100, (line.sent_bytes() - sent) * 8 / lasted / 1e6, memory(pids))


def _trees(pids: Sequence[int]) -> list[psutil.Process]:
    roots = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    return [process for root in roots for process in (root, *root.children(recursive=True))]


def _cpu(pids: Sequence[int]) -> float:
    times = [process.cpu_times() for process in _trees(pids)]
    return sum(spent.user + spent.system for spent in times)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return what `share` of the values lie below; infinite where there is none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.inf
