"""[errors] Bad input and bad luck: each ends in a sentence that a person understands, and in an exit code."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.proofs import Finding
from scripts.rigs.misfortunes import MISFORTUNES, Told

JARGON = re.compile(r"Traceback|\b\w*(Error|Exception)\b|\b[Ee]rrno\b|0x[0-9a-f]|<class |\bNone\b|\bnull\b")
"""What no person should have to read."""
ENOUGH_WORDS = 4

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Let each go wrong and read what is said. The quick form is the whole."""
    good = 0
    for misfortune in MISFORTUNES:
        with tempfile.TemporaryDirectory(prefix="handrail-errors-") as folder:
            told = misfortune.happen(Path(folder))
        wrong = faults(told)
        good += not wrong
        say(f"{'ok    ' if not wrong else 'MISSED'} {misfortune.name} (exit code {told.code}): {told.text[:300]}")
        for fault in wrong:
            say(f"         {fault}")
    return Finding(good == len(MISFORTUNES), f"{good} of {len(MISFORTUNES)} misfortunes told in a sentence")


def faults(told: Told) -> list[str]:
    """Say what is wrong with how it was told."""
    found = []
    if told.code is not None and not 0 < told.code < 128:
        found.append(f"exit code {told.code} does not say that it went wrong")
    if jargon := JARGON.search(told.text):
        found.append(f"no person understands {jargon.group()!r}")
    if len(told.text.split()) < ENOUGH_WORDS:
        found.append("it is no sentence")
    return found
