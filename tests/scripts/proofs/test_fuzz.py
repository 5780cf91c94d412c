from typing import get_args

import pytest

from agent.protocol import messages
from agent.protocol.errors import WireError
from scripts.proofs.fuzz import wrong
from scripts.rigs.fuzz import schema, workers
from scripts.rigs.fuzz.mutate import Mutator
from scripts.rigs.fuzz.outcome import Outcome
from scripts.rigs.fuzz.plants import plants
from scripts.rigs.fuzz.run import fuzz
from scripts.rigs.fuzz.target import Target, fixed

WELL = Outcome(name="one", inputs=10, accepted=1, seconds=1, slowest=1, grown=1, crashes=0)


@pytest.mark.parametrize("kind", get_args(messages.ConsoleMessage))
def test_what_is_made_from_a_schema_is_of_the_wire(kind: type[messages.FromConsole]) -> None:
    for text in schema.examples(kind, 5, 1):
        assert isinstance(messages.parse_console_message(text.decode()), kind)


def test_the_same_number_alters_alike_and_another_one_otherwise() -> None:
    def altered(number: int) -> list[bytes]:
        mutator = Mutator([b'{"type":"link/ping","t":1}'], number)
        return [mutator.next() for _ in range(200)]

    assert altered(1) == altered(1) != altered(2)
    assert len(set(altered(1))) > 150


def test_a_parser_that_raises_something_of_its_own_crashes() -> None:
    assert fuzz(plants()["plant: raises"], 2000, 1).crashes


def test_atheris_finds_what_a_parser_raises_of_its_own() -> None:
    found = workers.guided("plant: raises", 100_000, 1)
    assert "Error" in found.crash
    assert found.runs < 100_000


def test_a_refusal_is_no_crash() -> None:
    def refuse(data: bytes) -> None:
        raise WireError("no")

    outcome = fuzz(Target("no", refuse, fixed(b"a")), 100, 1)
    assert (outcome.crashes, outcome.accepted) == (0, 0)
    assert wrong(outcome) == "refused even what is valid"


@pytest.mark.parametrize(
    ("change", "told"),
    [({"crashes": 1}, "1 crashes"), ({"slowest": 1001}, "1001 ms"), ({"grown": 65}, "grew by 65 MiB"), ({}, "")],
)
def test_each_bound_is_held_to(change: dict[str, float], told: str) -> None:
    assert wrong(WELL.model_copy(update=change)).startswith(told)
