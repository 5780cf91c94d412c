"""Runs the machines for so many steps, and with each plant until it is seen."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from scripts.rigs.consent.account import Violation
from scripts.rigs.consent.plants import Plant


def run_steps(machine: type[RuleBasedStateMachine], counts: Counter[str], steps: int, examples: int = 40) -> None:
    """Run at least so many steps, each round from another seed. Raise Violation, with the run that led to it."""
    goal = counts["steps"] + steps
    while counts["steps"] < goal:
        try:
            run_state_machine_as_test(machine, settings=_settings(examples))
        except FlakyFailure as flaky:  # found, but not again: threads are part of it
            raise flaky.exceptions[0] from None


def steps_until_seen(machine: type[RuleBasedStateMachine], counts: Counter[str], plant: Plant, most: int) -> int | None:
    """Run with a plant until a violation is found; return after how many steps, or None when it is not found."""
    start = counts["steps"]
    with plant():
        try:
            run_steps(machine, counts, most, examples=10)
        except Violation:
            return counts["steps"] - start
    return None


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=60,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
