"""One agent with its real window and banner on a desktop of two monitors, and a technician in Python who draws."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count

from agent.areas import Rect
from agent.protocol import messages as wire
from agent.protocol.messages import MarkColour, MarkTool, Party, Phase
from agent.protocol.permissions import Permission
from agent.ui.model import Brand
from agent.ui.shades import on_light
from scripts.rigs.applications import Desk, desk, run, succeeds
from scripts.rigs.marks_seen import Pixels
from scripts.rigs.monitors import monitors, side_by_side
from scripts.rigs.own_lane import TITLE, arrive
from scripts.rigs.relay import Relay, relay
from scripts.rigs.remote import Remote, remote
from scripts.rigs.talker import Talker, talker
from scripts.rigs.xserver import set_letters, xvfb

MONITOR = (1280, 900)
SECONDS = 60.0
"""How long marks may take to come on a busy machine; how fast they go is measured."""
LOOK_SECONDS = 0.02
STILL_SECONDS = 0.1
LOOKS = 150
TRIES = 3
"""How often something is drawn, where a pause took it away."""
VISIBLE = ("xdotool", "search", "--onlyvisible")
ACCENT = on_light(Brand().accent).colour
"""The pointer's colour, which the border has as well."""
ARROW = 40
"""Pixels that the pointer is about large."""


class MarksLane:
    """One session, with means to draw and to look."""

    def __init__(self, where: Desk, agent: Talker, technician: Remote, server: Relay) -> None:
        self.desk, self.agent, self.technician, self.server = where, agent, technician, server
        self._numbers = count(1)
        self._pointed: Rect | None = None

    async def ready(self) -> None:
        """Wait for a live session; a pause for a window that was slow (this machine is busy) the customer ends."""
        await self.technician.until(self._live, "a live session")

    def _live(self) -> bool:
        state = self.technician.state
        if state and state.paused_by is Party.SYSTEM:
            self.agent.tell({"type": "press", "button": "resume"})
        return bool(state and state.phase is Phase.LIVE)

    def draw(self, tool: MarkTool, colour: MarkColour, *points: int, stay: bool = True) -> None:
        """Draw one mark."""
        number = next(self._numbers)
        self.technician.say(wire.DrawMark(mark=number, tool=tool, colour=colour, stay=stay, points=list(points)))

    def write(self, colour: MarkColour, x: int, y: int, text: str) -> None:
        """Write one mark that stays."""
        self.technician.say(wire.WriteMark(mark=next(self._numbers), colour=colour, stay=True, x=x, y=y, text=text))

    def point(self, x: int, y: int) -> None:
        """Point at a place."""
        self._pointed = Rect(x, y, ARROW, ARROW)
        self.technician.say(wire.PointAt(x=x, y=y))

    async def pointed(self, x: int, y: int) -> float:
        """Point at a place until the pointer is seen thereabouts; return how far off it is."""
        for _ in range(100):
            self.point(x, y)
            await asyncio.sleep(0.1)
            if (off := (await self.see()).nearest(ACCENT, x, y)) < ARROW:
                return off
        return off

    async def see(self) -> Pixels:
        """Look at the screen, beside the loop: what was said goes out meanwhile."""
        return await asyncio.to_thread(Pixels.of_screen, self.desk.display)

    async def drawn(
        self, draw: Callable[[], None], colours: int, right: Callable[[Pixels], bool] = lambda seen: True
    ) -> Pixels:
        """Draw, and look once the screen shows marks of so many colours, has come to rest, and is `right`.

        Also what never gets right is returned. A pause takes marks away, and what is drawn then is refused: what was
        paused for a window that was slow is drawn again. Raise TimeoutError when the colours are not seen.
        """
        for _ in range(TRIES):
            await self.ready()
            paused = self._pauses()
            draw()
            seen = await self._at_rest(colours, right)
            if seen.colours >= colours or self._pauses() == paused:
                break
        if seen.colours < colours:
            raise TimeoutError(f"{seen.colours} of {colours} colours are seen; told last: {self.technician.state}")
        return seen

    def _pauses(self) -> int:
        return sum(state.phase is not Phase.LIVE for state in self.technician.states)

    async def _at_rest(self, colours: int, right: Callable[[Pixels], bool]) -> Pixels:
        """Look until all is so, for a while; return the last look that showed the colours, if any did: marks fade."""
        before = last = await self.see()
        for _ in range(LOOKS):
            await asyncio.sleep(STILL_SECONDS)
            now = await self.see()
            if now.colours >= colours:
                last = now
                if now.same(before) and right(now):
                    break
            before = now
        return last

    async def gone(self) -> float:
        """Return after how many seconds no mark is on the screen. Raise TimeoutError."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            seen, moment = await asyncio.to_thread(lambda: (Pixels.of_screen(self.desk.display), loop.time()))
            if not (left := self._left(seen)):
                return moment - begun
            if moment > begun + SECONDS:
                raise TimeoutError(f"{left} are still seen; told last: {self.technician.state}")
            await asyncio.sleep(LOOK_SECONDS)

    def _left(self, seen: Pixels) -> str:
        """Say what there is of marks and of the pointer, nothing if they are gone."""
        pointer = seen.count(ACCENT, self._pointed) if self._pointed else 0
        return f"{seen.colours} colours and {pointer} of the pointer's pixels" if seen.colours or pointer else ""

    def own_areas(self) -> list[Rect]:
        """Return where the agent's window and its banner are, the window manager's frame left out."""
        found = []
        for name in (("--name", TITLE), ("--class", "handrail-banner")):
            for window in run([*VISIBLE, *name], self.desk.environment).split():
                told = run(["xdotool", "getwindowgeometry", "--shell", window], self.desk.environment)
                at = dict(line.split("=") for line in told.splitlines())
                found.append(Rect(*(int(at[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))))
        return [area for area in found if area.width > 1]

    async def do(self, *words: str) -> None:
        """Let xdotool do something, as the customer's hand does; beside the loop, which keeps the line alive."""
        await asyncio.to_thread(run, ["xdotool", *words], self.desk.environment)

    async def put_away(self) -> None:
        """Minimise our window, which marks make way for, and make sure of it."""
        for _ in range(50):
            await self.window("windowminimize")
            await asyncio.sleep(0.2)
            if not await asyncio.to_thread(succeeds, [*VISIBLE, "--name", TITLE], self.desk.environment):
                return
        raise TimeoutError("the window does not go away")

    async def window(self, verb: str, *more: str) -> None:
        """Let the window manager do something with our window: "windowminimize", "windowmap", "windowmove"."""
        command = ["xdotool", "search", "--name", TITLE, verb, *more]
        await asyncio.to_thread(succeeds, command, self.desk.environment)

    async def grant(self, *permissions: Permission) -> None:
        """Have these granted, again if need be."""
        await self.technician.echo()  # marks go before the technician hears why: what they hold by now is known first
        answering = asyncio.create_task(arrive(self.agent))
        try:
            for permission in permissions:
                await self.technician.ask(permission)
        finally:
            answering.cancel()


def places() -> tuple[Rect, Rect]:
    """Return where both monitors lie."""
    width, height = MONITOR
    return Rect(0, 0, width, height), Rect(width, 0, width, height)


@asynccontextmanager
async def marks_lane(scale: int, *more: Permission) -> AsyncIterator[MarksLane]:
    """Furnish a desktop with letters of so many per cent, open the real windows, and let the technician draw."""
    async with AsyncExitStack() as stack:
        display = stack.enter_context(xvfb((2 * MONITOR[0], MONITOR[1])))
        side_by_side(stack.enter_context(monitors(display)), *MONITOR)
        set_letters(display, scale)
        where = stack.enter_context(desk(display))
        server = await stack.enter_async_context(relay())
        env = {**where.environment, "GDK_SCALE": "2" if scale >= 200 else "1"}
        agent = stack.enter_context(talker("scripts.rigs.windowed", "--server", server.url, "--plain", env=env))
        answering = asyncio.create_task(arrive(agent))
        wanted = (Permission.VIEW, Permission.ANNOTATE, *more)
        technician = await stack.enter_async_context(remote(server, agent, *wanted))
        answering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering
        lane = MarksLane(where, agent, technician, server)
        await lane.put_away()
        yield lane
