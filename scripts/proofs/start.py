"""[start] Time from starting the built plug-in to its first window, the splash, and to its first page: the median of
several starts of the Linux file, of the same laid open in a folder, and of the Windows file under Wine (told alone).

Quick: one start from source, which has no splash, only that the rig sees the page.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from os import getloadavg
from pathlib import Path

from scripts.proofs import Finding
from scripts.rigs.brands import write_brand
from scripts.rigs.first_window import Command, Start, screen, start
from scripts.rigs.plugins import laid_open, plugin
from scripts.rigs.windows_exe import wine_running
from scripts.rigs.wine import alone

MOST = 0.5
"""Seconds to the splash."""
STARTS = 7
SPLASH, PAGE = r"Maison d'Aide (s'ouvre|is opening)", r"Maison d'Aide.*(distance|remote)"

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Build, and start again and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        brand, own = write_brand(folder), {"TMPDIR": name, "HOME": name}
        if quick:
            with screen() as display:
                came = start([sys.executable, "-m", "agent", "--brand", str(brand)], display, PAGE, PAGE, own)
            return Finding(True, f"from source, the page after {came.page:.2f} s")
        one_file, in_a_folder, exe = plugin("linux", say), laid_open(say), plugin("windows", say)
        limited = {
            "one file": _median("one file", [one_file], own, say),
            "in a folder": _median("in a folder", [in_a_folder], own, say),
        }
        with alone():
            windows = _median("Windows, under Wine", ["wine", exe], wine_running(), say)
    figures = [f"{what}: {_told(came)}" for what, came in limited.items()]
    figure = f"median of {STARTS} starts: {'; '.join(figures)} (limit {MOST} s); Windows under Wine: {_told(windows)}"
    return Finding(all(came.seconds <= MOST for came in limited.values()), figure)


def _median(what: str, command: Command, env: Mapping[str, str], say: Say) -> Start:
    with screen() as display:
        start(command, display, SPLASH, PAGE, env)  # the file is read once
        starts = [start(command, display, SPLASH, PAGE, env) for _ in range(STARTS)]
    for one in sorted(starts):
        say(f"{what}: {_told(one)}")
    say(f"{what}: load {getloadavg()[0]:.1f}")
    fields = zip(*((one.seconds, one.computed, one.page) for one in starts), strict=True)
    return Start(*map(statistics.median, fields))


def _told(came: Start) -> str:
    return f"the splash after {came.seconds:.2f} s (computing {came.computed:.2f} s), the page after {came.page:.2f} s"
