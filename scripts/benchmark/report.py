"""The last run as a page: docs/performance.md with its table, its machine, and what was not measured."""

import math
import platform
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import psutil

from scripts.benchmark.lines import PROFILES
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.measure import Figures
from scripts.benchmark.peers import PROGRAMS
from scripts.benchmark.plot import plot
from scripts.benchmark.versions import versions

Key = tuple[str, str, str]
"""Profile, load, program."""

HEAD = "| line | load | program | p50 ms | p95 ms | shown | steps/s | CPU % | Mbit/s | MiB |"
RULE = "|---|---|---|---:|---:|---:|---:|---:|---:|---:|"

INTRODUCTION = """# How fast it is

From the moment the customer's X server has drawn a step to the moment the technician's Chromium shows it, on a screen
of 1920x1080; the cost is that of what serves it, without the X server, in per cent of one core. Each figure is the
median of {runs} runs of {seconds:.0f} s, and every program was measured in the same run, on the same lines:

| line | round trip | up | down | loss |
|---|---:|---:|---:|---:|
{lines}

`python3 scripts/bench.py --write` (as root on Debian; `--install-peers` first) measures all of it again and writes this
page. What must hold of it is in `python3 scripts/prove.py lan fibre adsl mobile`, which exits 1 where it does not.

Last run: {day}, on {machine}.
{programs}.

![p50 (dot) and p95 (end of the line) by line, load and program](performance.svg)
"""

NEVER = (
    "real lines: delay, loss and rate come from a process that carries packets between two network namespaces, the "
    "same for every program, and its CPU time is the machine's",
    "a browser with a GPU and a display: Chromium is headless, so what a monitor adds is not in the figures",
    "a relayed connection (TURN), Windows, macOS and Wayland",
    "Selkies and TigerVNC at other settings than those of scripts/benchmark/peers.py, nor Selkies with a GPU",
)


def row(key: Key, figures: Figures) -> str:
    """Write one measurement as a row of the table."""
    late = f"{_number(figures.p50)} | {_number(figures.p95)} | {figures.shown}/{figures.steps}"
    cost = f"{_number(figures.cpu)} | {_number(figures.mbit, 2)} | {_number(figures.rss, 0)}"
    return f"| {' | '.join(key)} | {late} | {figures.per_second:.1f} | {cost} |"


def page(results: Mapping[Key, Figures], runs: int, seconds: float) -> str:
    """Write the page."""
    told = INTRODUCTION.format(
        runs=runs,
        seconds=seconds,
        lines="\n".join(_lines(key[0] for key in results)),
        day=date.today().isoformat(),
        machine=machine(),
        programs="; ".join(versions(key[2] for key in results)),
    )
    table = [HEAD, RULE, *(row(key, figures) for key, figures in results.items())]
    missing = [f"- {what}" for what in (*_left_out(results), *NEVER)]
    return "\n".join([told, *table, "", "## Not measured", "", *missing, ""])


def write(folder: Path, results: Mapping[Key, Figures], runs: int, seconds: float) -> None:
    """Write page and plot into `folder`."""
    (folder / "performance.md").write_text(page(results, runs, seconds), encoding="utf-8")
    plot(results, folder / "performance.svg")


def machine() -> str:
    """Describe this machine in half a line."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores of {_processor()}, {memory:.0f} GiB, {platform.platform()}"


def _processor() -> str:
    said = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in said if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _lines(profiles: Iterable[str]) -> Iterator[str]:
    for profile in dict.fromkeys(profiles):
        if shape := PROFILES[profile]:
            trip = f"{2000 * shape.delay:.0f} ms" + (f" ± {1000 * shape.jitter:.0f}" if shape.jitter > 0.005 else "")
            yield f"| {profile} | {trip} | {shape.up / 1e6:.0f} | {shape.down / 1e6:.0f} | {100 * shape.loss:.1f} % |"
        else:
            yield f"| {profile} | none | the machine's | the machine's | none |"


def _left_out(results: Mapping[Key, Figures]) -> Iterator[str]:
    for place, known, what in ((0, PROFILES, "the lines"), (1, PERIODS, "the loads"), (2, PROGRAMS, "the programs")):
        if absent := [name for name in known if name not in {key[place] for key in results}]:
            yield f"{what} {', '.join(absent)}"


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else "–"
