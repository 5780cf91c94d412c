"""[masks] What is hidden is in no frame: restless windows in a marker's colour, and by hand in real programs."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from scripts.proofs import Finding
from scripts.rigs.applications import ROOT
from scripts.rigs.mask_viewer import Seen, Viewer, total, viewer

FRAMES, QUICK_FRAMES = 50_000, 300
LANES = ("none", "openbox", "openbox", "composited")
QUICK_LANES = ("none", "openbox")
LEAST_RATE = 10.0
"""Images a second and lane."""

SCREENSHOT_SECONDS = 2.0
LONGEST_SECONDS = 1500.0
CONTROL_FRAMES = 60
"""Frames without masks, to see that the marker is seen."""

Say = Callable[[str], None]


class LaneProcess:
    """One lane, as scripts/rigs/mask_lane.py runs it."""

    def __init__(self, manager: str, seed: int, *more: str) -> None:
        command = [sys.executable, "-m", "scripts.rigs.mask_lane", manager, str(seed), *more]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.port: int = json.loads(self._process.stdout.readline())["port"]

    def end(self) -> int:
        """End it; return how many deeds its windows did."""
        said, _ = self._process.communicate(timeout=60)
        return int(json.loads(said)["deeds"]) if said else 0


def prove(quick: bool, say: Say) -> Finding:
    """Watch 50,000 frames (quick: 300), then go the ten ways by hand."""
    blind = _control(say)
    finding = _restless(quick, say)
    return Finding(finding.holds and not blind, finding.figure)


def _control(say: Say) -> bool:
    """Look without masks; return whether the marker was not seen then, so that its absence would prove nothing."""
    with viewer() as page, _lanes(("openbox",), page, "--masks-off"):
        _until(page, CONTROL_FRAMES, 20)
        seen = total(page.seen())
        shot = page.screenshot()
    say(f"without masks: the marker on {seen.bad} of {seen.frames} frames, {shot} pixels of it on the screenshot")
    return seen.bad < seen.frames // 4


def _restless(quick: bool, say: Say) -> Finding:
    frames = QUICK_FRAMES if quick else FRAMES
    managers = QUICK_LANES if quick else LANES
    start = time.monotonic()
    with viewer() as page, _lanes(managers, page) as deeds:
        shots = _until(page, frames, LONGEST_SECONDS, say)
        seen, took = page.seen(), time.monotonic() - start
    for manager, lane in zip(managers, seen, strict=True):
        say(f"{manager}: {lane.frames} frames, {lane.frames / took:.1f}/s, {lane.bad} with a marker ({lane.pixels} pixels)")
    whole = total(seen)
    slowest = min(lane.frames for lane in seen) / took
    holds = whole.frames >= frames and not whole.bad and not any(shots) and slowest >= LEAST_RATE
    figure = (
        f"{whole.pixels} marker pixels in {whole.frames} frames on {len(seen)} screens and {len(shots)} screenshots"
        f" ({sum(shots)} pixels), {sum(deeds)} deeds of windows, slowest screen {slowest:.1f} images/s"
    )
    return Finding(holds, figure)


def _until(page: Viewer, frames: int, seconds: float, say: Say = lambda text: None) -> list[int]:
    """Wait for so many frames; return the marker's pixels on each screenshot taken meanwhile."""
    end, told, shots = time.monotonic() + seconds, time.monotonic(), []
    while total(page.seen()).frames < frames and time.monotonic() < end:
        page.wait(SCREENSHOT_SECONDS / 4)
        if len(shots) < (seconds - (end - time.monotonic())) / SCREENSHOT_SECONDS:
            shots.append(page.screenshot())
        if time.monotonic() - told > 60:
            told = time.monotonic()
            say(f"{_so_far(page.seen())}")
    return shots


def _so_far(seen: Sequence[Seen]) -> str:
    return f"so far {sum(lane.frames for lane in seen)} frames, {sum(lane.bad for lane in seen)} with a marker"


@contextmanager
def _lanes(managers: Sequence[str], page: Viewer, *more: str) -> Iterator[list[int]]:
    """Run lanes and show them on `page`; the deeds of their windows are in what is yielded, once the block ended."""
    deeds: list[int] = []
    lanes = [LaneProcess(manager, int(time.time()) + number, *more) for number, manager in enumerate(managers)]
    with ExitStack() as stack:
        for lane in lanes:
            stack.callback(lambda lane=lane: deeds.append(lane.end()))
        stack.callback(page.close_lanes)
        for lane in lanes:
            page.watch(lane.port)
        yield deeds
