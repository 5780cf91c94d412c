"""[sharpness] When the screen has come to rest the picture is the screen, text in colour too: docs/sharp_text.png."""

import time
from collections.abc import Callable, Iterator
from statistics import median

from PIL import Image

from scripts.benchmark.accuracy import colour_psnr, luma_psnr, on_screen
from scripts.benchmark.canvas import Canvas
from scripts.benchmark.course import Place, place
from scripts.benchmark.drawing import drawing
from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.lines import PROFILES, lacking, line
from scripts.benchmark.loads import page
from scripts.benchmark.peers import SIZE
from scripts.benchmark.quick import arrives
from scripts.benchmark.viewer import Screen, visit
from scripts.proofs import Finding
from scripts.rigs.talker import ROOT

LOADS = ("typing", "scroll", "video")
AFTER = {"lan": 1.0, "fibre": 1.0, "mobile": 1.0, "adsl": 3.0}
"""Seconds of rest."""
LEAST_DB = 45.0
RUNS, SECONDS = 3, 3.0

RED, BLUE = ((230, 40, 40), (255, 90, 90)), (0, 0, 170)
CROP = (0, 0, 480, 120)
CROP_FILE = ROOT / "docs" / "sharp_text.png"
CROP_TIMES = 2
"""How many times larger the crop is kept, so that its pixels are seen."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Compare canvas and screen after each load on each line, three times (quick: that they come to be the same)."""
    if quick:
        return arrives("lan", ["typing"], say)
    if lacks := lacking(PROFILES):
        return Finding(False, f"not measured: {lacks}")
    return verdict([check for profile in PROFILES for check in _line(profile, say)], say)


def _line(profile: str, say: Say) -> Iterator[Check]:
    with line(profile) as over, place(over, "handrail") as at, visit(at.browser, at.serving) as screen:
        screen.wait(SIZE[0])
        for load in LOADS:
            found = [_rested(at, screen, load, AFTER[profile]) for _ in range(RUNS)]
            say(f"{profile}, {load}: {', '.join(f'{one:.1f}' for one in found)} dB after {AFTER[profile]:.0f} s")
            yield Check(f"{profile}, luma after {load}", median(found), LEAST_DB, "dB", least=True)
        yield Check(
            f"{profile}, red on blue in colour", _coloured(at, screen, AFTER[profile]), LEAST_DB, "dB", least=True
        )


def _rested(at: Place, screen: Screen, load: str, after: float) -> float:
    """Return the luma PSNR of the whole screen, `after` seconds after the load's last step."""
    with drawing(at.display, load, SECONDS) as draws:
        *_, (_, last) = [draws.begin(), *draws.rest()]
        return luma_psnr(screen.picture(after - (time.time() - last)), on_screen(at.display))


def _coloured(at: Place, screen: Screen, after: float) -> float:
    """Show red text on blue; keep a crop of what the console shows beside the screen's; return the colours' PSNR."""
    canvas = Canvas(at.display)
    try:
        text = canvas.keep(page(*SIZE, seed=5, paper=BLUE, ink=RED))
        canvas.open()
        canvas.copy(text, (0, 0), SIZE, (0, 0))
        canvas.show()
        shown, true = screen.picture(after), on_screen(at.display)
    finally:
        canvas.close()
    if at.line.profile == "lan":
        _keep(shown.crop(CROP))
    return colour_psnr(shown, true)


def _keep(crop: Image.Image) -> None:
    size = (crop.width * CROP_TIMES, crop.height * CROP_TIMES)
    crop.resize(size, Image.Resampling.NEAREST).save(CROP_FILE, optimize=True)
