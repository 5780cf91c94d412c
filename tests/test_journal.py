"""The journal: what is written can be proved, and what was altered is found."""

import json
import random
from dataclasses import asdict
from pathlib import Path

import pytest

from agent.journal import Entry, Journal, JournalError, _canonical, read_entries


def written(directory: Path, count: int = 12) -> Path:
    journal = Journal(directory)
    for number in range(count):
        journal.record("chat.received", {"text": f"ligne {number}"}, f"2026-01-01T00:00:{number:02}Z", float(number))
    journal.close()
    return journal.path


def test_what_was_written_is_read_back_in_order(tmp_path: Path) -> None:
    assert [entry.sequence for entry in read_entries(written(tmp_path))] == list(range(12))


def test_texts_are_not_in_the_chain_so_that_they_can_be_erased(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert "ligne" not in path.read_text()
    (tmp_path / "payloads.jsonl").unlink()
    assert len(list(read_entries(path))) == 12


def test_every_single_changed_byte_is_found(tmp_path: Path) -> None:
    path = written(tmp_path)
    original = path.read_bytes()
    rng = random.Random(4)
    for _ in range(300):
        at = rng.randrange(len(original) - 1)
        changed = bytearray(original)
        changed[at] = (changed[at] + rng.randrange(1, 255)) % 256
        path.write_bytes(bytes(changed))
        with pytest.raises(JournalError):
            list(read_entries(path))


@pytest.mark.parametrize("deed", ["delete", "swap", "repeat"])
def test_deleted_swapped_and_repeated_entries_are_found(tmp_path: Path, deed: str) -> None:
    path = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    match deed:
        case "delete":
            del lines[5]
        case "swap":
            lines[3], lines[4] = lines[4], lines[3]
        case _:
            lines.insert(6, lines[6])
    path.write_bytes(b"".join(lines))
    with pytest.raises(JournalError):
        list(read_entries(path))


def test_an_entry_rewritten_with_its_own_hash_made_anew_is_found_by_the_next(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    raw = json.loads(lines[4])
    del raw["hash"]
    forged = Entry(**{**raw, "type": "permission.granted"})
    lines[4] = _canonical({**asdict(forged), "hash": forged.hash()}) + b"\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises(JournalError, match="entry 5 does not follow"):
        list(read_entries(path))


def test_a_crash_in_the_middle_of_an_entry_loses_that_entry_alone(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    assert len(list(read_entries(path))) == 11


def test_a_second_journal_does_not_overwrite_the_first(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(JournalError):
        Journal(tmp_path)
    assert json.loads(path.read_text().splitlines()[0])["sequence"] == 0


def test_a_full_disk_is_told_and_not_passed_over() -> None:
    journal = Journal.__new__(Journal)
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(JournalError, match="No space left"):
        journal._append(full.fileno(), b"x")
