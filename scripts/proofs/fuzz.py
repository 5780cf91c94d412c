"""[fuzz] Whatever comes in, the agent's and the console's parsers read it or refuse it: no crash, no growth, no delay.

Valid inputs are made from the schemas by hypothesis, then altered; the agent's own Python is also followed by atheris.
Parsers that are wrong on purpose must be found in every run.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scripts.proofs import Finding
from scripts.rigs.fuzz import workers
from scripts.rigs.fuzz.outcome import Outcome
from scripts.rigs.fuzz.plants import plants
from scripts.rigs.fuzz.targets import targets
from scripts.rigs.fuzz.workers import Guided

INPUTS, QUICK_INPUTS = 1_000_000, 2000
SEEDS, QUICK_SEEDS = 100, 20
"""Valid inputs of each kind."""
MOST_GROWN = 64.0
"""MiB, beyond what the parser and its inputs hold from the start."""
MOST_PEAK = 600.0
"""MiB of a process with atheris in it, corpus and all."""
MOST_MS = 1000.0
"""Milliseconds of processor time for one input, which is at most 256 KiB long."""
TOLD = 6
"""How many of the agent's parsers one process goes through before it tells what they came to."""
QUICK_NUMBER = 1

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Read 1,000,000 inputs of each kind (quick: 2,000)."""
    number = QUICK_NUMBER if quick else secrets.randbelow(1 << 31)
    say(f"inputs from the number {number}")
    outcomes: list[Outcome] = []
    followed: list[Guided] = []
    with tempfile.TemporaryDirectory(prefix="handrail-fuzz-") as folder:
        for outcome in _quickly(Path(folder), number) if quick else _fully(Path(folder), number):
            say(_line(outcome))
            outcomes.append(outcome)
    for one in () if quick else _followed(number):
        say(f"{one.runs:>9} {one.name} followed by atheris, at most {one.peak:.0f} MiB {one.crash}")
        followed.append(one)
    faults = [*_faults(outcomes), *_unmet(followed)]
    for fault in faults:
        say(f"NOT {fault}")
    return Finding(not faults, _figure([one for one in outcomes if not _planted(one)], followed))


def wrong(outcome: Outcome) -> str:
    """Say what is wrong with what a parser did, nothing when all is well."""
    if outcome.crashes:
        return f"{outcome.crashes} crashes, the first {outcome.first_crash}"
    if outcome.slowest > MOST_MS:
        return f"{outcome.slowest:.0f} ms for one input"
    if outcome.grown > MOST_GROWN:
        return f"grew by {outcome.grown:.0f} MiB"
    return "" if outcome.accepted else "refused even what is valid"


def _quickly(folder: Path, number: int) -> Iterator[Outcome]:
    """Have one process for the agent's, one for the console's."""
    with workers.pool() as pool:
        agent = pool.submit(workers.agent, [*targets(), *plants()], QUICK_INPUTS, number)
        workers.build_console(folder, QUICK_SEEDS, number)
        yield from workers.console(folder, [], QUICK_INPUTS, number)
        yield from agent.result()


def _fully(folder: Path, number: int) -> Iterator[Outcome]:
    """Have all cores at work, the slow parsers first; tell some at a time."""
    workers.build_console(folder, SEEDS, number)
    consoles = [outcome.name.removeprefix("console ") for outcome in workers.console(folder, [], 0, number)]
    with workers.pool() as pool:
        names = [*reversed(targets()), *plants()]
        some = [names[at : at + TOLD] for at in range(0, len(names), TOLD)]
        futures = [pool.submit(workers.agent, these, INPUTS, number) for these in some]
        futures += [pool.submit(workers.console, folder, [name], INPUTS, number) for name in consoles]
        for future in futures:
            yield from future.result()


def _followed(number: int) -> Iterator[Guided]:
    names = [name for name, target in targets().items() if target.plain]
    with workers.pool() as pool:
        yield from pool.map(lambda name: workers.guided(name, INPUTS, number), names)


def _faults(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        fault = wrong(outcome)
        if fault and not _planted(outcome):
            yield f"{outcome.name}: {fault}"
        elif _planted(outcome) and fault in ("", "refused even what is valid"):
            yield f"{outcome.name}: not found"
    if len([one for one in outcomes if _planted(one)]) < 2 * len(plants()):
        yield "the parsers that are wrong on purpose were not all tried"


def _unmet(followed: Sequence[Guided]) -> Iterator[str]:
    for one in followed:
        if one.crash or one.runs < INPUTS or one.peak > MOST_PEAK:
            yield f"{one.name}, followed by atheris: {one.runs} runs, {one.peak:.0f} MiB, {one.crash}"


def _planted(outcome: Outcome) -> bool:
    return "plant:" in outcome.name


def _line(outcome: Outcome) -> str:
    cost = f"{outcome.seconds:.1f} s, slowest {outcome.slowest:.0f} ms, grew {outcome.grown:.0f} MiB"
    return f"{outcome.inputs:>9} {outcome.name}: {outcome.crashes} crashes, {outcome.accepted} accepted, {cost}"


def _figure(outcomes: Sequence[Outcome], followed: Sequence[Guided]) -> str:
    inputs = sum(outcome.inputs for outcome in outcomes) + sum(one.runs for one in followed)
    crashes = sum(outcome.crashes for outcome in outcomes) + sum(bool(one.crash) for one in followed)
    worst = max(outcomes, key=lambda outcome: outcome.grown)
    return (
        f"{len(outcomes)} parsers and {len(followed)} once more by atheris, {inputs} inputs: {crashes} crashes; "
        f"at most {max(o.slowest for o in outcomes):.0f} ms an input, grew by {worst.grown:.0f} MiB at most"
    )
