"""`handrail-agent verify FILE`: what a saved report or a journal proves, in plain words, offline."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.journal.evidence import Evidence, EvidenceError, open_evidence
from agent.journal.story import story_of
from agent.journal.verdict import Found, Standing, Verdict
from agent.journal.verify import judge
from agent.protocol.receipt import MAX_FILE
from agent.ui.lines import activity_line
from agent.ui.model import Activity
from agent.ui.words import Lang, Words, plain

EXIT_UNREADABLE = 2
"""Wrong use, or a file that is no journal and no report (as for the plug-in itself)."""

EXIT = {Standing.WHOLE: 0, Standing.BROKEN: 5, Standing.PARTLY: 6}
"""The exit code for what is proved. 3 and 4 are the plug-in's own."""


def main(arguments: Sequence[str], lang: Lang) -> int:
    """Verify and say; return the exit code. `lang`: where none is asked for."""
    options = _parser().parse_args(arguments)
    words = Words(options.lang or lang)
    try:
        evidence = open_evidence(options.file)
        copy = _read_copy(options.receipt) if options.receipt else None
    except EvidenceError as error:
        print(f"handrail-agent: {error}", file=sys.stderr)
        return EXIT_UNREADABLE
    verdict = judge(evidence, copy)
    print("\n".join([*told(words, verdict, evidence), *(_list(words, verdict) if options.list else [])]))
    return EXIT[verdict.standing]


def told(words: Words, verdict: Verdict, evidence: Evidence) -> Iterator[str]:
    """Say what is proved and every fault, one line each; notes are counted from 1."""
    yield words.text(f"verify/{verdict.standing}")
    for found in verdict.faults:
        yield f"  ✗ {_fault(words, found)}"
    for key, count in _proved(verdict, evidence):
        yield f"  · {words.text(f'verify/{key}', count=str(count))}"


def _fault(words: Words, found: Found) -> str:
    what = words.text(f"verify/{found.fault}")
    return what if found.entry is None else words.text("verify/at", count=str(found.entry + 1), what=what)


def _proved(verdict: Verdict, evidence: Evidence) -> Iterator[tuple[str, int]]:
    both, broken = verdict.signed_by_both, {found.fault for found in verdict.faults}
    yield "chain", len(verdict.entries)
    yield "contents", len(verdict.payloads)
    if verdict.erased:
        yield "erased", len(verdict.erased)
    yield ("both" if both else "both_none"), both
    yield ("final" if any(receipt.final for receipt in verdict.receipts) else "no_end"), 0
    if verdict.torn:
        yield "torn", 0
    if evidence.page is not None and not broken & {"page"}:
        yield "page_good", 0
    if verdict.copy_agrees is not False:
        yield ("copy_agrees" if verdict.copy_agrees else "copy_none"), 0


def _list(words: Words, verdict: Verdict) -> Iterator[str]:
    """Tell every entry from the journal itself, whatever the readable part of a report says."""
    story = story_of(verdict)
    who = plain(story.said("technician.identified", "name")) or words.text("frame/nameless")
    yield ""
    for moment in story.moments:
        line = activity_line(words, who, Activity(clock="", text=moment.entry.type, detail=moment.detail))
        yield f"{moment.entry.sequence + 1:5}  {plain(moment.entry.wall)}  {''.join(run.text for run in line.runs)}"


def _read_copy(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise EvidenceError(f"{path} cannot be read: {error.strerror}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handrail-agent verify",
        description="Say what a saved report (or a journal) proves. Works offline. "
        "Exit code: 0 complete and unchanged, 5 something was changed, "
        "6 nothing contradicts itself but its end is not signed by both sides, 2 not a report.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the report that was saved, or a journal's folder")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="the technician's copy of the receipt, to compare")
    parser.add_argument("--list", action="store_true", help="tell every entry, from the journal itself")
    parser.add_argument("--lang", choices=["fr", "en"], help="language of the answer")
    return parser
