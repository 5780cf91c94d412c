"""[folders] Every trick to reach a hidden folder against every file verb: nothing opened, no name, size, count told."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from agent.disk.base import DiskError
from agent.disk.guarded import Disk
from scripts.proofs import Finding
from scripts.rigs.ending import tied

Say = Callable[[str], None]

MIN_TRICKS = 120
ROUNDS = 4000
MAX_SPREAD = 0.5
"""The medians for hidden and missing may differ by so much of the smaller, on a machine that does other things too."""

Counts = dict[str, int]


def prove(quick: bool, say: Say) -> Finding:
    """Run all tricks as we are, then as a user of an older kernel; quick: each against a few verbs."""
    every = ["--every", "12"] if quick else []
    runs = {"as we are": every}
    if not quick:
        runs["with an ordinary user's rights, without openat2"] = ["--user", "--nofollow"]
    told = {name: tried(options, say) for name, options in runs.items()}
    naive = tried(["--naive", *every], lambda _line: None)
    say(
        f"the usual way (resolve, compare, open by name): {naive['showing']} of {naive['tricks']} tricks show something"
    )
    spread = compared_times(200 if quick else ROUNDS, say)
    counts = told["as we are"]
    faults = sum(run["faults"] for run in told.values())
    tries = sum(run["tries"] for run in told.values())
    enough = counts["tricks"] >= MIN_TRICKS
    table = f"{counts['tricks']} tricks ({counts['skipped']} skipped) x {counts['verbs']} verbs"
    figure = (
        f"{table}, {tries} tries: {faults} faults; "
        f"the usual way shows in {naive['showing']}; hidden and missing take the same time within {spread:.0%}"
    )
    return Finding(faults == 0 and enough and naive["showing"] > 0 and spread < MAX_SPREAD, figure)


def tried(options: list[str], say: Say) -> Counts:
    """Run the trials in a process of their own and return their counts."""
    command = [sys.executable, "-m", "scripts.rigs.disk_trial", *options]
    with subprocess.Popen(tied(command), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        counts = _followed(process.stdout, say)
    if counts is None or process.returncode:
        raise RuntimeError(f"the trials ended with {process.returncode}")
    say(", ".join(f"{count} {what}" for what, count in counts.items()))
    return counts


def _followed(lines: Iterator[str], say: Say) -> Counts | None:
    for line in lines:
        told = json.loads(line)
        if "counts" in told:
            counts: Counts = told["counts"]
            return counts
        if "skipped" in told:
            say(f"skipped, not counted: {told['trick']}: {told['skipped']}")
        for fault in told.get("faults", ()):
            say(f"{told['trick']}: {fault}")
    return None


def compared_times(rounds: int, say: Say) -> float:
    """Return by how much the medians for a hidden and a missing folder differ, over several verbs, at most."""
    with tempfile.TemporaryDirectory(prefix="handrail-disk-") as folder:
        (Path(folder) / "closed" / "inner").mkdir(parents=True)
        (Path(folder) / "closed" / "file").touch()
        disk = Disk([Path(folder) / "closed"])
        verbs = {"stat": disk.stat, "list": disk.list, "open": disk.open, "create": disk.create}
        spreads = [_spread(name, verb, folder, rounds, say) for name, verb in verbs.items()]
        disk.close()
    return max(spreads)


def _spread(name: str, verb: Callable[[str], object], folder: str, rounds: int, say: Say) -> float:
    times: dict[str, list[float]] = {"closed": [], "nobody": []}
    for _ in range(rounds):
        for which, taken in times.items():
            start = perf_counter()
            try:
                verb(f"{folder}/{which}/file")
            except DiskError:
                taken.append(perf_counter() - start)
    hidden, missing = (median(taken) * 1e6 for taken in times.values())
    say(f"{name}: hidden {hidden:.1f} µs, missing {missing:.1f} µs (medians of {rounds})")
    return max(hidden, missing) / min(hidden, missing) - 1
