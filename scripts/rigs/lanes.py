"""Trials in lanes side by side: each lane is a process that says a JSON line a trial, and goes when it has made all."""

import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from scripts.rigs.talker import Said, Talker, talker


@dataclass(frozen=True)
class Lane:
    """One process, `python -m MODULE OPTIONS`, and how many trials it makes."""

    module: str
    options: Sequence[str]
    trials: int


def trials(lanes: Sequence[Lane], key: str, seconds: float) -> tuple[list[list[Said]], list[str]]:
    """Run the lanes; return each one's trials (the lines with `key`), and a sentence for each that made too few.

    A lane that ends early, or says nothing for `seconds`, costs its own trials alone. Raise TimeoutError where no lane
    made any.
    """
    made: list[list[Said]] = []
    short: list[str] = []
    with ExitStack() as stack:
        running = [stack.enter_context(talker(lane.module, *lane.options)) for lane in lanes]
        for number, (lane, process) in enumerate(zip(lanes, running, strict=True), start=1):
            made.append([])
            try:
                for said in process.each(lambda line: key in line, "a trial", lane.trials, seconds):
                    made[-1].append(said)
            except TimeoutError as error:
                short.append(f"lane {number} ({lane.module}) made {len(made[-1])} of {lane.trials} trials: {error}")
            else:
                _let_go(process, seconds)
    if not any(made):
        raise TimeoutError("; ".join(short))
    return made, short


def _let_go(lane: Talker, seconds: float) -> None:
    """Let a lane put away by itself what it started; one that hangs there is ended with the others."""
    with suppress(subprocess.TimeoutExpired):
        lane.process.wait(seconds)
