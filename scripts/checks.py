"""Every check, as a named step with its time; exit 0 only when all are green: `test.py [--only STEP]... [-k WORDS]`."""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = ROOT / "rendezvous" / "console"
BIN = Path(sys.executable).parent
WORKERS = 2
MOST_SECONDS = 90 * 60
"""What one step may take, on a busy machine too: what hangs beyond the limit of a test (pyproject.toml) ends red."""
FOR_WINDOWS = (
    "agent/desktop/windows",
    "agent/disk/windows",
    "agent/elevation.py",
    "agent/farewell.py",
    "agent/inherited.py",
    "agent/run.py",
    "agent/startup.py",
    "agent/tools/all_tools.py",
    "agent/tools/files/names.py",
    "agent/tools/files/places.py",
    "agent/transport/bulk_ends.py",
    "agent/ui/border.py",
    "agent/ui/child.py",
    "agent/ui/on_windows.py",
    "agent/ui/overlay.py",
    "agent/ui/pipe.py",
    "agent/watchdog/ears.py",
    "agent/watchdog/windows_process.py",
)
"""What is otherwise on Windows: its types are checked as there, too."""

FOR_MACOS = (
    "agent/desktop/__init__.py",
    "agent/desktop/macos",
    "agent/ui/overlay.py",
    "agent/ui/overlay_macos.py",
    "agent/ui/panes_macos.py",
    "agent/watchdog/ears.py",
)
"""What is otherwise on macOS."""


class Step(NamedTuple):
    """One check: a command and where it runs."""

    name: str
    command: list[str]
    cwd: Path = ROOT


class Outcome(NamedTuple):
    """How one step went."""

    name: str
    green: bool
    seconds: float


def steps(expression: str | None = None) -> list[Step]:
    """List the checks, quickest first; `expression` is pytest's -k."""
    return [
        Step("ruff", [str(BIN / "ruff"), "check"]),
        Step("format", [str(BIN / "ruff"), "format", "--check"]),
        Step("arrows", [str(BIN / "lint-imports"), "--cache-dir", ".import_linter_cache"]),
        Step("types", [sys.executable, "-m", "scripts.make_types", "--check"]),
        Step("mypy", [str(BIN / "mypy")]),
        Step("windows", [str(BIN / "mypy"), "--platform", "win32", "--follow-imports", "silent", *FOR_WINDOWS]),
        Step("macos", [str(BIN / "mypy"), "--platform", "darwin", "--follow-imports", "silent", *FOR_MACOS]),
        Step("tsc", ["npm", "run", "--silent", "check"], CONSOLE),
        Step("vitest", ["npm", "run", "--silent", "test"], CONSOLE),
        *_tests(expression),
        Step("proofs", [sys.executable, "-m", "scripts.proofs", "--quick", "--lanes", str(WORKERS)]),
    ]


def _tests(expression: str | None) -> list[Step]:
    """Run the tests in workers, each file in one of them, then those that nothing may run beside; or a few, plainly.

    A worker that dies ends the run, red: loadfile gives its replacement nothing to do and waits for ever.
    """
    pytest = [sys.executable, "-m", "pytest", "--durations=10"]
    if expression:
        return [Step("pytest", [*pytest, "-k", expression])]
    beside = ["-n", str(WORKERS), "--dist", "loadfile", "--max-worker-restart=0", "-m", "not alone"]
    return [Step("pytest", [*pytest, *beside]), Step("alone", [*pytest, "-m", "alone"])]


def run(step: Step, seconds: float = MOST_SECONDS) -> Outcome:
    """Run one step, its output as it comes; kill what takes longer than `seconds`."""
    print(f"\n=== {step.name}: {' '.join(step.command)}", flush=True)
    start = time.monotonic()
    try:
        green = subprocess.run(step.command, cwd=step.cwd, timeout=seconds).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"{step.name} was ended: it took more than {seconds:.0f} s", flush=True)
        green = False
    return Outcome(step.name, green, time.monotonic() - start)


def table(outcomes: Sequence[Outcome]) -> str:
    """Lay the outcomes out, one a line, and the verdict below."""
    rows = [f"  {'green' if o.green else 'RED  '}  {o.name:<8} {o.seconds:6.0f} s" for o in outcomes]
    total = sum(o.seconds for o in outcomes)
    verdict = "all green" if all(o.green for o in outcomes) else "NOT GREEN"
    return "\n".join(["", *rows, f"{verdict}, {len(outcomes)} checks in {total / 60:.1f} min"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen checks; return 0 when all are green."""
    every = [step.name for step in steps()]
    parser = argparse.ArgumentParser(prog="test.py", description=__doc__)
    parser.add_argument("--only", action="append", choices=every, metavar="STEP", help=f"one of: {', '.join(every)}")
    parser.add_argument("-k", metavar="EXPRESSION", help="pytest's -k")
    options = parser.parse_args(arguments)
    chosen = [step for step in steps(options.k) if step.name in (options.only or every)]
    if not chosen:
        parser.error("-k chooses among the tests: --only pytest")
    outcomes = [run(step) for step in chosen]
    print(table(outcomes), flush=True)
    return 0 if all(outcome.green for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
