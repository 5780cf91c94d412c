"""The plot of a run: a panel a line, p50 as a dot and p95 as the end of a line, on a scale of powers of ten."""

import math
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.benchmark.course import Results
from scripts.benchmark.measure import Figures

COLOURS = {"handrail": "#0b5cad", "tigervnc": "#b8860b", "selkies": "#6a6a6a"}
FEW = 0.98
"""The share of steps shown below which it is written beside the dot."""
TICKS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def plot(results: Mapping[str, Results], to: Path) -> None:
    """Draw the results over each line as SVG; the same results give the same bytes."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "handrail", "font.size": 9}):
        figure = Figure(figsize=(8, 3.2 * len(results)), layout="constrained")
        panels: list[Axes] = [*figure.subplots(len(results), 1, sharex=True, squeeze=False)[:, 0]]
        for panel, (profile, measured) in zip(panels, results.items(), strict=True):
            _panel(panel, profile, measured)
        panels[-1].set_xlabel("from drawn to seen, ms: p50 (dot) to p95 (end)")
        figure.savefig(to, metadata={"Date": None})


def _panel(panel: Axes, profile: str, results: Results) -> None:
    loads = list(dict.fromkeys(load for load, _ in results))
    programs = list(dict.fromkeys(program for _, program in results))
    for place, load in enumerate(loads):
        for number, program in enumerate(programs):
            at = place + 0.25 * (number - (len(programs) - 1) / 2)
            _measured(panel, at, program, results[load, program])
    panel.set_title(profile, loc="left", fontweight="bold")
    panel.set_xscale("log")
    panel.set_xticks(TICKS, [str(tick) for tick in TICKS])
    panel.minorticks_off()
    panel.set_xlim(8, 8000)
    panel.set_yticks(range(len(loads)), loads)
    panel.set_ylim(len(loads) - 0.5, -0.5)
    panel.grid(axis="x", color="#e0e0e0")
    panel.set_axisbelow(True)
    for program in programs:
        panel.plot([], [], "o-", color=COLOURS[program], label=program)
    panel.legend(loc="lower right", frameon=False, ncols=len(programs), bbox_to_anchor=(1, 1))


def _measured(panel: Axes, at: float, program: str, figures: Figures) -> None:
    if not math.isfinite(figures.p50):
        panel.text(9, at, "nothing shown", color=COLOURS[program], va="center", fontsize=7)
        return
    panel.plot([figures.p50, figures.p95], [at, at], color=COLOURS[program], linewidth=2)
    panel.plot([figures.p50], [at], "o", color=COLOURS[program], markersize=5)
    if figures.share < FEW:
        words = f" {100 * figures.share:.0f} % shown"
        panel.text(figures.p95, at, words, color=COLOURS[program], va="center", fontsize=7)
