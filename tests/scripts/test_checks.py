import os
import subprocess
from pathlib import Path

import pytest

from scripts import checks
from scripts.checks import Outcome, table


def test_one_red_check_makes_the_whole_red() -> None:
    assert "NOT GREEN" in table([Outcome("ruff", True, 1), Outcome("mypy", False, 2)])
    assert "all green" in table([Outcome("ruff", True, 1)])


def test_a_command_that_fails_is_a_red_check_and_an_exit_code() -> None:
    assert not checks.run(checks.Step("false", ["false"])).green
    assert checks.run(checks.Step("true", ["true"])).green


def test_a_command_that_does_not_end_is_a_red_check() -> None:
    assert not checks.run(checks.Step("sleep", ["sleep", "1000"]), seconds=0.1).green


def test_a_worker_that_dies_ends_the_run_and_makes_it_red(tmp_path: Path) -> None:
    (tmp_path / "test_dying.py").write_text("import os\ndef test_it_dies(): os.abort()\ndef test_after(): pass\n")
    for number in range(4):
        (tmp_path / f"test_{number}.py").write_text("def test_one(): pass\ndef test_other(): pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = next(step.command for step in checks.steps() if step.name == "pytest")
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, timeout=120)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "crashed while running 'test_dying.py::test_it_dies'" in done.stdout


def test_every_check_of_the_house_is_there() -> None:
    names = {step.name for step in checks.steps()}
    assert names == {
        "ruff",
        "format",
        "arrows",
        "types",
        "mypy",
        "windows",
        "macos",
        "tsc",
        "vitest",
        "pytest",
        "alone",
        "proofs",
    }


def test_every_test_is_in_one_of_the_two_runs_and_all_that_are_chosen_in_one() -> None:
    marked = [step.command[step.command.index("-m", 3) + 1] for step in checks.steps() if "pytest" in step.command]
    assert marked == ["not alone", "alone"]
    assert [step.command[3:] for step in checks.steps("word") if "pytest" in step.command] == [
        ["--durations=10", "-k", "word"]
    ]


def test_no_check_at_all_is_not_green() -> None:
    with pytest.raises(SystemExit):
        checks.main(["--only", "alone", "-k", "word"])
