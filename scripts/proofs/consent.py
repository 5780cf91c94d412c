"""100,000 steps of a hostile technician, server and clock: nothing passes that the customer did not allow.

Every step is judged by an account of what the customer said that never asks the rules; then bugs are planted in the
rules, one after the other, and each must be seen by the same machine.
"""

import gc
from collections.abc import Callable
from typing import get_args

from agent.protocol.messages import ConsoleMessage, FromConsole
from agent.session.effects import Annotate, CollectReport, FindToHide, Inject, StartPicture
from scripts.proofs import Finding
from scripts.rigs.consent.account import Violation
from scripts.rigs.consent.app_machine import AppMachine
from scripts.rigs.consent.lies import MESSAGES
from scripts.rigs.consent.machine import ConsentMachine
from scripts.rigs.consent.plants import APP_PLANTS, PLANTS, Plant
from scripts.rigs.consent.run import run_steps, steps_until_seen

STEPS, APP_STEPS, MOST = 100_000, 2_000, 30_000
"""Steps over the rules; over the real loop; with one plant until it counts as not seen."""

QUICK = ("withdrawal forgets", "pause lets input in", "hiding is not done")
"""The plants of a quick run: those that a few hundred steps are sure to see."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Run both machines, then each plant."""
    undeclared = _types_that_import_undeclared()
    try:
        run_steps(ConsentMachine, ConsentMachine.counts, 1_500 if quick else STEPS)
        _say_counts(say)
        run_steps(AppMachine, AppMachine.counts, 100 if quick else APP_STEPS, examples=4)
    except Violation as violation:
        say("\n".join([str(violation), *getattr(violation, "__notes__", [])]))
        return Finding(False, f"after {ConsentMachine.counts['steps']} steps: {violation}")
    app = AppMachine.counts
    say(f"over the real loop: {app['steps']} steps, with {app['frames']} frames, {app['inputs']} inputs, allowed all")
    steps = ConsentMachine.counts["steps"]
    plants = {name: PLANTS[name] for name in QUICK} if quick else PLANTS
    unseen = [name for name, plant in plants.items() if not _seen(ConsentMachine, name, plant, say)]
    if not quick:
        unseen += [name for name, plant in APP_PLANTS.items() if not _seen(AppMachine, name, plant, say)]
        plants = plants | APP_PLANTS
    said = sum(ConsentMachine.counts[name] > 0 for name in MESSAGES)
    types = len(get_args(ConsoleMessage))
    figure = (
        f"{steps} steps and {app['steps']} over the real loop, 0 violations; {said} of "
        f"{types} message types said, {undeclared} undeclared ones import; "
        f"{len(plants) - len(unseen)} of {len(plants)} plants seen{': not ' + ', '.join(unseen) if unseen else ''}"
    )
    return Finding(not unseen and not undeclared and (quick or said == types), figure)


def _seen(machine: type[ConsentMachine | AppMachine], name: str, plant: Plant, say: Say) -> bool:
    steps = steps_until_seen(machine, machine.counts, plant, MOST)
    say(f"planted: {name}: {'NOT SEEN' if steps is None else f'seen within {steps} steps'}")
    return steps is not None


def _say_counts(say: Say) -> None:
    counts = ConsentMachine.counts
    said = ", ".join(f"{name} {counts[name]}" for name in sorted(MESSAGES))
    say(f"{counts['steps']} steps; said: {said}; no message at all {counts['no message']}")
    acts = (StartPicture, Inject, CollectReport, Annotate, FindToHide)
    say(
        "let through, each allowed at that moment: "
        + ", ".join(f"{act.__name__} {counts[act.__name__]}" for act in acts)
    )


def _types_that_import_undeclared() -> int:
    """Count the ways of declaring a message without its permission or entry that are taken."""
    taken = 0
    for keywords in ({}, {"needs": None}, {"journal": None}, {"needs": None, "journal": "nothing.known"}):
        try:
            type("Undeclared", (FromConsole,), {"__annotations__": {"type": str}, "type": "undeclared/x"}, **keywords)
            taken += 1
        except TypeError:
            pass
    gc.collect()  # a class that was refused stays among the subclasses until then
    return taken
