"""[masks] What is hidden is in no frame: restless windows in a marker's colour, and by hand in real programs."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from scripts.proofs import Finding
from scripts.rigs.by_hand import by_hand
from scripts.rigs.mask_viewer import Seen, Viewer, total, viewer
from scripts.rigs.talker import end, talker

FRAMES, QUICK_FRAMES = 50_000, 150
LANES = ("none", "openbox", "openbox", "composited")
QUICK_LANES = ("openbox",)
LEAST_RATE, MOST_COVERED = 10.0, 0.9
"""Images a second and screen; and the share of them that may be covered in the mean, as to show nothing proves nothing.

Asked of the full run alone: a quick one shares the machine with other tests.
"""

START_SECONDS = 2.0
"""Until every screen has its programs, and the rate is counted."""
SCREENSHOT_SECONDS = 2.0
LONGEST_SECONDS = 1500.0
PATIENCE = 60.0
"""Until a lane stands, and until it is put away."""
CONTROL_FRAMES, CONTROL_SECONDS, CONTROL_SHOTS = 150, 60.0, 20
"""Frames and screenshots without masks, to see that the marker is seen; and how long the frames may take."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Watch 50,000 frames (quick: 150), then go twelve ways by hand (quick: two)."""
    blind = _control(say)
    restless = _restless(quick, say)
    held, figure = by_hand(quick, say)
    return Finding(restless.holds and held and not blind, f"{restless.figure}; {figure}")


def _control(say: Say) -> bool:
    """Look without masks; return whether the marker was not seen then, so that its absence would prove nothing."""
    with viewer() as page, _lanes(("openbox",), page, "--masks-off"):
        page.wait(START_SECONDS)
        _until(page, CONTROL_FRAMES, CONTROL_SECONDS)
        shown = any(page.screenshot() for _ in range(CONTROL_SHOTS))
        seen = total(page.seen())
    on_shots = "on a screenshot too" if shown else f"on none of {CONTROL_SHOTS} screenshots"
    say(f"without masks: the marker on {seen.bad} of {seen.frames} frames, and {on_shots}")
    return seen.bad <= seen.frames / 4 or not shown


def _restless(quick: bool, say: Say) -> Finding:
    frames = QUICK_FRAMES if quick else FRAMES
    managers = QUICK_LANES if quick else LANES
    with viewer() as page, _lanes(managers, page) as deeds:
        page.wait(START_SECONDS)
        before, start = page.seen(), time.monotonic()
        shots = _until(page, frames, LONGEST_SECONDS, say)
        seen, took = page.seen(), time.monotonic() - start
    rates = [(lane.frames - first.frames) / took for lane, first in zip(seen, before, strict=True)]
    for manager, lane, rate in zip(managers, seen, rates, strict=True):
        covered = f"{100 * lane.masked / max(lane.frames, 1):.0f} % of it covered"
        say(f"{manager}: {lane.frames} frames, {rate:.1f}/s, {covered}, {lane.bad} with a marker {lane.where}")
    whole = total(seen)
    useful = min(rates) >= LEAST_RATE and whole.masked < MOST_COVERED * whole.frames
    holds = whole.frames >= frames and not whole.bad and not any(shots) and (quick or useful)
    figure = (
        f"{whole.pixels} marker pixels in {whole.frames} frames of {len(seen)} screens and {sum(shots)} on {len(shots)}"
        f" screenshots, {sum(deeds)} deeds of windows, {min(rates):.1f} to {max(rates):.1f} images/s and screen,"
        f" {100 * whole.masked / max(whole.frames, 1):.0f} % covered in the mean"
    )
    return Finding(holds, figure)


def _until(page: Viewer, frames: int, seconds: float, say: Say = lambda text: None) -> list[int]:
    """Wait for so many frames; return the marker's pixels on each screenshot taken meanwhile."""
    end, told = time.monotonic() + seconds, time.monotonic()
    shots: list[int] = []
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
    with ExitStack() as stack:
        lanes = [
            stack.enter_context(talker("scripts.rigs.mask_lane", manager, str(int(time.time()) + number), *more))
            for number, manager in enumerate(managers)
        ]
        for lane in lanes:
            page.watch(lane.wait_for(lambda said: "port" in said, "a lane", PATIENCE)["port"])
        yield deeds
        page.close_lanes()
        for lane in lanes:
            end(lane.process, PATIENCE)
            deeds.append(lane.wait_for(lambda said: "deeds" in said, "what its windows did")["deeds"])
