"""What the customer keeps after the end: a report that verifies, under a name of its day, never over another file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.farewell import FarewellError, keep_report, report_path
from agent.journal.evidence import open_evidence
from agent.journal.verdict import Standing
from agent.journal.verify import judge
from agent.settings import Settings
from agent.ui.model import Brand
from scripts.rigs.journals import session

SETTINGS = Settings("https://help.example", Brand(name="Exemple / Assistance"), "fr", frozenset())


def test_the_report_that_is_kept_verifies(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    scene = session(tmp_path / "journal")
    path = tmp_path / "compte rendu.html"
    keep_report(path, SETTINGS, scene.folder, scene.receipts, with_chat=False)
    assert judge(open_evidence(path), scene.console.file).standing is Standing.WHOLE


def test_no_file_is_written_over(tmp_path: Path) -> None:
    scene = session(tmp_path)
    path = tmp_path / "mine.html"
    path.write_text("mine")
    with pytest.raises(FarewellError, match="File exists"):
        keep_report(path, SETTINGS, scene.folder, scene.receipts, with_chat=False)
    assert path.read_text() == "mine"


def test_a_journal_that_is_gone_is_told(tmp_path: Path) -> None:
    scene = session(tmp_path)
    (tmp_path / "journal.jsonl").unlink()
    with pytest.raises(FarewellError):
        keep_report(tmp_path / "report.html", SETTINGS, scene.folder, scene.receipts, with_chat=False)


def test_the_name_is_the_service_and_the_day_and_leads_nowhere_else() -> None:
    path = report_path(SETTINGS, datetime(2026, 11, 22, 13, tzinfo=UTC))
    assert path.name.startswith("Exemple - Assistance 2026-11-22 ")
    assert path.suffix == ".html"


@pytest.mark.parametrize("with_chat", [True, False])
def test_what_the_two_wrote_is_kept_only_where_that_is_wished(tmp_path: Path, with_chat: bool) -> None:
    (tmp_path / "journal").mkdir()
    scene = session(tmp_path / "journal")
    path = tmp_path / "compte rendu.html"
    keep_report(path, SETTINGS, scene.folder, scene.receipts, with_chat=with_chat)
    evidence = open_evidence(path)
    assert ("Fichier" in path.read_text()) is with_chat
    assert (b"Fichier" in evidence.payloads) is with_chat
    verdict = judge(evidence, scene.console.file)
    assert verdict.faults == []
    assert len(verdict.erased) == (0 if with_chat else 2)
    assert b"Fichier" in (scene.folder / "payloads.jsonl").read_bytes(), "the journal itself is as it was"
