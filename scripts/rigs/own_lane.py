"""Remote clicks and keys aimed at the agent's own windows: `python -m scripts.rigs.own_lane --trials N [--plain]`.

The real agent with its real window and banner, a real link, openbox, and a technician in Python. The X server itself
says which presses it delivered to the agent's windows (RECORD); the windows say what was done in them. A JSON line a
trial.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

import psutil
import Xlib.display
from Xlib import X
from Xlib.ext import res, xtest

from agent.areas import Rect
from agent.protocol import messages as wire
from agent.protocol.messages import Party
from agent.protocol.permissions import Permission
from scripts.rigs.applications import Desk, desk, succeeds
from scripts.rigs.delivered import Delivered
from scripts.rigs.hand_kinds import key
from scripts.rigs.relay import relay
from scripts.rigs.remote import Remote, remote
from scripts.rigs.talker import Talker, talker
from scripts.rigs.xserver import xvfb

TITLE: Final = "Exemple Assistance"
OUTSIDE: Final = {"x": 1245, "y": 560}
"""A place on the click target that none of ours covers while our window is at HOME."""
HOME: Final = (300, 60)
BANNER_HEIGHT: Final = 100
"""About so high, and nothing else of ours is."""
SHAKEN: Final = 60
"""How often the banner comes and goes in a trial."""
SETTLE_SECONDS: Final = 0.06


@dataclass(frozen=True)
class Outcome:
    """One trial: what it did to our windows; `reached` is empty when it did nothing."""

    way: str
    reached: tuple[str, ...]


class Lane:
    """One agent with its windows, one technician, and the means to look."""

    def __init__(self, where: Desk, agent: Talker, technician: Remote) -> None:
        self.desk, self.agent, self.technician = where, agent, technician
        self.dice = random.Random()  # noqa: S311 - places, no secret
        self._display = Xlib.display.Display(where.display)
        self._window = psutil.Process(agent.pid)
        self.delivered = Delivered(where.display, self.pids)

    def pids(self) -> set[int]:
        """Return the processes of our windows."""
        return {child.pid for child in self._window.children(recursive=True)}

    def own(self) -> list[Rect]:
        """Return where our windows are now, the window manager's frames left out."""
        return [area for window, area in self._tops() if area.width > 20 and window]

    def say(self, *messages: wire.FromConsole) -> None:
        for message in messages:
            self.technician.say(message)

    def press(self, x: int, y: int, button: int = 0) -> None:
        """Click, as far as the agent lets it."""
        self.say(*(wire.PressButton(x=x, y=y, button=button, down=down) for down in (True, False)))

    def strike(self, *keys: tuple[str, str]) -> None:
        """Press keys together and let go of them."""
        self.say(*(key(code, name, True) for code, name in keys))
        self.say(*(key(code, name, False) for code, name in reversed(keys)))

    def anywhere(self, inside: Rect) -> tuple[int, int]:
        """Pick a place in a window: mostly anywhere, often right at an edge."""
        x, y = (
            self.dice.choice((0, size - 1, self.dice.randrange(size), self.dice.randrange(size)))
            for size in (inside.width, inside.height)
        )
        return max(0, min(inside.x + x, 1279)), max(0, min(inside.y + y, 799))

    async def activate(self, title: str) -> None:
        """Let the window manager raise and focus a window, as a program asks it to; no hand takes part."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title, "windowactivate"]
        await asyncio.to_thread(succeeds, command, self.desk.environment)

    async def move(self, x: int, y: int) -> None:
        """Move our window, as the window manager does."""
        command = ["xdotool", "search", "--onlyvisible", "--name", TITLE, "windowmove", str(x), str(y)]
        await asyncio.to_thread(succeeds, command, self.desk.environment)

    @property
    def banner(self) -> tuple[int, Rect]:
        """The banner's window and place."""
        return min(self._tops(), key=lambda top: abs(top[1].height - BANNER_HEIGHT))

    def shake_banner(self, times: int) -> None:
        """Put the banner below all windows and above, again and again: others cover it, and it comes up by itself."""
        screen = Xlib.display.Display(self.desk.display)
        banner = screen.create_resource_object("window", self.banner[0])
        for mode in (X.Below, X.Above) * times:
            banner.configure(stack_mode=mode)
            screen.sync()
            time.sleep(0.004)
        screen.close()

    def deeds(self) -> list[Any]:
        """Return what was done in our windows so far."""
        return [said["did"] for said in self.agent.drain() if "did" in said]

    def foreign(self, event: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        """Do what the customer's assistive programs do: XTEST from a client of their own."""
        xtest.fake_input(self._display, event, detail, x=x, y=y)
        self._display.sync()

    def code_of(self, keysym: int) -> int:
        """Return the key that gives a keysym."""
        return int(self._display.keysym_to_keycode(keysym))

    def _tops(self) -> list[tuple[int, Rect]]:
        """List our client windows with their places, banner and border included."""
        pids, found = self.pids(), []
        root = self._display.screen().root
        for top in root.query_tree().children:
            for window in (top, *top.query_tree().children):
                if self._pid(window.id) in pids and window.get_attributes().map_state == X.IsViewable:
                    size, at = window.get_geometry(), window.translate_coords(root, 0, 0)
                    found.append((window.id, Rect(-at.x, -at.y, size.width, size.height)))
                    break
        return found

    def _pid(self, window: int) -> int:
        answers = self._display.res_query_client_ids([{"client": window, "mask": res.LocalClientPIDMask}]).ids
        return next((int(answer.value[0]) for answer in answers if answer.value), 0)


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
    shaking = asyncio.create_task(asyncio.to_thread(lane.shake_banner, SHAKEN))
    while not shaking.done():
        lane.press(*lane.anywhere(area))
        await asyncio.sleep(0.003)
    await shaking


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
    "button held while the window comes forward": raised_underneath,
    "focus, then keys": focus_then_keys,
    "keys while the window takes the focus": keys_while_focus_is_stolen,
    "a key held while the window takes the focus": held_while_focus_is_stolen,
    "Alt+Tab, then Alt+F4 and Alt+Space": alt_tab_and_close,
    "keys while a question pops up": question_pops_up,
}


IN_FRONT: Final = frozenset({click, double_click, title_bar, wheel, drag_in, drag_out, moved_underneath})
"""Ways that begin with our window in front of all others; the others begin with another program's active."""


async def open_gate(lane: Lane) -> None:
    """Wait for it; a pause for a window that was slow (this machine is busy) is ended as the customer would."""
    state = lane.technician.state
    if state and state.paused_by is Party.SYSTEM:
        lane.agent.tell({"type": "press", "button": "resume"})
    await lane.technician.until(lambda: lane.technician.input_open, "an open gate")


async def trial(lane: Lane, way: str) -> Outcome:
    """Try one way, and see what reached our windows."""
    await lane.move(*HOME)
    await lane.activate(TITLE if WAYS[way] in IN_FRONT else "click target")
    await asyncio.sleep(SETTLE_SECONDS)
    await open_gate(lane)
    deeds, presses = len(lane.deeds()), len(lane.delivered.presses())
    await WAYS[way](lane)
    lane.say(wire.ReleaseInput())
    await lane.technician.echo()
    await asyncio.sleep(SETTLE_SECONDS)
    reached = [*lane.delivered.presses()[presses:], *(f"did {deed}" for deed in lane.deeds()[deeds:])]
    if lane.technician.state and lane.technician.state.end_reason:
        reached.append(f"the session ended: {lane.technician.state.end_reason}")
    return Outcome(way, tuple(reached))


async def elsewhere(lane: Lane) -> Outcome:
    """Let the technician click on another program's window: that must work, or nothing else here means anything."""
    clicks = len(lane.desk.clicks)
    await lane.move(*HOME)
    await lane.activate("click target")
    await asyncio.sleep(1)
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


@asynccontextmanager
async def lane(plain: bool) -> AsyncIterator[Lane]:
    """Furnish a desktop, open the real windows, and bring both ends together with control granted."""
    async with AsyncExitStack() as stack:
        where = stack.enter_context(desk(stack.enter_context(xvfb())))
        server = await stack.enter_async_context(relay())
        options = ["--server", server.url, *(["--plain"] if plain else [])]
        agent = stack.enter_context(talker("scripts.rigs.windowed", *options, env=where.environment))
        answering = asyncio.create_task(_arrive(agent))
        technician = await stack.enter_async_context(remote(server, agent, Permission.VIEW, Permission.CONTROL))
        answering.cancel()
        await asyncio.sleep(1)
        yield Lane(where, agent, technician)


async def _arrive(agent: Talker) -> None:
    """Accept the terms, show the code, and say yes to what is asked on the way in."""
    done: set[str] = set()
    while True:
        for said in agent.drain():
            step, action = _next(said)
            if step and step not in done:
                done.add(step)
                agent.tell(action)
        await asyncio.sleep(0.05)


def _next(said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if said.get("question"):
        number = said["question"]["number"]
        return f"answer {number}", {"type": "answer", "number": number, "yes": True}
    if said.get("screen") == "start":
        return ("code", {"type": "show_code"}) if said.get("terms_accepted") else ("terms", {"type": "accept_terms"})
    return "", {}


async def run(options: argparse.Namespace) -> None:
    """Make the trials."""
    async with lane(options.plain) as made:
        for way in itertools.islice(itertools.cycle(WAYS), options.trials):
            print(json.dumps(asdict(await trial(made, way))), flush=True)
        for outcome in [await elsewhere(made), *await assistive(made)]:
            print(json.dumps(asdict(outcome)), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0."""
    parser = argparse.ArgumentParser(prog="own_lane", description=__doc__)
    parser.add_argument("--trials", type=int, default=len(WAYS))
    parser.add_argument("--web", action="store_false", dest="plain", help="the web view (the default)")
    parser.add_argument("--plain", action="store_true", help="the plain window instead")
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
