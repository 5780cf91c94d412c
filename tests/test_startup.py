"""What the customer is told where the plug-in cannot run, and no window of ours says it."""

import sys
from pathlib import Path

import pytest

import agent.run
from agent import __main__ as program
from agent import startup
from agent.desktop.windows import win32_version
from agent.inherited import HeldBackError

EXAMPLE = Path("installer/brands/example.toml")


def said(capsys: pytest.CaptureFixture[str], lang: str) -> str:
    """Run the plug-in; return what it says in the end."""
    assert program.main(["--brand", str(EXAMPLE), "--lang", lang]) == program.EXIT_FAILED
    return capsys.readouterr().err


@pytest.mark.parametrize(("lang", "words"), [("fr", "C'est souvent l'antivirus"), ("en", "Often it is the antivirus")])
def test_a_part_that_the_system_holds_back_is_told_in_words_with_a_number_to_call(
    lang: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(*_: object, **__: object) -> None:
        raise HeldBackError("PermissionError: Operation not permitted")

    monkeypatch.setattr(agent.run, "run", run)
    told = said(capsys, lang)
    assert words in told
    assert "01 23 45 67 89" in told
    assert "PermissionError" in told


def test_a_library_that_was_taken_away_counts_as_held_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(*_: object, **__: object) -> None:
        raise ImportError("DLL load failed while importing _codec")

    monkeypatch.setattr(agent.run, "run", run)
    assert "DLL load failed" in said(capsys, "fr")


@pytest.mark.parametrize(("version", "old"), [((6, 1, 7601), True), ((6, 3, 9600), True), ((10, 0, 17763), False)])
def test_only_windows_before_10_is_too_old(
    version: tuple[int, int, int], old: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(win32_version, "windows_version", lambda: version)
    assert startup.too_old() == (".".join(map(str, version)) if old else None)


def test_a_windows_that_is_too_old_is_told_before_anything_is_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "too_old", lambda: "6.3.9600")
    told = said(capsys, "fr")
    assert "Cet outil a besoin de Windows 10" in told
    assert "Windows 6.3.9600" in told
