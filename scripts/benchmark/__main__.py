"""Measure Handrail beside the programs that are installed: TigerVNC with noVNC, and Selkies.

The set-up installs neither: `python3 scripts/bench.py --install-peers` does, as root on Debian. Measuring needs root
for the two hosts' namespaces, and the whole machine: whatever else runs is in the figures. All of it takes about half
an hour.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from scripts.benchmark import install
from scripts.benchmark.course import Course, run
from scripts.benchmark.kept import made
from scripts.benchmark.lines import PROFILES, lacking
from scripts.benchmark.loads import PERIODS
from scripts.benchmark.peers import installed
from scripts.benchmark.report import keep, table
from scripts.rigs.ending import end_when_asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table; return the exit code: 1 when this machine cannot, or a peer cannot be installed."""
    options = parser().parse_args(arguments)
    if options.install_peers:
        return install.main()
    if lacks := lacking(options.profiles):
        print(lacks, file=sys.stderr)
        return 1
    for profile in options.profiles:
        course = Course(profile, options.loads, options.programs, options.runs, options.seconds)
        done = made(course, run(course, _tell))
        print(f"\n{profile}\n{table(done)}", flush=True)
        if options.write:
            keep({profile: done})
    return 0


def _tell(text: str) -> None:
    """Show progress; the tables alone go to standard output."""
    print(f"  {text}", file=sys.stderr, flush=True)


def parser() -> argparse.ArgumentParser:
    """Return what can be told."""
    made = argparse.ArgumentParser(
        prog="bench.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--profiles", type=some(PROFILES), default=list(PROFILES), help=f"of {', '.join(PROFILES)}")
    made.add_argument("--loads", type=some(PERIODS), default=list(PERIODS), help=f"of {', '.join(PERIODS)}")
    made.add_argument("--programs", type=some(installed()), default=installed(), help=f"of {', '.join(installed())}")
    made.add_argument("--runs", type=int, default=3, help="runs of which each figure is the median")
    made.add_argument("--seconds", type=float, default=6.0, help="length of each measurement")
    made.add_argument(
        "--write",
        action="store_true",
        help="write docs/performance.md and its plot, each line's part as it is measured",
    )
    made.add_argument("--install-peers", action="store_true", help="install TigerVNC, noVNC and Selkies, and end")
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
    end_when_asked()
    sys.exit(main())
