"""One agent with its real window and banner, a real link, openbox, and a technician in Python, side by side.

The X server itself says which presses it delivered to the agent's windows (RECORD); the windows say what was done.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final

import psutil
import Xlib.display
from Xlib import X
from Xlib.error import BadWindow
from Xlib.ext import res, xtest
from Xlib.xobject.drawable import Window

from agent.areas import Rect
from agent.protocol import messages as wire
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
DISTURBED_SECONDS: Final = 0.004
"""How often something is done to the banner."""


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
        await self._let_manager("windowactivate", title)

    async def move(self, x: int, y: int) -> None:
        """Move our window, as the window manager does."""
        await self._let_manager("windowmove", TITLE, str(x), str(y))

    async def _let_manager(self, command: str, title: str, *more: str) -> None:
        await asyncio.to_thread(succeeds, ["xdotool", command, str(self.client(title)), *more], self.desk.environment)

    def client(self, title: str) -> int:
        """Find a window by its title, also one that is put away. Raise LookupError when it is gone."""
        for window in self._said_of_root("_NET_CLIENT_LIST"):
            with suppress(BadWindow):  # closed meanwhile
                if title in (self._display.create_resource_object("window", window).get_wm_name() or ""):
                    return window
        raise LookupError(f"no window {title}")

    async def has_focus(self, title: str) -> bool:
        """Wait until the window manager has made it the active window; say whether that came to be."""
        for _ in range(50):
            if self._said_of_root("_NET_ACTIVE_WINDOW") == [self.client(title)]:
                return True
            await asyncio.sleep(0.02)
        return False

    def _said_of_root(self, name: str) -> list[int]:
        value = self._display.screen().root.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        return list(value.value) if value else []

    @property
    def banner(self) -> tuple[int, Rect]:
        """The banner's window and place."""
        return min(self._tops(), key=lambda top: abs(top[1].height - BANNER_HEIGHT))

    def disturb_banner(self, changes: Iterable[dict[str, Any]]) -> None:
        """Move, raise or lower the banner (ConfigureWindow), as often as there are changes."""
        banner = self.banner[0]
        screen = Xlib.display.Display(self.desk.display)
        window = screen.create_resource_object("window", banner)
        for change in changes:
            window.configure(**change)
            screen.sync()
            time.sleep(DISTURBED_SECONDS)
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
        for top in self._display.screen().root.query_tree().children:
            with suppress(BadWindow):  # closed meanwhile
                found += self._ours(top, pids)
        return found

    def _ours(self, top: Window, pids: set[int]) -> list[tuple[int, Rect]]:
        for window in (top, *top.query_tree().children):
            if self.pid(window.id) in pids and window.get_attributes().map_state == X.IsViewable:
                size, at = window.get_geometry(), window.translate_coords(self._display.screen().root, 0, 0)
                return [(window.id, Rect(-at.x, -at.y, size.width, size.height))]
        return []

    def pid(self, window: int) -> int:
        """Return the process of a window's client."""
        answers = self._display.res_query_client_ids([{"client": window, "mask": res.LocalClientPIDMask}]).ids
        return next((int(answer.value[0]) for answer in answers if answer.value), 0)


@asynccontextmanager
async def lane(plain: bool) -> AsyncIterator[Lane]:
    """Furnish a desktop, open the real windows, and bring both ends together with control granted."""
    async with AsyncExitStack() as stack:
        where = stack.enter_context(desk(stack.enter_context(xvfb())))
        server = await stack.enter_async_context(relay())
        options = ["--server", server.url, *(["--plain"] if plain else [])]
        agent = stack.enter_context(talker("scripts.rigs.windowed", *options, env=where.environment))
        answering = asyncio.create_task(arrive(agent))
        technician = await stack.enter_async_context(remote(server, agent, Permission.VIEW, Permission.CONTROL))
        answering.cancel()
        await asyncio.sleep(1)
        yield Lane(where, agent, technician)


async def arrive(agent: Talker) -> None:
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
