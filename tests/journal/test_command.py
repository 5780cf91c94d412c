"""`handrail-agent verify`: plain words in both languages, and an exit code for each standing."""

from pathlib import Path

import pytest

from agent.__main__ import main
from agent.journal.verdict import Fault, Standing
from agent.ui.words import Words
from scripts.rigs.journals import Scene, session


def saved(scene: Scene) -> Path:
    path = scene.folder / "report.html"
    path.write_bytes(scene.report())
    return path


def test_a_whole_report_is_said_to_be_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene = session(tmp_path)
    copy = tmp_path / "copy.json"
    copy.write_bytes(scene.console.file)
    assert main(["verify", str(saved(scene)), "--receipt", str(copy), "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Ce compte rendu est complet")
    assert "La copie du technicien dit la même chose." in said


def test_an_altered_entry_is_named_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session(tmp_path)
    facts = tmp_path / "journal.jsonl"
    facts.write_bytes(facts.read_bytes().replace(b"chat.sent", b"hand.seen"))
    assert main(["verify", str(tmp_path), "--lang", "en"]) == 5
    assert "Note 11: changed." in capsys.readouterr().out


def test_an_unfinished_journal_has_a_code_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Scene(tmp_path).begin()
    assert main(["verify", str(tmp_path), "--lang", "en"]) == 6
    assert "There is no signed end" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["absent.html", "empty.html"])
def test_what_is_no_report_is_said_to_be_none(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.html").touch()
    assert main(["verify", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.startswith("handrail-agent: ")


def test_the_list_is_told_from_the_journal_and_not_from_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(session(tmp_path))
    path.write_bytes(path.read_bytes().replace("Vous avez refusé".encode(), b"Vous avez permis"))
    assert main(["verify", str(path), "--list", "--lang", "fr"]) == 5
    said = capsys.readouterr().out
    assert "Vous avez refusé" in said
    assert "Vous avez permis" not in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_that_can_be_found_has_a_sentence(lang: str) -> None:
    words = Words("fr" if lang == "fr" else "en")
    assert [key for key in [*Fault, *Standing] if f"verify/{key}" not in words] == []
