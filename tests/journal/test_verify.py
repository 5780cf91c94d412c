"""Judging a journal: what is honest holds, what is altered is named, what the copy alone tells is told."""

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.journal.evidence import Evidence, EvidenceError, from_folder, from_report, open_evidence
from agent.journal.payloads import erase
from agent.journal.verdict import Fault, Standing, Verdict
from agent.journal.verify import judge
from agent.protocol.entries import Content
from scripts.rigs.journals import Scene, session
from scripts.rigs.tampering import OF_JOURNAL, Dice, remake_with_both_keys, take_away_countersignature
from scripts.rigs.tampering_pages import OF_REPORT

CHAT = 9


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return session(tmp_path)


def faults(verdict: Verdict) -> set[tuple[Fault, int | None]]:
    return {(found.fault, found.entry) for found in verdict.faults}


def test_an_honest_session_is_held_whole_alone_and_with_the_copy(scene: Scene) -> None:
    for copy in (None, scene.console.file):
        verdict = judge(from_folder(scene.folder), copy)
        assert verdict.standing is Standing.WHOLE
        assert verdict.signed_by_both == len(verdict.entries) == len(verdict.payloads) == scene.journal.count


def test_a_saved_report_is_held_whole_by_itself(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(scene.report())
    assert judge(open_evidence(path), scene.console.file).standing is Standing.WHOLE


@pytest.mark.parametrize("deed", OF_JOURNAL, ids=lambda deed: deed.__name__)
def test_each_deed_on_a_journal_is_found(scene: Scene, deed: Callable[[Evidence, Dice], Evidence]) -> None:
    honest = from_folder(scene.folder)
    dice = random.Random(7)
    for _ in range(20):
        altered = deed(honest, dice)
        assert altered == honest or judge(altered).standing is Standing.BROKEN


@pytest.mark.parametrize("deed", OF_REPORT, ids=lambda deed: deed.__name__)
def test_each_deed_on_a_report_is_found(scene: Scene, deed: Callable[[bytes, Dice], bytes]) -> None:
    honest = scene.report()
    dice = random.Random(7)
    for _ in range(20):
        altered = deed(honest, dice)
        with contextlib.suppress(EvidenceError):
            assert altered == honest or judge(from_report(altered)).standing is Standing.BROKEN


def test_one_altered_entry_is_named_and_no_other(scene: Scene) -> None:
    honest = from_folder(scene.folder)
    lines = honest.facts.splitlines(keepends=True)
    lines[CHAT] = lines[CHAT].replace(b"chat.received", b"hand.released")
    altered = Evidence(b"".join(lines), honest.payloads, honest.receipt)
    assert faults(judge(altered)) == {(Fault.ALTERED, CHAT), (Fault.UNKNOWN_ENTRY, CHAT)}


def test_one_altered_content_is_named_and_no_other(scene: Scene) -> None:
    honest = from_folder(scene.folder)
    altered = Evidence(honest.facts, honest.payloads.replace(b"Bonjour", b"Bonsoir"), honest.receipt)
    assert faults(judge(altered)) == {(Fault.CONTENT_ALTERED, CHAT)}


def test_a_cut_tail_is_named_by_the_first_entry_that_is_missing(scene: Scene) -> None:
    honest = from_folder(scene.folder)
    keep = scene.journal.count - 3
    facts, payloads = honest.facts.splitlines(keepends=True)[:keep], honest.payloads.splitlines(keepends=True)[:keep]
    verdict = judge(Evidence(b"".join(facts), b"".join(payloads), honest.receipt))
    assert faults(verdict) == {(Fault.TAIL_CUT, keep)}


def test_erased_contents_are_told_as_erased_and_the_chain_still_proves(scene: Scene) -> None:
    assert erase(scene.folder, {Content.CONVERSATION, Content.PERSON}) == 3
    verdict = judge(from_folder(scene.folder), scene.console.file)
    assert verdict.standing is Standing.WHOLE
    assert len(verdict.erased) == 3
    assert b"Bonjour" not in (scene.folder / "payloads.jsonl").read_bytes()
    assert b"Camille" not in (scene.folder / "payloads.jsonl").read_bytes()


def test_facts_cannot_be_passed_off_as_erased(scene: Scene) -> None:
    honest = from_folder(scene.folder)
    lines = honest.payloads.splitlines(keepends=True)
    del lines[6]
    assert faults(judge(Evidence(honest.facts, b"".join(lines), honest.receipt))) == {(Fault.CONTENT_MISSING, 6)}


def test_a_journal_without_its_end_holds_but_is_not_whole(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.begin()
    scene.checkpoint()
    scene.record("hand.taken", {})
    verdict = judge(from_folder(tmp_path))
    assert (verdict.standing, verdict.signed_by_both) == (Standing.PARTLY, scene.journal.count - 1)


def test_an_entry_that_was_being_written_is_lost_alone(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.begin()
    honest = from_folder(tmp_path)
    cut = Evidence(honest.facts[:-20], honest.payloads, honest.receipt)
    verdict = judge(cut)
    assert (verdict.standing, verdict.torn, len(verdict.entries)) == (Standing.PARTLY, True, scene.journal.count - 1)


def test_a_console_that_signs_nothing_leaves_a_record_that_says_so(tmp_path: Path) -> None:
    session(tmp_path, countersigning=False)
    verdict = judge(from_folder(tmp_path))
    assert (verdict.standing, verdict.signed_by_both) == (Standing.PARTLY, 0)


def test_a_journal_rolled_back_to_a_checkpoint_is_told_as_unfinished_and_by_the_copy_as_cut(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.begin()
    scene.checkpoint()
    back = from_folder(tmp_path)
    scene.record("input.used", {})
    scene.end()
    assert judge(back).standing is Standing.PARTLY
    assert (Fault.TAIL_CUT, scene.journal.count - 2) in faults(judge(back, scene.console.file))


def test_a_journal_made_anew_with_both_keys_is_told_by_the_copy_alone(scene: Scene) -> None:
    remade = remake_with_both_keys(from_folder(scene.folder), random.Random(1))
    assert judge(remade).standing is Standing.WHOLE  # nothing on the customer's computer can tell: docs/journal.md
    assert faults(judge(remade, scene.console.file)) == {(Fault.COPY_OTHER, None)}


def test_the_copy_makes_good_for_a_countersignature_that_was_taken_away(scene: Scene) -> None:
    bare = take_away_countersignature(from_folder(scene.folder), random.Random(1))
    assert judge(bare).standing is Standing.PARTLY
    assert judge(bare, scene.console.file).standing is Standing.WHOLE


@pytest.mark.parametrize(
    "copy", [b"", b"{}", b"null", b"[" * 100_000, b'{"format":"handrail-receipt/1","receipts":[]}']
)
def test_a_copy_that_is_none_is_said_to_be_none(scene: Scene, copy: bytes) -> None:
    assert (Fault.COPY_UNSIGNED, None) in faults(judge(from_folder(scene.folder), copy))


@pytest.mark.parametrize(
    "facts",
    [b"", b"\n", b"{}\n", b"null\n", b"[" * 60_000 + b"\n", b"\xff\xfe\n", b'{"hash":1}\n', b"x" * 100_000 + b"\n"],
)
def test_rubbish_is_judged_and_breaks_nothing(facts: bytes) -> None:
    assert judge(Evidence(facts, facts, facts)).standing is Standing.BROKEN


@pytest.mark.parametrize("page", [b"", b"<html>", b'<pre id="handrail-journal" hidden>!</pre>', b"x" * 1000])
def test_a_page_without_a_journal_is_no_report(page: bytes) -> None:
    with pytest.raises(EvidenceError):
        from_report(page)
