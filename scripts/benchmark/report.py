"""The last run as a page: docs/performance.md with its table, and a plot as SVG beside it."""

import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import psutil

from scripts.benchmark.measure import Figures

Key = tuple[str, str, str]
"""Profile, load, program."""

HEAD = "| line | load | program | p50 ms | p95 ms | shown | steps/s | CPU % | Mbit/s | MiB |"
RULE = "|---|---|---|---:|---:|---:|---:|---:|---:|---:|"
COLOURS = {"handrail": "#0b5cad", "tigervnc": "#b8860b", "selkies": "#7a7a7a"}
BAR, GAP, LEFT, WIDE = 12, 10, 150, 620


def row(key: Key, figures: Figures) -> str:
    """Write one measurement as a row of the table."""
    numbers = f"{figures.p50:.1f} | {figures.p95:.1f} | {figures.shown}/{figures.steps} | {figures.per_second:.1f}"
    cost = f"{figures.cpu:.1f} | {figures.mbit:.2f} | {figures.rss:.0f}"
    return f"| {' | '.join(key)} | {numbers} | {cost} |"


def page(results: Mapping[Key, Figures], runs: int, seconds: float) -> str:
    """Write the page."""
    machine = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, {platform.platform()}"
    lines = [
        "# How fast it is",
        "",
        "Written by `python3 scripts/bench.py --write`. From the moment the customer's X server has drawn a step to",
        "the moment the technician's Chromium shows it, 1920x1080; CPU and memory of what serves it, without the",
        f"X server; median of {runs} runs of {seconds:.0f} s each, every program in the same run.",
        "",
        f"Last run: {date.today().isoformat()}, on {machine}.",
        "",
        "![p50 and p95 by line, load and program](performance.svg)",
        "",
        HEAD,
        RULE,
        *(row(key, figures) for key, figures in results.items()),
        "",
    ]
    return "\n".join(lines)


def plot(results: Mapping[Key, Figures]) -> str:
    """Draw p50 (bar) and p95 (line to its end) of every measurement, milliseconds, as SVG."""
    most = max((figures.p95 for figures in results.values() if figures.p95 == figures.p95), default=1.0)
    scale = WIDE / most
    parts: list[str] = []
    top, group = GAP, ("", "")
    for (profile, load, name), figures in results.items():
        if (profile, load) != group:
            top, group = top + GAP, (profile, load)
            parts.append(_text(4, top + BAR, f"{profile}, {load}"))
        parts += _bar(top, figures, name, scale)
        top += BAR + 2
    size = f'width="{LEFT + WIDE + 140}" height="{top + GAP}"'
    style = 'font-family="sans-serif" font-size="11"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}><rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, *parts, "</svg>", ""])


def write(folder: Path, results: Mapping[Key, Figures], runs: int, seconds: float) -> None:
    """Write page and plot into `folder`."""
    (folder / "performance.md").write_text(page(results, runs, seconds))
    (folder / "performance.svg").write_text(plot(results))


def _bar(top: int, figures: Figures, name: str, scale: float) -> Sequence[str]:
    if figures.p50 != figures.p50:  # nothing was shown
        return [_text(LEFT, top + BAR - 2, f"{name}: nothing shown")]
    colour, middle = COLOURS.get(name, "black"), top + BAR // 2
    wide, far = figures.p50 * scale, LEFT + figures.p95 * scale
    return [
        f'<rect x="{LEFT}" y="{top}" width="{wide:.1f}" height="{BAR - 2}" fill="{colour}"/>',
        f'<path d="M{LEFT + wide:.1f} {middle}H{far:.1f}" stroke="{colour}" stroke-width="2"/>',
        _text(far + 4, top + BAR - 2, f"{name} {figures.p50:.0f} / {figures.p95:.0f}"),
    ]


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}">{words}</text>'
