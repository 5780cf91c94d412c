"""Fuzz some of the agent's parsers: `python -m scripts.rigs.fuzz.run COUNT NUMBER NAME...` writes an Outcome a line.

Each is read in a process of its own, so that none can hide its memory behind another's; what all of them import is
imported once.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.rigs.fuzz.mutate import Mutator
from scripts.rigs.fuzz.outcome import Outcome
from scripts.rigs.fuzz.plants import plants
from scripts.rigs.fuzz.target import Target
from scripts.rigs.fuzz.targets import targets

WARM = 1000
"""Inputs before memory is looked at: what is made once, at first use, is no growth."""
MOST_SHOWN = 160
STATUS = Path("/proc/self/status")


def fuzz(target: Target, count: int, number: int) -> Outcome:
    """Read the valid inputs, then altered ones, `count` in all."""
    seeds = target.seeds(min(100, 10 + count // 100), number)
    mutator = Mutator(seeds, number)
    accepted = crashes = 0
    slowest, first = 0, ""
    start, before = time.monotonic(), 0.0
    for nth in range(count):
        if nth == min(WARM, count // 2):
            before = forget_peak()
        data = seeds[nth] if nth < len(seeds) else mutator.next()
        began = time.thread_time_ns()
        try:
            target.read(data)
            accepted += 1
        except target.refuses:
            pass
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            crashes += 1
            first = first or f"{type(error).__name__}: {str(error)[:MOST_SHOWN]} on {data[:MOST_SHOWN]!r}"
        slowest = max(slowest, time.thread_time_ns() - began)
    return Outcome(
        name=target.name,
        inputs=count,
        accepted=accepted,
        seconds=time.monotonic() - start,
        slowest=slowest / 1e6,
        grown=peak() - before,
        crashes=crashes,
        first_crash=first,
    )


def forget_peak() -> float:
    """Begin to measure the peak anew (proc(5), clear_refs); return the MiB held now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _mib("VmRSS")


def peak() -> float:
    """Return the most MiB held since `forget_peak`."""
    return _mib("VmHWM")


def _mib(line: str) -> float:
    words = next(words for words in map(str.split, STATUS.read_text("ascii").splitlines()) if words[0] == f"{line}:")
    return int(words[1]) / 1024


def main(arguments: Sequence[str]) -> int:
    """Fuzz each, and let others have the processor first. Return 1 when a process fell."""
    os.nice(19)
    count, number, *names = arguments
    known = targets() | plants()
    fork = multiprocessing.get_context("fork")
    for name in names:
        one = fork.Process(target=_tell, args=(known[name], int(count), int(number)))
        one.start()
        one.join()
        if one.exitcode:
            return 1
    return 0


def _tell(target: Target, count: int, number: int) -> None:
    print(fuzz(target, count, number).model_dump_json(), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
