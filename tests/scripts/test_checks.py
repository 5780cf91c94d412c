import pytest

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
    assert names == {"ruff", "format", "arrows", "types", "mypy", "tsc", "vitest", "pytest", "alone", "proofs"}


def test_every_test_is_in_one_of_the_two_runs_and_all_that_are_chosen_in_one() -> None:
    marked = [step.command[step.command.index("-m", 3) + 1] for step in checks.steps() if "pytest" in step.command]
    assert marked == ["not alone", "alone"]
    assert [step.command[3:] for step in checks.steps("word") if "pytest" in step.command] == [
        ["--durations=10", "-k", "word"]
    ]


def test_no_check_at_all_is_not_green() -> None:
    with pytest.raises(SystemExit):
        checks.main(["--only", "alone", "-k", "word"])
