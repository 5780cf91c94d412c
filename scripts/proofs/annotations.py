"""[annotations] Marks land where they were drawn at any scale and on two monitors, let clicks and keys through, and go.

A real X server with two monitors, openbox and real programs, the real agent with its banner, a real link; the X server
says what the screen shows, and real programs say what reached them.
"""

import asyncio
from collections.abc import Callable

from agent.protocol.permissions import Permission
from scripts.proofs import Finding
from scripts.rigs.marks_checks import AGAIN, FOR_GOOD, QUICK_AGAIN, ending, landing, passing, sparing
from scripts.rigs.marks_lane import MarksLane, marks_lane

SCALES, QUICK_SCALES = (100, 150, 200), (150,)
MOST_OFF = 2.0
"""Pixels."""
MOST_SECONDS = 1.0
"""Until no mark is left; asked of the full run alone: a quick one shares the machine with other tests."""
FADE_SECONDS = (5.0, 10.0)
LOST_SECONDS = 6.0
"""Until a line that is cut is known to be lost: nothing was heard for three seconds."""
SLOWER = {"they fade": FADE_SECONDS[1], "the line is lost": LOST_SECONDS, "the technician is gone": LOST_SECONDS}

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Draw at 100, 150 and 200 % (quick: 150), and end the marks in every way (quick: in five)."""
    return asyncio.run(_prove(quick, say))


async def _prove(quick: bool, say: Say) -> Finding:
    off: dict[str, float] = {}
    wrong: list[str] = []
    gone: dict[str, float] = {}
    for scale in QUICK_SCALES if quick else SCALES:
        async with marks_lane(scale) as lane:
            off |= {f"{what} at {scale} %": far for what, far in (await landing(lane, MOST_OFF)).items()}
            wrong += await _wrong(lane)
            if scale == (QUICK_SCALES if quick else SCALES)[-1]:
                gone |= await _endings(lane, quick)
                gone["the customer stops"] = await ending(lane, FOR_GOOD["the customer stops"])
    for name, way in FOR_GOOD.items() if not quick else ():
        async with marks_lane(100) as lane:
            gone[name] = await ending(lane, way)
    for what, seconds in gone.items():
        say(f"none left {seconds * 1000:.0f} ms after: {what}")
    far = {what: pixels for what, pixels in off.items() if pixels > MOST_OFF}
    late = [] if quick else [what for what, seconds in gone.items() if seconds > SLOWER.get(what, MOST_SECONDS)]
    for what in (*(f"{name}: {pixels:.1f} px off" for name, pixels in far.items()), *wrong, *late):
        say(f"NOT {what}")
    figure = (
        f"{len(off)} marks on two monitors, at most {max(off.values()):.1f} px off; all let through; "
        f"0 left after {len(gone)} ways, at most {1000 * max(gone.values()):.0f} ms later"
    )
    return Finding(not (far or wrong or late), figure)


async def _wrong(lane: MarksLane) -> list[str]:
    """Name what did not reach the window below, and what was drawn over."""
    through = await passing(lane)
    over = await sparing(lane)
    stopped = [what for what, came in through.items() if not came]
    return [*(f"through: {what}" for what in stopped), *(f"on {what}: {n} pixels" for what, n in over.items() if n)]


async def _endings(lane: MarksLane, quick: bool) -> dict[str, float]:
    """End the marks in each way that leaves the session, one after the other."""
    gone = {}
    for name in QUICK_AGAIN if quick else AGAIN:
        way, after, again = AGAIN[name]
        gone[name] = await ending(lane, way)
        for action in after:
            lane.agent.tell(action)
        await lane.grant(*again)
        if Permission.VIEW in again:
            await asyncio.sleep(1)
    return gone
