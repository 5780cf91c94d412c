"""[beside-transfer] A transfer at full speed in both directions beside typing: letters come about as soon as without.

Measured by turns in one session, without and with the transfer, on a fast line and on a thin one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import sleep

from scripts.benchmark.course import Place, short
from scripts.benchmark.drawing import drawing
from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.lines import lacking, line
from scripts.benchmark.measure import Figures, measure, middle
from scripts.benchmark.peers import SIZE
from scripts.benchmark.quick import PATIENCE, either
from scripts.benchmark.viewer import Screen, visit
from scripts.proofs import Finding
from scripts.rigs.transfer import Rates, Transfers, page, serving

PROFILES = ("lan", "adsl")
TIMES_LATER = 1.5
TURNS, SECONDS = 3, 7.0
SETTLE_SECONDS = 3.0
"""From the transfer's beginning until it goes at its full speed."""
LEAST_RATES = {"lan": Rates(1e6, 1e6), "adsl": Rates(40e3, 150e3)}
"""Bytes a second that a transfer carries at least: what goes nowhere delays nothing. The thin line has 125e3, 1e6."""
QUICK_SECONDS = 2.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Both:
    """The medians of one line: typing without and with a transfer, and what that carried."""

    alone: Figures
    beside: Figures
    rates: Rates


def prove(quick: bool, say: Say) -> Finding:
    """Measure both lines (quick: on one, that a transfer is carried and each letter comes, without times)."""
    if quick:
        return _quick(say)
    if lacks := lacking(PROFILES):
        return Finding(False, f"not measured: {lacks}")
    return verdict([check for profile in PROFILES for check in limits(profile, _measured(profile, say))], say)


def limits(profile: str, both: Both) -> Iterator[Check]:
    """Yield each figure beside its limit."""
    later = f"{profile} p95, {TIMES_LATER} times that without a transfer"
    yield Check(later, both.beside.p95, TIMES_LATER * both.alone.p95)
    yield Check(f"{profile} shown", 100 * both.beside.share, 97, "%", least=True)
    for way, rate, least in zip(Rates._fields, both.rates, LEAST_RATES[profile], strict=True):
        yield Check(f"{profile} {way.replace('_', ' ')}", rate / 1e3, least / 1e3, "kB/s", least=True)


def _measured(profile: str, say: Say) -> Both:
    alone, beside, rates = [], [], []
    with (
        page() as console,
        line(profile) as over,
        serving(over, console) as at,
        visit(at.browser, at.serving) as screen,
    ):
        screen.wait(SIZE[0], PATIENCE)
        transfers = Transfers(screen)
        for turn in range(1, TURNS + 1):
            alone.append(_typing(at, screen, SECONDS))
            say(f"{profile}, turn {turn} of {TURNS}, alone: {short(alone[-1])}")
            with transfers.going():
                sleep(SETTLE_SECONDS)
                since = transfers.counts()
                beside.append(_typing(at, screen, SECONDS))
                rates.append(transfers.rates(since))
            say(f"{profile}, turn {turn} of {TURNS}, beside a transfer: {short(beside[-1])}; {_told(rates[-1])}")
    return Both(middle(alone), middle(beside), Rates(*(median(way) for way in zip(*rates, strict=True))))


def _typing(at: Place, screen: Screen, seconds: float) -> Figures:
    with drawing(at.display, "typing", seconds) as draws:
        screen.forget()
        return measure(at.line, at.serving, screen, draws, seconds)


def _quick(say: Say) -> Finding:
    with (
        either("adsl", say) as over,
        page() as console,
        serving(over, console) as at,
        visit(at.browser, at.serving) as screen,
    ):
        screen.wait(SIZE[0], PATIENCE)
        transfers = Transfers(screen)
        with transfers.going():
            since = transfers.counts()
            figures = _typing(at, screen, QUICK_SECONDS)
            rates = transfers.rates(since)
    say(f"beside a transfer: {short(figures)}; {_told(rates)}")
    return Finding(figures.shown > 0 and min(rates) > 0, f"{figures.shown} of {figures.steps} letters, {_told(rates)}")


def _told(rates: Rates) -> str:
    return f"{rates.to_console / 1e3:.0f} kB/s to the console, {rates.to_agent / 1e3:.0f} kB/s to the agent"
