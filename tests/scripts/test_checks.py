from scripts import checks
from scripts.checks import Outcome, table


def test_one_red_check_makes_the_whole_red() -> None:
    assert "NOT GREEN" in table([Outcome("ruff", True, 1), Outcome("mypy", False, 2)])
    assert "all green" in table([Outcome("ruff", True, 1)])


def test_a_command_that_fails_is_a_red_check_and_an_exit_code() -> None:
    assert not checks.run(checks.Step("false", ["false"])).green
    assert checks.run(checks.Step("true", ["true"])).green


def test_every_check_of_the_house_is_there() -> None:
    names = {step.name for step in checks.steps()}
    assert names == {"ruff", "format", "arrows", "types", "mypy", "tsc", "vitest", "pytest", "proofs"}
