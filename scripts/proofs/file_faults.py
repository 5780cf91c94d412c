"""[file-faults] Full, denied, locked, changed, taken, too long, removed, in each verb: both told, nothing lost."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.proofs import Finding

LEAST = 50
"""Cases where everything can be mounted; 30 of them need no mount."""
LEAST_UNMOUNTED = 30


def prove(quick: bool, say: Callable[[str], None]) -> Finding:
    """Run every case; they are quick, so that the small run is the whole one."""
    base = Path(tempfile.mkdtemp(prefix="handrail-faults-"))
    try:
        return judged(told(base), say)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def told(base: Path) -> list[dict[str, object]]:
    """Run the trials, in a mount namespace of their own if that is allowed; return what each said."""
    command = [sys.executable, "-m", "scripts.rigs.file_trial", str(base)]
    apart = ["unshare", "--mount", "--propagation", "private"]
    allowed = subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0
    done = subprocess.run([*apart, *command] if allowed else command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def judged(lines: list[dict[str, object]], say: Callable[[str], None]) -> Finding:
    """Judge what the trials said."""
    tried = [line for line in lines if "wrong" in line]
    skipped = [line for line in lines if "skipped" in line]
    for line in [*tried, *skipped]:
        if line.get("wrong") or "skipped" in line:
            say(f"{line['fault']}, {line['verb']}: {line.get('wrong') or line['skipped']}")
    faults = {str(line["fault"]) for line in tried}
    wrong = sum(bool(line["wrong"]) for line in tried)
    enough = len(tried) >= (LEAST_UNMOUNTED if skipped else LEAST)
    figure = (
        f"{len(tried)} cases of {len(faults)} faults, {len(skipped)} skipped: {wrong} told wrongly or lost something"
    )
    return Finding(wrong == 0 and enough, figure)
