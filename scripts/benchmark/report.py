"""The last run over each line as a page: docs/performance.md with its tables, and what was not measured."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scripts.benchmark import kept
from scripts.benchmark.kept import Run
from scripts.benchmark.lines import PROFILES
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.measure import Figures
from scripts.benchmark.peers import PROGRAMS
from scripts.benchmark.plot import plot
from scripts.rigs.talker import ROOT

DOCS = ROOT / "docs"
HEAD = """| load | program | p50 ms | p95 ms | shown | steps/s | CPU % | Mbit/s | MiB |
|---|---|---:|---:|---:|---:|---:|---:|---:|"""

INTRODUCTION = """# How fast it is

From the moment the customer's X server has drawn a step to the moment the technician's Chromium shows it, on a screen
of 1920x1080; the cost is that of what serves it, without the X server, in per cent of one core. Each figure is the
median of several runs, and every program was measured in the same run, on the same line. The steps of idle and typing
fall evenly on the display's interval of 1/60 s, as keys do, so that no program is measured at one lucky moment of it.

`python3 scripts/bench.py --write` (as root on Debian; `--install-peers` first) measures all of it again and writes this
page; `python3 scripts/prove.py lan fibre adsl mobile` holds the figures to their limits and writes them here as well.

![p50 (dot) and p95 (end of the line) by line, load and program](performance.svg)
"""

NEVER = (
    "real lines: delay, loss and rate come from a process that carries packets between two network namespaces, the "
    "same for every program, and its CPU time is the machine's",
    "a browser with a GPU and a display: Chromium is headless, so what a monitor adds is not in the figures",
    "a relayed connection (TURN), Windows, macOS and Wayland",
    "Selkies and TigerVNC at other settings than those of scripts/benchmark/peers.py, nor Selkies with a GPU",
)


def row(load: str, program: str, figures: Figures) -> str:
    """Write one measurement as a row of a table."""
    late = f"{_number(figures.p50)} | {_number(figures.p95)} | {figures.shown}/{figures.steps}"
    cost = f"{_number(figures.cpu)} | {_number(figures.mbit, 2)} | {_number(figures.rss, 0)}"
    return f"| {load} | {program} | {late} | {figures.per_second:.1f} | {cost} |"


def table(run: Run) -> str:
    """Write one line's table."""
    return "\n".join([HEAD, *(row(*key, figures) for key, figures in run.results.items())])


def page(runs: Mapping[str, Run]) -> str:
    """Write the page."""
    parts = [INTRODUCTION, *(_section(profile, run) for profile, run in runs.items()), "## Not measured\n"]
    return "\n".join([*parts, *(f"- {what}" for what in (*_left_out(runs), *NEVER)), ""])


def keep(runs: Mapping[str, Run], folder: Path = DOCS) -> None:
    """Put these runs in the place of those over the same lines; write page and plot anew."""
    together = {**kept.read(folder / "performance.json"), **runs}
    ordered = {profile: together[profile] for profile in PROFILES if profile in together}
    kept.write(folder / "performance.json", ordered)
    (folder / "performance.md").write_text(page(ordered), encoding="utf-8")
    plot({profile: run.results for profile, run in ordered.items()}, folder / "performance.svg")


def _section(profile: str, run: Run) -> str:
    times = f"{run.runs} runs of {run.seconds:.0f} s" if run.runs > 1 else f"a single run of {run.seconds:.0f} s"
    return f"""## {profile}

{_line(profile)}. Last run: {run.day}, {times}, on {run.machine}.
{"; ".join(run.versions)}.

{table(run)}
"""


def _line(profile: str) -> str:
    shape = PROFILES[profile]
    if shape is None:
        return "Two hosts side by side: no delay, no loss, as fast as the machine"
    jitter = f" ± {1000 * shape.jitter:.0f} ms each way" if shape.jitter > 0.005 else ""
    rates = f"{shape.up / 1e6:.0f} Mbit/s up, {shape.down / 1e6:.0f} Mbit/s down"
    return f"{2000 * shape.delay:.0f} ms round trip{jitter}, {rates}, {100 * shape.loss:.1f} % loss"


def _left_out(runs: Mapping[str, Run]) -> Iterator[str]:
    yield from _absent("the lines", PROFILES, runs)
    for profile, run in runs.items():
        yield from _absent(f"over {profile}, the loads", PERIODS, {load for load, _ in run.results})
        yield from _absent(f"over {profile}, the programs", PROGRAMS, {program for _, program in run.results})


def _absent(what: str, known: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    if absent := [name for name in known if name not in set(found)]:
        yield f"{what} {', '.join(absent)}"


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else "–"
