"""[journal] What was altered after the fact is found; and a writer killed at any moment leaves what can be verified."""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from agent.journal.evidence import Evidence, EvidenceError, from_folder, from_report
from agent.journal.verdict import Standing
from agent.journal.verify import judge
from scripts.proofs import Finding
from scripts.rigs.journals import DEEDS, Scene
from scripts.rigs.tampering import OF_JOURNAL, Dice, flip, remake_with_both_keys, take_away_countersignature
from scripts.rigs.tampering_pages import OF_REPORT

ALTERATIONS, KILLS = 10_000, 200
QUICK_ALTERATIONS, QUICK_KILLS = 600, 6
LONGEST_LIFE = 0.25
"""Seconds that a writer lives after its first entry, at most."""

Say = Callable[[str], None]
Altered = TypeVar("Altered", Evidence, bytes)


@dataclass(frozen=True)
class Base:
    """One honest session, as it lies in its folder and as the customer saved it."""

    journal: Evidence
    checkpoint: Evidence
    """As it lay there before its end."""
    page: bytes
    copy: bytes
    """The technician's."""


@dataclass(frozen=True)
class Trial:
    """One altered piece of evidence, and whether what is expected was said of it."""

    deed: str
    found: bool


def prove(quick: bool, say: Say) -> Finding:
    """Alter 10,000 times (quick: 600), kill 200 writers (quick: 6)."""
    dice = random.Random()  # noqa: S311 - deeds and moments, not secrets
    count, kills = (QUICK_ALTERATIONS, QUICK_KILLS) if quick else (ALTERATIONS, KILLS)
    with tempfile.TemporaryDirectory(prefix="handrail-proof-") as folder:
        bases = [_base(Path(folder) / str(rounds), rounds) for rounds in (1, 3)]
        trials = [trial for _, trial in zip(range(count), _trials(bases, dice), strict=False)]
        missed = [trial for trial in trials if not trial.found]
        for deed, times in Counter(trial.deed for trial in trials).items():
            say(f"{times:5} {deed}: {sum(trial.deed == deed for trial in missed)} missed")
        lost = [_kill(Path(folder) / f"killed-{number}", dice) for number in range(kills)]
    bad = [what for what in lost if what]
    for what in bad:
        say(f"killed: {what}")
    figure = (
        f"{len(trials)} alterations, {len(missed)} missed; {len(lost)} kills, {len(bad)} that lost or broke anything"
    )
    return Finding(not missed and not bad, figure)


def _base(folder: Path, rounds: int) -> Base:
    """Record a session; what is honest must be held whole, or nothing found later would mean anything."""
    folder.mkdir()
    scene = Scene(folder)
    scene.begin()
    for kind, payload in DEEDS * rounds:
        scene.record(kind, payload)
    scene.checkpoint()
    checkpoint = from_folder(folder)
    scene.end()
    base = Base(from_folder(folder), checkpoint, scene.report(), scene.console.file)
    for evidence in (base.journal, from_report(base.page)):
        for copy in (None, base.copy):
            verdict = judge(evidence, copy)
            if verdict.standing is not Standing.WHOLE:
                raise AssertionError(f"an honest journal was not held whole: {verdict.faults}")
    return base


def _trials(bases: list[Base], dice: Dice) -> Iterator[Trial]:
    """Go through every deed again and again, with other dice."""
    while True:
        base = dice.choice(bases)
        for deed in OF_JOURNAL:
            altered = _altered(deed, base.journal, dice)
            yield Trial(deed.__name__, judge(altered).standing is Standing.BROKEN)
        for page_deed in OF_REPORT:
            page = _altered(page_deed, base.page, dice)
            yield Trial(page_deed.__name__, _page_is_broken(page))
        yield from _with_copy(base, next(one for one in bases if one is not base), dice)


def _with_copy(base: Base, other: Base, dice: Dice) -> Iterator[Trial]:
    """Do what only the technician's copy can tell for sure; without it, nothing of this may be held whole."""
    unsigned = judge(take_away_countersignature(base.journal, dice)).standing
    yield Trial("take_away_countersignature (told as not signed by both)", unsigned is Standing.PARTLY)
    alone, compared = judge(base.checkpoint).standing, judge(base.checkpoint, base.copy).standing
    told = alone is Standing.PARTLY and compared is Standing.BROKEN
    yield Trial("roll_back_to_a_checkpoint (told as unfinished; with the copy as cut)", told)
    remade = judge(remake_with_both_keys(base.journal, dice), base.copy).standing
    yield Trial("remake_with_both_keys (with the copy)", remade is Standing.BROKEN)
    yield Trial("copy_of_another_session", judge(base.journal, other.copy).standing is Standing.BROKEN)
    edited = judge(base.journal, flip(base.copy, dice)).standing
    yield Trial("edit_copy_byte", edited is Standing.BROKEN)


def _altered(deed: Callable[[Altered, Dice], Altered], honest: Altered, dice: Dice) -> Altered:
    """Do a deed until something is altered: some dice change nothing."""
    while (altered := deed(honest, dice)) == honest:
        pass
    return altered


def _page_is_broken(page: bytes) -> bool:
    try:
        return judge(from_report(page)).standing is Standing.BROKEN
    except EvidenceError:
        return True


def _kill(folder: Path, dice: Dice) -> str:
    """Kill a writer at a random moment; say what is wrong with what it left, nothing when all is well."""
    folder.mkdir()
    command = [sys.executable, "-m", "scripts.rigs.journal_writer", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        if writer.stdout is None:
            raise AssertionError("the writer has no standard output")
        said = writer.stdout.read(1)
        time.sleep(dice.uniform(0, LONGEST_LIFE))
        writer.kill()
        said += writer.stdout.read()
    if writer.returncode != -signal.SIGKILL or not said:
        return "the writer had ended before it was killed"
    verdict = judge(from_folder(folder))
    if verdict.standing is not Standing.PARTLY:
        return f"{verdict.standing}: {verdict.faults[:3]}"
    lost = len(said) - len(verdict.payloads)
    return f"{lost} of {len(said)} entries lost" if lost > 0 else ""
