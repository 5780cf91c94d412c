"""Remote clicks and keys aimed at the agent's own windows: `python -m scripts.rigs.own_trials --trials N [--plain]`.

A JSON line a trial; at the end what must work all the same.
"""

import argparse
import asyncio
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from Xlib import X

from agent.protocol import messages as wire
from agent.protocol.messages import Party
from scripts.rigs.ending import end_when_asked
from scripts.rigs.own_lane import HOME, OUTSIDE, TITLE, Lane, lane
from scripts.rigs.own_ways import BANNER_MAY_GET, IN_FRONT, WAYS

SETTLE_SECONDS: Final = 0.06
SMALL: Final = 80
"""Pixels: only a banner made small is less high; a full one has one or two lines of words over its buttons."""


@dataclass(frozen=True)
class Outcome:
    """One trial: what it did to our windows; `reached` is empty when it did nothing."""

    way: str
    reached: tuple[str, ...]


async def open_gate(lane: Lane) -> None:
    """Wait for it; a pause for a window that was slow (this machine is busy) is ended as the customer would."""
    state = lane.technician.state
    if state and state.paused_by is Party.SYSTEM:
        lane.agent.tell({"type": "press", "button": "resume"})
    await lane.technician.until(lambda: lane.technician.input_open, "an open gate")


async def trial(lane: Lane, way: str) -> Outcome:
    """Try one way, and see what reached our windows."""
    await lane.move(*HOME)
    title = TITLE if WAYS[way] in IN_FRONT else "click target"
    await lane.activate(title)
    if not await lane.has_focus(title):
        return Outcome(way, (f"the trial did not come about: {title} is not in front",))
    await asyncio.sleep(SETTLE_SECONDS)
    await open_gate(lane)
    deeds, presses, banner = len(lane.deeds()), len(lane.delivered.presses()), lane.banner
    await WAYS[way](lane)
    lane.say(wire.ReleaseInput())
    await lane.technician.echo()
    await asyncio.sleep(SETTLE_SECONDS)
    may_get = f"button to {lane.pid(banner[0])}" if WAYS[way] in BANNER_MAY_GET else ""
    reached = [press for press in lane.delivered.presses()[presses:] if press != may_get]
    reached += [f"did {deed}" for deed in lane.deeds()[deeds:]]
    if lane.banner[1].height < SMALL < banner[1].height:
        reached.append("the banner made small")
    if lane.technician.state and lane.technician.state.end_reason:
        reached.append(f"the session ended: {lane.technician.state.end_reason}")
    return Outcome(way, tuple(reached))


async def elsewhere(lane: Lane) -> Outcome:
    """Let the technician click on another program's window: that must work, or nothing else here means anything."""
    clicks = len(lane.desk.clicks)
    await lane.move(*HOME)
    await lane.activate("click target")
    await asyncio.sleep(1)
    await open_gate(lane)
    lane.press(OUTSIDE["x"], OUTSIDE["y"])
    for _ in range(20):
        if len(lane.desk.clicks) > clicks:
            break
        await asyncio.sleep(0.25)
        lane.press(OUTSIDE["x"], OUTSIDE["y"])
    return Outcome("technician's click elsewhere", ("works",) if len(lane.desk.clicks) > clicks else ())


async def assistive(lane: Lane) -> list[Outcome]:
    """Let the customer's on-screen keyboard and dwell clicker work on our windows: they must."""
    deeds, presses = len(lane.deeds()), len(lane.delivered.presses())
    window = max(lane.own(), key=lambda area: area.height)
    lane.foreign(X.MotionNotify, x=window.x + window.width // 2, y=window.y + window.height - 40)
    for event in (X.ButtonPress, X.ButtonRelease):
        lane.foreign(event, 1)
    await asyncio.sleep(0.5)
    clicked = len(lane.delivered.presses()) - presses
    await lane.activate(TITLE)
    await asyncio.sleep(0.5)
    for _ in range(8):  # from button to button; Pause or Stop is among the first
        for symbol in (0xFF09, 0xFF0D):
            for event in (X.KeyPress, X.KeyRelease):
                lane.foreign(event, lane.code_of(symbol))
        await asyncio.sleep(0.4)
        if len(lane.deeds()) > deeds:
            break
    pressed = len(lane.deeds()) - deeds
    return [
        Outcome("customer's dwell clicker", ("works",) if clicked else ()),
        Outcome("customer's on-screen keyboard", ("works",) if pressed else ()),
    ]


async def run(options: argparse.Namespace) -> None:
    """Make the trials."""
    async with lane(options.plain) as made:
        for way in itertools.islice(itertools.cycle(WAYS), options.trials):
            print(json.dumps(asdict(await trial(made, way))), flush=True)
        for outcome in [await elsewhere(made), *await assistive(made)]:
            print(json.dumps(asdict(outcome)), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0."""
    parser = argparse.ArgumentParser(prog="own_trials", description=__doc__)
    parser.add_argument("--trials", type=int, default=len(WAYS))
    parser.add_argument("--web", action="store_false", dest="plain", help="the web view (the default)")
    parser.add_argument("--plain", action="store_true", help="the plain window instead")
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
