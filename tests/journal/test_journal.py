"""Writing the journal: only what the table knows, in order, and nothing after the end."""

import json
from pathlib import Path

import pytest

from agent.journal import Journal, JournalError, read_entries
from agent.journal.evidence import from_folder
from agent.journal.verify import judge
from agent.protocol.entries import ENTRIES

WHEN = "2026-11-22T13:00:00.000Z"


def test_what_was_written_is_read_back_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number in range(12):
        journal.record("chat.received", {"text": f"ligne {number}"}, WHEN, float(number))
    assert [entry.sequence for entry in read_entries(journal.path)] == list(range(12))
    assert (journal.count, journal.head) == (12, read_entries(journal.path)[-1].hash())


def test_texts_are_not_among_the_facts(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record("chat.received", {"text": "mon secret"}, WHEN, 0.0)
    assert "secret" not in journal.path.read_text()


def test_equal_contents_have_different_hashes(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    entries = [journal.record("chat.sent", {"text": "oui"}, WHEN, 0.0) for _ in range(2)]
    assert entries[0].payload_hash != entries[1].payload_hash


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("keys.typed", {"text": "motdepasse"}),
        ("input.used", {"key": "a"}),
        ("hiding.added", {"kind": "window", "title": "Ma banque"}),
        ("hiding.added", {"kind": "/home/marie/Impôts"}),
        ("permission.granted", {"permission": "View\n"}),
        ("chat.sent", {"text": "x" * 2001}),
        ("session.started", {"session": "not hexadecimal"}),
    ],
)
def test_what_the_table_has_no_place_for_cannot_be_recorded(tmp_path: Path, kind: str, payload: dict[str, str]) -> None:
    journal = Journal(tmp_path)
    with pytest.raises(JournalError):
        journal.record(kind, payload, WHEN, 0.0)
    assert journal.path.read_bytes() == b""
    assert (tmp_path / "payloads.jsonl").read_bytes() == b""


def test_nothing_is_recorded_after_the_end_was_signed(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record("hand.taken", {}, WHEN, 0.0)
    journal.seal()
    with pytest.raises(JournalError, match="too late"):
        journal.record("hand.taken", {}, WHEN, 1.0)


def test_a_second_journal_does_not_overwrite_the_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record("hand.taken", {}, WHEN, 0.0)
    with pytest.raises(JournalError):
        Journal(tmp_path)
    assert json.loads(journal.path.read_text().splitlines()[0])["sequence"] == 0


def test_only_the_customer_can_read_it(tmp_path: Path) -> None:
    Journal(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_full_disk_is_told_and_not_passed_over() -> None:
    journal = Journal.__new__(Journal)
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(JournalError, match="No space left"):
        journal._append(full.fileno(), b"x")


def test_an_agent_killed_between_its_two_writes_leaves_what_can_be_verified(tmp_path: Path) -> None:
    class Dying(Journal):
        writes = 0

        def _append(self, fd: int, line: bytes) -> None:
            self.writes += 1
            if self.writes == 6:
                raise KeyboardInterrupt
            super()._append(fd, line)

    journal = Dying(tmp_path)
    for _ in range(2):
        journal.record("hand.taken", {}, WHEN, 0.0)
    with pytest.raises(KeyboardInterrupt):
        journal.record("hand.taken", {}, WHEN, 0.0)
    verdict = judge(from_folder(tmp_path))
    assert (verdict.faults, verdict.torn, len(verdict.entries)) == ([], True, 2)


def test_a_table_of_entries_has_no_key_that_could_hold_a_secret() -> None:
    keys = {key for entry in ENTRIES.values() for key in entry.keys}
    assert not keys & {"password", "secret", "code", "keys", "title", "path", "folder", "content", "clipboard"}
