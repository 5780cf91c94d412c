"""A line's figures beside their limits: what the proofs lan, fibre, adsl and mobile have in common."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from scripts.benchmark.course import Course, Results, Say, run, short
from scripts.benchmark.kept import made
from scripts.benchmark.lines import lacking
from scripts.benchmark.peers import PROGRAMS, installed
from scripts.benchmark.report import keep
from scripts.proofs import Finding

OURS, SELKIES = "handrail", "selkies"
PEERS = [program for program in PROGRAMS if program != OURS]
SKIPPED = 0.01
"""Of the steps, those by which two programs that show them all may differ: an image the browser left out."""


@dataclass(frozen=True)
class Check:
    """One figure beside its limit; `least`: the limit is the least it may be, else the most."""

    what: str
    value: float
    limit: float
    unit: str = "ms"
    least: bool = False

    @property
    def holds(self) -> bool:
        """Say whether the figure keeps to its limit."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        word = "at least" if self.least else "at most"
        return f"{'ok ' if self.holds else 'NOT'} {self.what}: {self.value:.4g} {self.unit} ({word} {self.limit:.4g})"


Limits = Callable[[Results], Iterable[Check]]


def judged(profile: str, loads: Sequence[str], limits: Limits, say: Say, more: Sequence[Check] = ()) -> Finding:
    """Measure over a line, peers in the same run, the median of three; hold every figure to its limit.

    The figures are kept in docs/performance.md.
    """
    if missing := ", ".join(name for name in PEERS if name not in installed()):
        return Finding(False, f"not measured: {missing} not installed (python3 scripts/bench.py --install-peers)")
    if lacks := lacking([profile]):
        return Finding(False, f"not measured: {lacks}")
    course = Course(profile, loads, list(PROGRAMS))
    results = run(course, say)
    keep({profile: made(course, results)})
    for (load, program), figures in results.items():
        say(f"median, {load}, {program}: {short(figures)}")
    return verdict([*limits(results), *more], say)


def verdict(checks: Sequence[Check], say: Say) -> Finding:
    """Tell each figure beside its limit; hold where all do."""
    for check in checks:
        say(str(check))
    wrong = [check for check in checks if not check.holds]
    figure = f"{len(checks) - len(wrong)} of {len(checks)} figures within their limits"
    return Finding(bool(checks) and not wrong, "; ".join([figure, *(str(check) for check in wrong)]))


def not_behind(results: Results, load: str) -> Iterator[Check]:
    """Hold p50, p95 and steps shown to the better peer's, each figure by itself."""
    ours, peers = results[load, OURS], [results[load, name] for name in PEERS]
    yield Check(f"{load} p50, the better peer's", ours.p50, min(peer.p50 for peer in peers))
    yield Check(f"{load} p95, the better peer's", ours.p95, min(peer.p95 for peer in peers))
    most = max(peer.share for peer in peers) - SKIPPED
    yield Check(f"{load} shown, the better peer's less 1 %", 100 * ours.share, 100 * max(0.0, most), "%", least=True)


def below_selkies(results: Results, load: str, cpu: bool) -> Iterator[Check]:
    """Hold the bytes, and the CPU time if `cpu`, to less than Selkies'."""
    ours, theirs = results[load, OURS], results[load, SELKIES]
    if cpu:
        yield Check(f"{load} CPU, below Selkies'", ours.cpu, _below(theirs.cpu), "%")
    yield Check(f"{load} bytes, below Selkies'", ours.mbit, _below(theirs.mbit), "Mbit/s")


def _below(value: float) -> float:
    """Return the largest number below `value`; a program that showed nothing sets no limit."""
    return math.inf if math.isnan(value) else math.nextafter(value, -math.inf)
