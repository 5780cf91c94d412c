"""What must be so of marks: that they land where they were drawn, let all through, and go with what ends them."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial

from agent.areas import Rect
from agent.protocol import messages as wire
from agent.protocol.messages import MarkTool
from agent.protocol.permissions import Permission
from agent.ui.marks import COLOURS
from scripts.rigs.marks_lane import LOOK_SECONDS, LOOKS, MarksLane, places
from scripts.rigs.marks_seen import SEEN, Pixels

SETTLE_SECONDS = 0.3
TOP = 350
"""The row below which everything is drawn."""

RED, BLUE, YELLOW = SEEN

Way = Callable[[MarksLane], Awaitable[None]]


async def landing(lane: MarksLane, most: float) -> dict[str, float]:
    """Draw with each tool on each monitor, and across both; return how many pixels off each was seen, by name.

    Where one is seen more than `most` off, it is looked at for longer: a screen at rest may be one half drawn.
    """
    off: dict[str, float] = {}

    async def measured(draw: Callable[[], None], colours: int, measure: Callable[[Pixels], dict[str, float]]) -> None:
        seen = await lane.drawn(draw, colours, lambda seen: max(measure(seen).values()) <= most)
        off.update(measure(seen))

    for number, monitor in enumerate(places(), 1):
        x = monitor.x
        await measured(partial(_draw_everything, lane, x, TOP), len(SEEN), partial(_drawn, x, number))
        off[f"pointer on monitor {number}"] = await lane.pointed(x + 500, TOP + 300)
        await _clear(lane)
        spotlight = partial(lane.draw, MarkTool.SPOTLIGHT, YELLOW, x + 500, TOP + 60, x + 800, TOP + 260)
        await measured(spotlight, 1, partial(_lit, monitor, number))
        await _clear(lane)
    edge = places()[1].x
    box = partial(lane.draw, MarkTool.BOX, RED, edge - 200, 400, edge + 200, 600)
    await measured(box, 1, partial(_across, edge))
    await _clear(lane)
    return off


def _drawn(x: int, number: int, seen: Pixels) -> dict[str, float]:
    return {f"{what} on monitor {number}": far for what, far in _distances(seen, x, TOP)}


def _lit(monitor: Rect, number: int, seen: Pixels) -> dict[str, float]:
    ring = _ends(seen.along(COLOURS[YELLOW][0], row=TOP + 160), monitor.x + 500, monitor.x + 800)
    return {f"spotlight on monitor {number}": ring if _dims(seen, monitor) else float("inf")}


def _across(edge: int, seen: Pixels) -> dict[str, float]:
    return {"box across both monitors": _ends(seen.along(COLOURS[RED][0], row=500), edge - 200, edge + 200)}


def _draw_everything(lane: MarksLane, x: int, y: int) -> None:
    lane.draw(MarkTool.PEN, RED, x + 60, y, x + 260, y, x + 360, y + 100)
    lane.draw(MarkTool.ARROW, BLUE, x + 450, y + 150, x + 650, y + 50)
    lane.draw(MarkTool.BOX, RED, x + 760, y + 20, x + 1000, y + 220)
    lane.write(YELLOW, x + 100, y + 300, "Ici, à gauche")
    lane.point(x + 500, y + 300)


def _distances(seen: Pixels, x: int, y: int) -> Iterator[tuple[str, float]]:
    red, blue, yellow = (COLOURS[colour][0] for colour in SEEN)
    yield "pen", max(_ends(seen.along(red, column=x + at), y + down) for at, down in ((160, 0), (310, 50)))
    yield "arrow", max(seen.nearest(blue, x + 650, y + 50), seen.nearest(blue, x + 450, y + 150))
    yield "box, left and right", _ends(seen.along(red, row=y + 120)[-2:], x + 760, x + 1000)
    yield "box, top and bottom", _ends(seen.along(red, column=x + 880), y + 20, y + 220)
    corner = seen.corner(yellow, Rect(x, y + 250, 700, 250))
    yield "words", max(abs(corner[0] - x - 100), abs(corner[1] - y - 300)) if corner else float("inf")


def _ends(found: list[float], *expected: int) -> float:
    """Return how far the first and last of what was found are from what was expected."""
    if len(found) < len(expected):
        return float("inf")
    return max(abs(found[at] - wanted) for at, wanted in zip((0, -1), expected, strict=False))


def _dims(seen: Pixels, monitor: Rect) -> bool:
    """Say whether about half of the rows beside a spotlight are black on the click target, and fewer inside."""
    beside, inside = Rect(660, 300, 200, 40), Rect(660, 490, 60, 40)
    if monitor.x:
        return True  # nothing lies there that is not black anyway
    return seen.dark(beside) - seen.dark(inside) > 0.25


async def _clear(lane: MarksLane) -> None:
    lane.technician.say(wire.ClearMarks())
    await lane.gone()


# --- passing through --------------------------------------------------------------------------------------------------


async def passing(lane: MarksLane) -> dict[str, bool]:
    """Click on each kind of mark over a real window, and type where marks lie; say what reached it."""
    await asyncio.to_thread(lane.desk.focus, "click target")
    await lane.drawn(partial(_draw_to_click_at, lane), len(SEEN))
    through = {}
    for what, at in {"box": (700, 360), "words": (720, 462), "pen": (800, 540), "pointer": (1104, 354)}.items():
        await lane.pointed(1100, 340)  # far from the target's cells of the pointer's own colour
        through[f"click on a {what}"] = await _clicked(lane, *at)
    await _clear(lane)
    await lane.drawn(partial(lane.draw, MarkTool.SPOTLIGHT, YELLOW, 1000, 300, 1200, 400), 1)
    through["click on what is dimmed"] = all([await _clicked(lane, 700, y) for y in (400, 401)])
    await _clear(lane)
    await asyncio.to_thread(lane.desk.focus, "terminal")
    await lane.drawn(partial(lane.draw, MarkTool.PEN, RED, 20, 100, 400, 100), 1)
    await lane.do("type", "--delay", "30", "bonjour\n")
    through["keys typed under a mark"] = await _comes(lambda: "bonjour" in lane.desk.typed)
    await _clear(lane)
    return through


def _draw_to_click_at(lane: MarksLane) -> None:
    lane.draw(MarkTool.BOX, RED, 700, 300, 900, 420)
    lane.write(YELLOW, 700, 450, "Cliquez ici")
    lane.draw(MarkTool.PEN, BLUE, 700, 540, 900, 540)


async def _clicked(lane: MarksLane, x: int, y: int) -> bool:
    """Click there as the customer's mouse does; say whether the window below felt it, there."""
    before = len(lane.desk.clicks)
    await lane.do("mousemove", str(x), str(y), "click", "1")
    return await _comes(lambda: any(c["x"] == x and c["y"] == y for c in lane.desk.clicks[before:]))


async def _comes(true: Callable[[], bool]) -> bool:
    for _ in range(100):
        if true():
            return True
        await asyncio.sleep(0.05)
    return False


# --- making way -------------------------------------------------------------------------------------------------------


async def sparing(lane: MarksLane) -> dict[str, int]:
    """Draw over the agent's own window, the banner and something hidden; count the pixels that lie on them."""
    red = COLOURS[RED][0]
    await lane.window("windowmap")
    await lane.window("windowmove", "1400", "300")
    await asyncio.sleep(2 * SETTLE_SECONDS)
    seen = await lane.drawn(partial(_draw_stripes, lane), 1)
    ours = await asyncio.to_thread(lane.own_areas)
    found = {"the agent's window": sum(seen.count(red, area) for area in ours)}
    if not ours or not seen.count(red, Rect(40, 300, 500, 500)):
        found["nothing to compare with"] = 1
    hidden = Rect(100, 500, 400, 300)
    lane.agent.tell({"type": "hide", "kind": "area", "area": list(hidden)})
    for _ in range(LOOKS):
        found["something hidden"] = (await lane.see()).count(red, hidden)
        if not found["something hidden"]:
            break
        await asyncio.sleep(LOOK_SECONDS)
    lane.agent.tell({"type": "show_again", "number": 1})
    await lane.put_away()
    await _clear(lane)
    return found


def _draw_stripes(lane: MarksLane) -> None:
    for y in range(60, 900, 30):
        lane.draw(MarkTool.PEN, RED, 40, y, 2500, y)


# --- endings ----------------------------------------------------------------------------------------------------------


async def ending(lane: MarksLane, way: Way) -> float:
    """Draw marks that stay, end them that way, and return after how many seconds none is left."""
    await asyncio.sleep(SETTLE_SECONDS)
    await lane.drawn(partial(_draw_everything, lane, 0, TOP), len(SEEN))
    await way(lane)
    return await lane.gone()


def _says(message: wire.FromConsole) -> Way:
    async def way(lane: MarksLane) -> None:
        lane.technician.say(message)

    return way


def _does(action: Mapping[str, object]) -> Way:
    async def way(lane: MarksLane) -> None:
        lane.agent.tell(action)

    return way


async def _agent_dies(lane: MarksLane) -> None:
    os.kill(lane.agent.pid, signal.SIGKILL)


async def _technician_leaves(lane: MarksLane) -> None:
    await lane.technician.leave()


async def _line_is_lost(lane: MarksLane) -> None:
    lane.server.cut()
    await lane.technician.leave()


async def _fades(lane: MarksLane) -> None:
    """Draw once more what does not stay in place of what does."""
    await _clear(lane)
    await lane.drawn(partial(lane.draw, MarkTool.BOX, RED, 100, 400, 300, 500, stay=False), 1)


AGAIN: dict[str, tuple[Way, tuple[Mapping[str, object], ...], tuple[Permission, ...]]] = {
    "the technician clears": (_says(wire.ClearMarks()), (), ()),
    "the customer wipes": (_does({"type": "wipe_marks"}), (), ()),
    "the customer pauses": (
        _does({"type": "press", "button": "pause"}),
        ({"type": "press", "button": "resume"},),
        (),
    ),
    "annotate is withdrawn": (_does({"type": "withdraw", "permission": "annotate"}), (), (Permission.ANNOTATE,)),
    "view is withdrawn": (
        _does({"type": "withdraw", "permission": "view"}),
        (),
        (Permission.VIEW, Permission.ANNOTATE),
    ),
    "the customer hides everything": (
        _does({"type": "cover", "covered": True}),
        ({"type": "wipe_marks"}, {"type": "cover", "covered": False}),
        (),
    ),
    "a question is asked": (
        _says(wire.RequestPermission(permission=Permission.SYSTEM)),
        (),
        (Permission.SYSTEM,),
    ),
    "they fade": (_fades, (), ()),
}
"""Ways after which the session goes on: how, what the customer does then, and what is granted again."""

QUICK_AGAIN = ("the technician clears", "the customer wipes", "the customer pauses", "annotate is withdrawn")

FOR_GOOD: dict[str, Way] = {
    "the customer stops": _does({"type": "press", "button": "stop"}),
    "the technician ends": _says(wire.EndSession()),
    "the technician is gone": _technician_leaves,
    "the line is lost": _line_is_lost,
    "the agent dies": _agent_dies,
}
"""Ways after which there is no session."""
