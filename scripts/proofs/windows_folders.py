"""[windows-folders] Every trick to reach a hidden folder on Windows, under Wine: nothing opened, nothing told.

What Wine has not, and so is not shown: junctions and symbolic links of Windows' own (Wine follows the machine's below
by itself), streams, shadow copies, network shares, other rights of a user, a race against a flipping junction.
"""

import json
import subprocess
from collections.abc import Callable

from scripts.proofs import Finding
from scripts.rigs import wine
from scripts.rigs.xserver import xvfb

Say = Callable[[str], None]
Counts = dict[str, int]

MIN_TRICKS = 60
FOLDER = "handrail-tricks"


def prove(quick: bool, say: Say) -> Finding:
    """Play all tricks; quick: without the usual way beside it."""
    if reason := wine.missing():
        return Finding(False, reason)
    with wine.alone(), xvfb() as display:
        windows = wine.Wine(display)
        counts = tried(windows, [], say)
        naive = {"showing": 0} if quick else tried(windows, ["--naive"], lambda line: None)
    holds = counts["faults"] == 0 and counts["tricks"] >= MIN_TRICKS and (quick or naive["showing"] > 0)
    beside = "" if quick else f"; the usual way (compare the path, open by name) shows in {naive['showing']}"
    return Finding(holds, f"{counts['tricks']} tricks, {counts['tries']} answers: {counts['faults']} faults{beside}")


def tried(windows: wine.Wine, options: list[str], say: Say) -> Counts:
    """Play the tricks under Wine and return the counts. Raise RuntimeError when they do not come to their end."""
    drive = wine.PREFIX / "drive_c"
    base = f"C:\\{FOLDER}"
    try:
        environment = {"HANDRAIL_DRIVE_C": str(drive)}
        done = windows.python("-B", "-m", "scripts.rigs.win32_folder_trial", base, *options, env=environment)
    finally:
        subprocess.run(["rm", "-rf", drive / FOLDER], check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for line in lines:
        for fault in line.get("faults", ()):
            say(f"{line['trick']}: {fault}")
    if not lines or "counts" not in lines[-1]:
        raise RuntimeError(f"the tricks ended with {done.returncode}: {done.stdout[-2000:]}")
    counts: Counts = lines[-1]["counts"]
    return counts
