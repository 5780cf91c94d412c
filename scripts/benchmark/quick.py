"""The short run of a line's proof, beside other tests: what arrives must be right, however late it comes."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from scripts.benchmark.accuracy import luma_psnr, on_screen
from scripts.benchmark.course import Place, Say, place
from scripts.benchmark.drawing import drawing
from scripts.benchmark.lines import Line, lacking, line, this_host
from scripts.benchmark.peers import SIZE
from scripts.benchmark.viewer import Screen, Seen, visit
from scripts.proofs import Finding

SECONDS = 1.0
PATIENCE = 60.0
"""Until the picture shows the last step and is the screen: other tests run meanwhile."""


def arrives(profile: str, loads: Sequence[str], say: Say) -> Finding:
    """Run each load for a second: its steps come in order, its last is seen, and the picture ends as the screen is."""
    with either(profile, say) as over, place(over, "handrail") as at, visit(at.browser, at.serving) as screen:
        screen.wait(SIZE[0], PATIENCE)
        faults = [fault for load in loads for fault in _faults(at, screen, load, say)]
    return Finding(not faults, "; ".join(faults) or f"{', '.join(loads)}: in order, and the same at the end")


@contextmanager
def either(profile: str, say: Say) -> Iterator[Line]:
    """Bring up the line, or where this machine cannot be divided take its loopback."""
    lacks = lacking([profile])
    if lacks:
        say(f"over the loopback instead: {lacks}")
        yield this_host()
    else:
        with line(profile) as over:
            yield over


def _faults(at: Place, screen: Screen, load: str, say: Say) -> Iterator[str]:
    with drawing(at.display, load, SECONDS) as draws:
        screen.forget()
        sent = [draws.begin(), *draws.rest()]
        seen = _until_seen(screen, sent[-1][0])
        truth = _until_true(screen, at.display)
    say(f"{load}: {len(seen)} of {len(sent)} steps seen, in the end {truth:.0f} dB")
    yield from wrong(load, sent, seen)
    if truth < float("inf"):
        yield f"{load}: the picture stays {truth:.0f} dB from the screen"


def wrong(load: str, sent: Seen, seen: Seen) -> Iterator[str]:
    """Say what is wrong with the steps that were seen, however late they were."""
    if not seen:
        yield f"{load}: no step was seen"
    elif seen[-1][0] != sent[-1][0]:
        yield f"{load}: the last step was not seen"
    if not all(earlier < later for (earlier, _), (later, _) in pairwise(seen)):
        yield f"{load}: steps were seen out of order: {[step for step, _ in seen]}"
    if early := [step for step, at in seen if at < dict(sent).get(step, 0.0) - 0.05]:
        yield f"{load}: steps were seen before they were drawn: {early}"


def _until_seen(screen: Screen, last: int) -> Seen:
    """Return the steps from the first on, once `last` is seen or patience is over."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = screen.seen()
        first = next((at for at, (step, _) in enumerate(seen) if step == 0), 0)
        steps = [one for one in seen[first:] if one[0]]
        if (steps and steps[-1][0] == last) or time.monotonic() > deadline:
            return steps
        screen.page.wait_for_timeout(100)


def _until_true(screen: Screen, display: str) -> float:
    """Return the luma PSNR of the picture, once it is the screen itself or patience is over."""
    deadline = time.monotonic() + PATIENCE
    while True:
        truth = luma_psnr(screen.picture(), on_screen(display))
        if truth == float("inf") or time.monotonic() > deadline:
            return truth
        screen.page.wait_for_timeout(200)
