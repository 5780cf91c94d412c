"""[undo] Every kind of change is undone to the exact state before: content, rights, owner, times, attributes, services,
start-up entries; during the session and, by another run, from the saved report. What was changed since is asked about.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.proofs import Finding
from scripts.rigs.undo_cases import KINDS

LEAST, LEAST_QUICK = 78, 30
"""Trials in all; some fewer where nothing can be mounted, as the figure says."""
MOST_SKIPPED = 4


def prove(quick: bool, say: Callable[[str], None]) -> Finding:
    """Run every trial (quick: all of them during the session, two from the report)."""
    base = Path(tempfile.mkdtemp(prefix="undo-proof-"))
    try:
        return judged(_said(base, quick), quick, say)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _said(base: Path, quick: bool) -> list[dict[str, object]]:
    """Run the trials, in a mount namespace of their own if that is allowed; return what each said."""
    command = [sys.executable, "-m", "scripts.rigs.undo_trial", str(base), *(["--quick"] if quick else [])]
    apart = ["unshare", "--mount", "--propagation", "private"]
    allowed = subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0
    done = subprocess.run([*apart, *command] if allowed else command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def judged(lines: list[dict[str, object]], quick: bool, say: Callable[[str], None]) -> Finding:
    """Judge what the trials said."""
    tried, skipped = [line for line in lines if "wrong" in line], [line for line in lines if "skipped" in line]
    for line in skipped:
        say(f"skipped, as nothing can be mounted here: {line['skipped']}")
    wrong = [line for line in tried if line["wrong"]]
    for line in wrong:
        say(f"{line['way']}, {line['name']}: {line['wrong']}")
    counts = {way: sum(line["way"] == way for line in tried) for way in ("during", "later", "guarded")}
    missing = {way: KINDS - kinds for way in ("during", "later") if KINDS - (kinds := _kinds(tried, way))}
    enough = len(lines) >= (LEAST_QUICK if quick else LEAST) and len(skipped) <= MOST_SKIPPED
    figure = (
        f"{counts['during']} runs undone during the session and {counts['later']} from the saved report, "
        f"{len(KINDS)} kinds of change, {counts['guarded']} that must be refused or asked: {len(wrong)} not as before"
    )
    gaps = [f"{way}: {', '.join(sorted(kinds))} never undone" for way, kinds in missing.items()]
    gaps = [gap for gap in gaps if not (quick and gap.startswith("later"))]
    return Finding(not wrong and enough and not gaps, "; ".join([figure, *gaps]))


def _kinds(tried: list[dict[str, object]], way: str) -> set[str]:
    found: set[str] = set()
    for line in tried:
        kinds = line["kinds"]
        if line["way"] == way and isinstance(kinds, list):
            found |= set(kinds)
    return found
