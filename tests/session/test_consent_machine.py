"""A hostile technician, server and clock against the rules, in small; `prove.py consent` runs it at full size.

What is planted here must be seen here: the machine is no use if it sees nothing.
"""

from typing import get_args

import pytest

from agent.protocol.messages import ConsoleMessage
from scripts.rigs.consent.app_machine import AppMachine
from scripts.rigs.consent.lies import MESSAGES
from scripts.rigs.consent.machine import ConsentMachine
from scripts.rigs.consent.plants import PLANTS
from scripts.rigs.consent.run import run_steps, steps_until_seen


def test_nothing_passes_that_the_customer_did_not_allow() -> None:
    run_steps(ConsentMachine, ConsentMachine.counts, 5_000)


def test_nothing_passes_the_real_loop_that_the_customer_did_not_allow() -> None:
    run_steps(AppMachine, AppMachine.counts, 150, examples=5)
    assert AppMachine.counts["frames"] > 0


@pytest.mark.parametrize("name", ["withdrawal forgets", "pause lets frames out", "technician ends any pause"])
def test_the_machine_sees_what_is_planted(name: str) -> None:
    assert steps_until_seen(ConsentMachine, ConsentMachine.counts, PLANTS[name], most=10_000) is not None


def test_every_message_of_the_console_is_said() -> None:
    assert set(MESSAGES) == {str(message.model_fields["type"].default) for message in get_args(ConsoleMessage)}
