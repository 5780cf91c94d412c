"""The ways in which a technician's clicks and keys are aimed at the agent's own windows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from Xlib import X

from agent.protocol import messages as wire
from agent.protocol.permissions import Permission
from scripts.rigs.hand_kinds import key
from scripts.rigs.own_lane import OUTSIDE, TITLE, Lane

SHAKEN: Final = 60
"""How often the banner comes and goes in a trial."""
ALT, TAB, F4 = ("AltLeft", "Alt"), ("Tab", "Tab"), ("F4", "F4")
ENTER, SPACE, ESCAPE = ("Enter", "Enter"), ("Space", " "), ("Escape", "Escape")
COMMANDS: Final = (
    (ENTER,),
    (SPACE,),
    (TAB,),
    (ESCAPE,),
    (ALT, F4),
    (ALT, SPACE),
    (("ControlLeft", "Control"), ("KeyQ", "q")),
    (("ControlLeft", "Control"), ("KeyW", "w")),
    (("MetaLeft", "Meta"), ("KeyD", "d")),
    (("ContextMenu", "ContextMenu"),),
    (("ShiftLeft", "Shift"), TAB),
    (("KeyO", "o"),),
)


async def click(lane: Lane) -> None:
    lane.press(*lane.anywhere(lane.dice.choice(lane.own())), lane.dice.choice((0, 0, 1, 2)))


async def double_click(lane: Lane) -> None:
    place = lane.anywhere(lane.dice.choice(lane.own()))
    lane.press(*place)
    lane.press(*place)


async def title_bar(lane: Lane) -> None:
    """Just above the window: the frame, its cross and its other buttons."""
    window = max(lane.own(), key=lambda area: area.height)
    x = lane.dice.choice((window.x + window.width - 8, lane.dice.randrange(window.x, window.x + window.width)))
    lane.press(min(x, 1279), max(0, window.y - lane.dice.randrange(1, 18)))


async def wheel(lane: Lane) -> None:
    x, y = lane.anywhere(lane.dice.choice(lane.own()))
    lane.say(wire.Scroll(x=x, y=y, dx=0, dy=lane.dice.choice((-3, 3))))


async def drag_in(lane: Lane) -> None:
    x, y = lane.anywhere(lane.dice.choice(lane.own()))
    lane.say(wire.PressButton(**OUTSIDE, button=0, down=True))
    for part in range(1, 11):
        way_x = OUTSIDE["x"] + (x - OUTSIDE["x"]) * part // 10
        lane.say(wire.MovePointer(x=way_x, y=OUTSIDE["y"] + (y - OUTSIDE["y"]) * part // 10))
    lane.say(wire.PressButton(x=x, y=y, button=0, down=False))


async def drag_out(lane: Lane) -> None:
    x, y = lane.anywhere(lane.dice.choice(lane.own()))
    lane.say(wire.PressButton(x=x, y=y, button=0, down=True), wire.MovePointer(**OUTSIDE))
    lane.say(wire.PressButton(**OUTSIDE, button=0, down=False))


async def moved_underneath(lane: Lane) -> None:
    """Click without end where the window comes to lie in between."""
    moving = asyncio.create_task(lane.move(lane.dice.randrange(0, 400), lane.dice.randrange(40, 120)))
    place = lane.anywhere(max(lane.own(), key=lambda area: area.height))
    while not moving.done():
        lane.press(*place)
        await asyncio.sleep(0.004)
    await moving


async def banner_comes_and_goes(lane: Lane) -> None:
    """Click without end at windows that cover the banner, which comes up again and again."""
    area = lane.banner[1]
    changes = [{"stack_mode": mode} for mode in (X.Below, X.Above)] * SHAKEN
    await click_while(lane, lambda: lane.anywhere(area), changes)


async def banner_moves(lane: Lane) -> None:
    """Click without end where the banner's buttons come to lie and leave again."""
    area = lane.banner[1]
    downs = [part * (area.height + 20) for part in range(3)]

    def button() -> tuple[int, int]:
        return lane.dice.randrange(area.x, area.x + area.width), area.y + area.height - 20 + lane.dice.choice(downs)

    changes = [{"y": area.y + lane.dice.choice(downs)} for _ in range(2 * SHAKEN)]
    await click_while(lane, button, [*changes, {"y": area.y}])


async def click_while(lane: Lane, place: Callable[[], tuple[int, int]], changes: list[dict[str, int]]) -> None:
    """Click at one place after the other while something is done to the banner."""
    disturbing = asyncio.create_task(asyncio.to_thread(lane.disturb_banner, changes))
    while not disturbing.done():
        lane.press(*place())
        await asyncio.sleep(0.003)
    await disturbing


async def raised_underneath(lane: Lane) -> None:
    """Hold the button outside while our window comes forward, then drop inside it."""
    lane.say(wire.PressButton(**OUTSIDE, button=0, down=True))
    await lane.activate(TITLE)
    lane.say(wire.PressButton(x=500, y=400, button=0, down=False))


async def focus_then_keys(lane: Lane) -> None:
    await lane.activate(TITLE)
    for _ in range(4):
        lane.strike(*lane.dice.choice(COMMANDS))
        await asyncio.sleep(0.01)


async def keys_while_focus_is_stolen(lane: Lane) -> None:
    """Type, and strike what answers and closes, while our window takes the focus."""
    raising = asyncio.create_task(lane.activate(TITLE))
    while not raising.done():
        lane.say(wire.TypeText(text="oui \n" * 5))
        lane.strike(*lane.dice.choice(COMMANDS))
        await asyncio.sleep(0.005)
    lane.strike(ENTER)
    await raising


async def held_while_focus_is_stolen(lane: Lane) -> None:
    """Hold Enter or the space bar, which repeat, while our window takes the focus."""
    code, name = lane.dice.choice((ENTER, SPACE))
    lane.say(key(code, name, True))
    for beat in range(8):
        await asyncio.sleep(0.12)
        lane.say(wire.StillHolding())
        if beat == lane.dice.choice((4, 5)):
            await lane.activate(TITLE)
    lane.say(key(code, name, False))


async def alt_tab_and_close(lane: Lane) -> None:
    """Reach our window by the window manager's own keys, and close it in the same breath."""
    lane.strike(ALT, TAB)
    for _ in range(lane.dice.randrange(3)):
        lane.strike(*lane.dice.choice(((ALT, TAB), (ENTER,), (SPACE,))))
    lane.strike(ALT, F4)
    lane.strike(ALT, SPACE)
    lane.strike(("KeyC", "c"))


async def question_pops_up(lane: Lane) -> None:
    """Strike Enter, space and Tab without end while a question is asked; the customer says no, by script."""
    lane.say(wire.RequestPermission(permission=Permission.SYSTEM))
    for _ in range(40):
        lane.strike(lane.dice.choice((ENTER, SPACE, TAB)))
        await asyncio.sleep(0.012)
    asked = [said for said in lane.agent.drain() if said.get("question")]
    if asked and lane.technician.state and lane.technician.state.asking:
        lane.agent.tell({"type": "answer", "number": asked[-1]["question"]["number"], "yes": True})
        await lane.technician.until(lambda: lane.technician.input_open, "the gate after the answer")
        lane.agent.tell({"type": "withdraw", "permission": "system"})
        await lane.technician.echo()


WAYS: Final[dict[str, Callable[[Lane], Awaitable[None]]]] = {
    "click, at edges too": click,
    "double click": double_click,
    "title bar and its buttons": title_bar,
    "wheel": wheel,
    "drag from outside, dropped inside": drag_in,
    "drag from inside": drag_out,
    "clicks while the window is moved underneath": moved_underneath,
    "clicks while the banner comes and goes": banner_comes_and_goes,
    "clicks while the banner moves underneath": banner_moves,
    "button held while the window comes forward": raised_underneath,
    "focus, then keys": focus_then_keys,
    "keys while the window takes the focus": keys_while_focus_is_stolen,
    "a key held while the window takes the focus": held_while_focus_is_stolen,
    "Alt+Tab, then Alt+F4 and Alt+Space": alt_tab_and_close,
    "keys while a question pops up": question_pops_up,
}


IN_FRONT: Final = frozenset({click, double_click, title_bar, wheel, drag_in, drag_out, moved_underneath})
"""Ways that begin with our window in front of all others; the others begin with another program's active."""

BANNER_MAY_GET: Final = frozenset({banner_moves})
"""Ways in which a click that the window manager held back is delivered to the banner, which must do nothing."""
