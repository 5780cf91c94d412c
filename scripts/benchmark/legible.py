"""How soon after the customer's yes a page of text can be read in the console, looked at in every frame."""

import base64
import json
import math
from datetime import datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from scripts.benchmark import accuracy
from scripts.benchmark.canvas import Canvas
from scripts.benchmark.course import Place, Say, place
from scripts.benchmark.lines import lacking, line
from scripts.benchmark.loads import page
from scripts.benchmark.peers import SIZE
from scripts.benchmark.viewer import visit

AREA = (480, 270, 960, 540)
"""Left, top, width and height of the text that is read: the middle of the screen, which is text all over."""
LEGIBLE_DB = 35.0
PATIENCE, LOOK_SECONDS = 30.0, 0.2

WATCH = """
const truth = Uint8Array.from(atob("%(truth)s"), (letter) => letter.charCodeAt(0));
const [left, top, width, height] = %(area)s, most = 255 * 255 / 10 ** (%(decibels)f / 10) * truth.length;
const error = (screen) => {
  const { data } = screen.getContext("2d").getImageData(left, top, width, height);
  let sum = 0;
  for (let at = 0; at < truth.length && sum <= most; at++) {
    const luma = %(red)f * data[4 * at] + %(green)f * data[4 * at + 1] + %(blue)f * data[4 * at + 2];
    sum += (luma - truth[at]) ** 2;
  }
  return sum;
};
const look = () => {
  const screen = document.querySelector("%(selector)s");
  if (screen && screen.width === %(wide)d && error(screen) <= most)
    window.legibleAt = (performance.timeOrigin + performance.now()) / 1000;
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""JavaScript: note in `legibleAt` the wall clock of the first frame in which the text is near to the screen's."""


def first_legible(profile: str, runs: int, say: Say) -> float:
    """Return the median of the seconds from consent to the first legible picture; infinite where none came."""
    if lacks := lacking([profile]):
        say(f"not measured: {lacks}")
        return math.inf
    with line(profile) as over, place(over, "handrail") as at:
        canvas = Canvas(at.display)
        text = canvas.keep(page(*SIZE, 11))
        canvas.open()
        canvas.copy(text, (0, 0), SIZE, (0, 0))
        canvas.show()
        took = [_once(at, number) for number in range(1, runs + 1)]
        canvas.close()
    say(f"{profile}, first legible picture: {', '.join(f'{one:.2f}' for one in took)} s after the customer's yes")
    return median(took)


def _once(at: Place, session: int) -> float:
    truth = accuracy.on_screen(at.display).crop((AREA[0], AREA[1], AREA[0] + AREA[2], AREA[1] + AREA[3]))
    red, green, blue = accuracy.LUMA
    script = WATCH % {
        "truth": base64.b64encode(truth.convert("L", (red, green, blue, 0)).tobytes()).decode(),
        "area": json.dumps(AREA),
        "decibels": LEGIBLE_DB,
        "selector": at.serving.selector,
        "wide": SIZE[0],
        "red": red,
        "green": green,
        "blue": blue,
    }
    with visit(at.browser, at.serving, script=script) as screen:
        seen = _seen(screen.page)
    assert at.serving.journals
    return seen - _consent(at.serving.journals / f"session-{session}" / "journal.jsonl")


def _seen(tab: Page) -> float:
    """Return the wall clock of the first legible frame; infinite when none comes."""
    for _ in range(round(PATIENCE / LOOK_SECONDS)):
        if at := tab.evaluate("window.legibleAt ?? 0"):
            return float(at)
        tab.wait_for_timeout(1000 * LOOK_SECONDS)
    return math.inf


def _consent(journal: Path) -> float:
    """Return the wall clock of the first yes in a journal, which is that to be seen."""
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    granted = next(entry for entry in entries if entry["type"] == "permission.granted")
    return datetime.fromisoformat(granted["wall"]).timestamp()
