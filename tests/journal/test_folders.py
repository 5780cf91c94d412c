"""Where journals lie, one run after the other, and what stays in them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.journal import Journal, JournalError
from agent.journal.evidence import from_folder
from agent.journal.folders import forget_contents, own_folder
from agent.journal.verdict import Standing
from agent.journal.verify import judge
from scripts.rigs.journals import session

STARTED = datetime(2026, 11, 22, 13, tzinfo=UTC)


def test_run_after_run_has_a_journal_of_its_own(tmp_path: Path) -> None:
    service = tmp_path / "journals"
    folders = []
    for _ in range(3):
        folders.append(own_folder(service, STARTED))
        Journal(folders[-1]).record("hand.taken", {}, "2026-11-22T13:00:00.000Z", 0.0)
    assert len({*folders}) == 3
    assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in folders)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError):
        own_folder(tmp_path / "file" / "journals", STARTED)


def test_after_the_service_only_facts_stay_and_still_prove(tmp_path: Path) -> None:
    scene = session(tmp_path)
    forget_contents(tmp_path)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Camille" not in left
    assert b"Bonjour" not in left
    assert judge(from_folder(tmp_path), scene.console.file).standing is Standing.WHOLE


def test_a_journal_that_does_not_hold_is_left_as_it_is(tmp_path: Path) -> None:
    session(tmp_path)
    facts = tmp_path / "journal.jsonl"
    facts.write_bytes(facts.read_bytes().replace(b"chat.sent", b"hand.seen"))
    before = (tmp_path / "payloads.jsonl").read_bytes()
    forget_contents(tmp_path)
    assert (tmp_path / "payloads.jsonl").read_bytes() == before
