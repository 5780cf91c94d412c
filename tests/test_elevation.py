"""Opening the plug-in anew as administrator: the customer's no opens it as it was, their yes lets it go."""

import os
import sys
from pathlib import Path

import pytest

import agent.run
from agent import __main__ as program
from agent import elevation
from agent.admin import Admin
from agent.desktop.windows import win32_elevation
from agent.elevation import admin_here, open_as_administrator

EXAMPLE = Path("installer/brands/example.toml")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Have each run end with the wish for an administrator's rights, but the third; note which began anew."""
    begun: list[bool] = []

    async def run(*_: object, anew: bool, **__: object) -> bool:
        begun.append(anew)
        return len(begun) < 3

    monkeypatch.setattr(agent.run, "run", run)
    return begun


@pytest.mark.parametrize(("answers", "begun"), [([True], [False]), ([False, False], [False, True, True])])
def test_it_opens_as_it_was_when_the_customer_says_no_to_windows_and_goes_at_a_yes(
    answers: list[bool], begun: list[bool], runs: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elevation, "open_as_administrator", lambda lang: answers.pop(0))
    assert program.main(["--brand", str(EXAMPLE)]) == 0
    assert runs == begun
    assert answers == []


def test_what_starts_as_administrator_takes_no_code_from_the_files_name(runs: list[bool]) -> None:
    runs += [False, False]
    assert program.main(["elevated", "--brand", str(EXAMPLE), "--lang", "fr"]) == 0
    assert runs[2:] == [True]


@pytest.mark.parametrize(
    ("administrator", "frozen", "admin"),
    [(True, True, Admin.IS), (False, True, Admin.POSSIBLE), (False, False, Admin.NO)],
)
def test_only_a_built_program_on_windows_without_the_rights_can_be_opened_anew(
    administrator: bool, frozen: bool, admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(win32_elevation, "is_administrator", lambda: administrator)
    assert admin_here() is admin


def test_elsewhere_there_is_nothing_of_the_kind() -> None:
    assert sys.platform == "win32" or admin_here() is Admin.NO


def test_the_same_program_is_opened_and_unpacks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []

    def start(words: list[str]) -> bool:
        told.append([*words, os.environ["PYINSTALLER_RESET_ENVIRONMENT"]])
        return True

    monkeypatch.setattr(win32_elevation, "start_as_administrator", start)
    assert open_as_administrator("fr")
    assert told == [[sys.executable, "elevated", "--lang", "fr", "1"]]
    assert "PYINSTALLER_RESET_ENVIRONMENT" not in os.environ
