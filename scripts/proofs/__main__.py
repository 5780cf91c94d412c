"""Run proofs by name: `prove.py [--quick] [NAME...]`, all of them when none is named; exit 0 only where each holds."""

import argparse
import importlib
import pkgutil
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import scripts.proofs
from scripts.proofs import Finding
from scripts.rigs.ending import end_when_asked


def names() -> list[str]:
    """List the proofs there are, by the names issues use ("lying-server")."""
    modules = (module.name for module in pkgutil.iter_modules(scripts.proofs.__path__))
    return sorted(name.replace("_", "-") for name in modules if not name.startswith("_"))


def run(name: str, quick: bool) -> Finding:
    """Run one proof; one that raises does not hold."""
    module = importlib.import_module(f"scripts.proofs.{name.replace('-', '_')}")

    def say(text: str) -> None:
        print(f"  {text}", flush=True)

    try:
        finding = module.prove(quick, say)
    except Exception as error:  # noqa: BLE001 - the runner's one boundary: whatever went wrong, the proof does not hold
        traceback.print_exc()
        return Finding(False, f"the proof itself failed: {type(error).__name__}: {error}")
    if not isinstance(finding, Finding):
        return Finding(False, f"the proof returned {type(finding).__name__}, not a finding")
    return finding


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every proof asked for holds, 1 when one does not, 2 when one is not known."""
    parser = argparse.ArgumentParser(prog="prove.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small run of each, as part of the tests")
    parser.add_argument("--lanes", type=int, default=1, help="so many side by side, for quick runs: they wait a lot")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(names())}")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        print(f"There is no proof named {', '.join(unknown)}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    if options.lanes > 1:
        if not options.quick:
            parser.error("a full run has the machine to itself: --lanes is for --quick")
        return side_by_side(options.names or names(), options.lanes)
    findings = {name: _told(name, options.quick) for name in options.names or names()}
    return 0 if all(finding.holds for finding in findings.values()) else 1


def side_by_side(chosen: Sequence[str], lanes: int) -> int:
    """Run quick proofs in processes of their own, `lanes` at a time; tell what each said once it has ended."""
    command = [sys.executable, "-m", "scripts.proofs", "--quick"]

    def one(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )

    codes = []
    with ThreadPoolExecutor(lanes) as pool:
        for job in as_completed([pool.submit(one, name) for name in chosen]):
            print(job.result().stdout, end="", flush=True)
            codes.append(job.result().returncode)
    return 1 if any(codes) else 0


def _told(name: str, quick: bool) -> Finding:
    print(f"{name}{' (quick)' if quick else ''}", flush=True)
    start = time.monotonic()
    finding = run(name, quick)
    verdict = "holds" if finding.holds else "DOES NOT HOLD"
    print(f"{name}: {verdict} ({time.monotonic() - start:.0f} s): {finding.figure}", flush=True)
    return finding


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
