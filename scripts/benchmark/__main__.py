"""Measure Handrail beside the programs that are installed: TigerVNC with noVNC, and Selkies.

The set-up installs neither. `apt-get install tigervnc-scraping-server novnc websockify` brings the first, and
`python3 -m venv .selkies; .selkies/bin/pip install selkies` the second. Needs root, for the two hosts' namespaces.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from scripts.benchmark.lines import PROFILES, line
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.measure import Figures, measure, middle
from scripts.benchmark.peers import PEERS, SIZE, installed
from scripts.benchmark.report import HEAD, RULE, Key, row, write
from scripts.rigs.talker import ROOT
from scripts.rigs.xserver import xvfb


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table; return the exit code."""
    options = parser().parse_args(arguments)
    results: dict[Key, Figures] = {}
    print(f"{HEAD}\n{RULE}", flush=True)
    for profile in options.profiles:
        results |= measure_line(profile, options)
    if options.write:
        write(ROOT / "docs", results, options.runs, options.seconds)
    return 0


def measure_line(profile: str, options: argparse.Namespace) -> dict[Key, Figures]:
    """Measure every load and program over one line, the programs in turn; print each row as it is known."""
    found: dict[Key, list[Figures]] = {}
    for _ in range(options.runs):
        for name in options.programs:
            with line(profile) as up, xvfb(SIZE) as display, PEERS[name](up, display) as serving:
                for load in options.loads:
                    figures = measure(up, serving, display, load, options.seconds)
                    found.setdefault((profile, load, name), []).append(figures)
    ordered = sorted(found, key=lambda key: (options.loads.index(key[1]), options.programs.index(key[2])))
    results = {key: middle(found[key]) for key in ordered}
    for key, figures in results.items():
        print(row(key, figures), flush=True)
    return results


def parser() -> argparse.ArgumentParser:
    """Return what can be told."""
    made = argparse.ArgumentParser(
        prog="bench.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--profiles", type=some(PROFILES), default=list(PROFILES), help=f"of {', '.join(PROFILES)}")
    made.add_argument("--loads", type=some(PERIODS), default=list(PERIODS), help=f"of {', '.join(PERIODS)}")
    made.add_argument("--programs", type=some(installed()), default=installed(), help=f"of {', '.join(installed())}")
    made.add_argument("--runs", type=int, default=3, help="runs of which each figure is the median")
    made.add_argument("--seconds", type=float, default=8.0, help="length of each measurement")
    made.add_argument("--write", action="store_true", help="write docs/performance.md and its plot")
    return made


def some(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Return what reads known words, separated by commas."""
    names = list(known)

    def read(text: str) -> list[str]:
        words = text.split(",")
        unknown = [word for word in words if word not in names]
        if unknown:
            raise argparse.ArgumentTypeError(f"not known: {', '.join(unknown)}; there are: {', '.join(names)}")
        return words

    return read


if __name__ == "__main__":
    sys.exit(main())
