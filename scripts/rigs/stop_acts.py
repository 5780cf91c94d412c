"""Every way in which a customer pauses or stops, as data, and the hands that do it."""

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mss
import Xlib.display
from Xlib import XK, X
from Xlib.ext import xtest

from scripts.rigs.logind import Logind

BANNER, WINDOW = "handrail-banner", "handrail"
Point = tuple[int, int]


@dataclass(frozen=True)
class Act:
    """One way: keys pressed one after the other, a button of the banner or the window, or `by` something else."""

    name: str
    stops: bool
    keys: tuple[str, ...] = ()
    button: tuple[str, int] | None = None
    """The window's class, and which of its buttons from the left."""
    by: Callable[[Logind, int], None] | None = None
    works_with: frozenset[str] = frozenset({"nothing", "window", "agent"})
    """What may be frozen, so that it still has to work."""


_NO_WINDOW = frozenset({"nothing", "agent"})
_ALIVE = frozenset({"nothing", "window"})

PAUSES = (
    Act("banner's Pause", False, button=(BANNER, 0)),
    Act("Pause key", False, keys=("Pause",)),
    Act("screen lock", False, by=lambda computer, _: computer.lock(), works_with=_ALIVE),
)
STOPS = (
    Act("banner's Stop", True, button=(BANNER, 1)),
    Act("Pause key twice", True, keys=("Pause", "Pause")),
    Act("Esc three times", True, keys=("Escape", "Escape", "Escape")),
    Act("window's Stop", True, button=(WINDOW, 0), works_with=_NO_WINDOW),
    Act("window's cross", True, button=(WINDOW, -1), works_with=_NO_WINDOW),
    Act("SIGTERM", True, by=lambda _, agent: os.kill(agent, signal.SIGTERM), works_with=_ALIVE),
    Act("sleep", True, by=lambda computer, _: computer.sleep(), works_with=_ALIVE),
    Act("user switch", True, by=lambda computer, _: computer.say("Active", False), works_with=_ALIVE),
)


class Hands:
    """The customer's real hand: on the outer screen, whose window the inner one is."""

    def __init__(self, outer: str, inner: str) -> None:
        self._hardware = Xlib.display.Display(outer)
        self._inner = inner
        self._looker = Xlib.display.Display(inner)
        self._moved: Point | None = None
        self._target: Any = None

    def forget(self) -> None:
        """Move the window anew: it is another agent's."""
        self._moved = None

    def make_room(self) -> None:
        """Move the window to where it covers neither the film nor the banner's buttons."""
        window = self._window(WINDOW)
        if window is not None and self._box(window)[:2] != self._moved:
            name = self._looker.intern_atom("_NET_MOVERESIZE_WINDOW")
            self._send(window, name, [1 << 8 | 1 << 9 | 10, 480, 150, 0, 0])
            until = time.monotonic() + 5
            while self._box(window)[0] < 470 and time.monotonic() < until:
                time.sleep(0.05)
            self._moved = self._box(window)[:2]

    def prepare(self, act: Act) -> None:
        """Bring the pointer to where the act is done, or find the window whose cross it is."""
        if act.button is None:
            return
        if act.button[1] < 0:
            self._target = self._window(act.button[0])
            return
        self._fake(X.MotionNotify, 0, *self._find(*act.button))
        time.sleep(0.05)

    def do(self, act: Act, computer: Logind, agent: int) -> float:
        """Do it; return when it began: the moment before the press that completes it, monotonic seconds."""
        if act.by:
            began = time.monotonic()
            act.by(computer, agent)
        elif act.button and act.button[1] < 0:
            began = time.monotonic()
            self._close()
        elif act.button:
            began = time.monotonic()
            for kind in (X.ButtonPress, X.ButtonRelease):
                self._fake(kind, 1)
        else:
            began = self._strike(act.keys)
        return began

    def _strike(self, keys: tuple[str, ...]) -> float:
        began = 0.0
        for key in keys:
            code = self._hardware.keysym_to_keycode(XK.string_to_keysym(key))
            began = time.monotonic()
            for kind in (X.KeyPress, X.KeyRelease):
                self._fake(kind, code)
            time.sleep(0.06 if key is not keys[-1] else 0)
        return began

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self._hardware, kind, detail, x=x, y=y)
        self._hardware.sync()

    def _find(self, name: str, index: int) -> Point:
        """Find a button that stays where it is: what it says, and so its place, changes with the session's state."""
        until, before = time.monotonic() + 15, None
        while time.monotonic() < until:
            window = self._window(name)
            found = self._banner_buttons(window) if name == BANNER else self._window_stop(window)
            at = found[index] if len(found) > index else None
            if at and at == before:
                return at
            before = at
            time.sleep(0.05)
        raise TimeoutError(f"no button {index} on {name}")

    def _window(self, name: str) -> Any:
        """Return the visible top-level window of that class."""
        stack = [self._looker.screen().root]
        while stack:
            window = stack.pop()
            if (window.get_wm_class() or ("", ""))[0] == name and window.get_attributes().map_state == X.IsViewable:
                return window
            stack += window.query_tree().children
        return None

    def _box(self, window: Any) -> tuple[int, int, int, int]:
        shape = window.get_geometry()
        at = window.translate_coords(self._looker.screen().root, 0, 0)
        return -at.x, -at.y, shape.width, shape.height

    def _banner_buttons(self, window: Any) -> list[Point]:
        """Find the banner's buttons as a person does: light boxes along its middle, from left to right."""
        if window is None:
            return []
        x, y, width, height = self._box(window)
        line = y + height - 16
        row = self._row(x, line, width)
        light = "".join("#" if min(pixel) > 200 else "." for pixel in row)
        return [(x + (box.start() + box.end()) // 2, line) for box in re.finditer("#{40,}", light)]

    def _window_stop(self, window: Any) -> list[Point]:
        """Find the window's Stop: the dark box at the right of its head."""
        if window is None:
            return []
        x, y, width, _ = self._box(window)
        dark = "".join("#" if max(pixel) < 50 else "." for pixel in self._row(x, y + 18, width))
        return [(x + (box.start() + box.end()) // 2, y + 18) for box in re.finditer("#{60,}", dark)][-1:]

    def _row(self, x: int, y: int, width: int) -> list[tuple[int, int, int]]:
        with mss.MSS(display=self._inner) as screen:
            shot = screen.grab({"left": x, "top": y, "width": width, "height": 1})
            return [shot.pixel(at, 0) for at in range(width)]

    def _close(self) -> None:
        """Ask the window manager to close it, as a click on its cross does (EWMH, _NET_CLOSE_WINDOW)."""
        self._send(self._target, self._looker.intern_atom("_NET_CLOSE_WINDOW"), [X.CurrentTime, 2, 0, 0, 0])

    def _send(self, window: Any, name: int, words: list[int]) -> None:
        event = Xlib.protocol.event.ClientMessage(window=window, client_type=name, data=(32, words))
        self._looker.screen().root.send_event(event, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._looker.sync()
