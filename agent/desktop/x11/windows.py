"""Follows every top-level window of an X11 screen, and the facts about it, on a connection of its own.

The server tells of a change in the request that makes it (X11 protocol, "Window State Change Events"): after a round
trip everything that happened before is known, so that the list is never older than what was captured before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final

import xcffib
import xcffib.damage
import xcffib.shape
import xcffib.xfixes
import xcffib.xproto as xp

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.x11.properties import NAMES, Properties, numbers, reply_of
from agent.desktop.x11.stack import BeforeChange, Stack, TopLevel
from agent.hiding.facts import WindowFacts

_LOST = "The connection to the screen (X11 display) was lost."
_DEPTH: Final = 4
"""Windows inside windows, from a frame to the program's own."""


class X11Windows:
    """Top-level windows and their facts. Not thread-safe: one thread at a time."""

    def __init__(self, display: str, before: BeforeChange, on_drawn: Callable[[Rect], bool]) -> None:
        """Connect to `display`. Raise DesktopError when it does not answer or lacks an extension.

        `on_drawn` is told what was drawn, while `watch_drawing`, and says whether that matters.
        """
        self._on_drawn = on_drawn
        self._drawing: int | None = None
        self._undrawn = False
        try:
            self._x: Any = xcffib.connect(display)
            self._shape, self._fixes = self._x(xcffib.shape.key), self._x(xcffib.xfixes.key)
            self._damage = self._x(xcffib.damage.key)
            self._fixes.QueryVersion(5, 0).reply()
            self._damage.QueryVersion(1, 1).reply()
            self._shape.QueryVersion().reply()
            self._properties = Properties(self._x)
            screen = self._x.get_setup().roots[self._x.pref_screen]
            self._root: int = screen.root
            self.screen = Rect(0, 0, screen.width_in_pixels, screen.height_in_pixels)
            self._state = self._properties.atom("WM_STATE")
            self._telling = {self._properties.atom(name) for name in NAMES} | {self._state}
            self._compositor = self._properties.atom(f"_NET_WM_CM_S{self._x.pref_screen}")
            self._manager = self._properties.atom("_NET_SUPPORTING_WM_CHECK")
        except (xcffib.XcffibException, KeyError) as error:
            raise DesktopError(f"The windows on {display} cannot be followed ({error}).") from error
        self._server_ids: int = self._x.get_setup().resource_id_mask
        self.stack = Stack(before)
        self.news = 0
        """Counts what may change the judgement on a window: all but places and the order."""
        self.rounds = 0
        """Counts round trips: two later, all that came with an event has been told too."""
        self.composited = False
        """Whether a compositor draws the screen, so that it shows windows late, faded or elsewhere."""
        self.manager: int | None = None
        """The window manager's process."""
        self.facts: dict[int, WindowFacts] = {}
        """What is known of each program's window (`age` and `stable` not among it)."""
        self.since: dict[int, float] = {}
        """When its facts last became others."""
        self._unasked: set[int] = set()

    def fileno(self) -> int:
        """Return what becomes readable when the server tells something."""
        return int(self._x.get_file_descriptor())

    def close(self) -> None:
        """Let go of the display."""
        self._x.disconnect()

    def begin(self, now: float) -> None:
        """Take in all windows that there are, at one moment: no other program acts meanwhile. Raise DesktopError."""
        with self._reaching():
            self._x.core.GrabServer()
            structure = xp.EventMask.SubstructureNotify | xp.EventMask.StructureNotify
            self._select(self._root, structure | xp.EventMask.PropertyChange)
            mask = xcffib.xfixes.SelectionEventMask
            owners = mask.SetSelectionOwner | mask.SelectionWindowDestroy | mask.SelectionClientClose
            self._fixes.SelectSelectionInput(self._root, self._compositor, owners)
            for window in self._x.core.QueryTree(self._root).reply().children:
                self._take_in(window, None, now)
            for top in tuple(self.stack):
                top.clients = self._clients_in(top.id)
            self._look_for_compositor()
            self._x.core.UngrabServer()
            self.catch_up(now)

    def catch_up(self, now: float) -> bool:
        """Make a round trip and take in all that happened before; say whether anything did. Raise DesktopError."""
        with self._reaching():
            self._x.core.GetInputFocus().reply()
        anything = self.take(now)
        self.rounds += 1
        return anything

    def take(self, now: float) -> bool:
        """Take in what the server has told so far, and ask about what is new; say whether there was anything."""
        anything = False
        with self._reaching():
            while self._take_once(now):  # the answers to what was asked may have brought further events along
                anything = True
        return anything

    def _take_once(self, now: float) -> bool:
        anything = False
        while event := self._next():
            anything = self._apply(event, now) or anything
        return self._ask(now) or anything

    def watch_drawing(self, on: bool) -> None:
        """Be told of whatever is drawn on the screen, or no longer."""
        if on and self._drawing is None:
            self._drawing, self._undrawn = self._x.generate_id(), True
            self._damage.Create(self._drawing, self._root, xcffib.damage.ReportLevel.RawRectangles)
        elif not on and self._drawing is not None:
            self._damage.Destroy(self._drawing)
            self._drawing = None
        self._x.flush()

    # --- events ------------------------------------------------------------------------------------------------------

    def _next(self) -> Any:
        """Return the next event; what a vanished window answers is none, nor is what another program sends."""
        while True:
            try:
                event = self._x.poll_for_event()
            except xcffib.Error:
                continue
            if event is None or not event.unpacker.cdata.response_type & 0x80:
                return event

    def _apply(self, event: Any, now: float) -> bool:
        """Take in one event; say whether it may matter."""
        match event:
            case xcffib.damage.NotifyEvent():
                return self._drew(event)
            case xp.PropertyNotifyEvent():
                return self._property(event.window, event.atom)
            case xcffib.shape.NotifyEvent():
                return self._shaped(event.affected_window, bool(event.shaped))
            case xcffib.xfixes.SelectionNotifyEvent():
                self._look_for_compositor()
                return True
            case xp.CreateNotifyEvent():
                return self._take_in(event.window, event, now)
            case _ if getattr(event, "event", None) == self._root:
                return self._of_root(event, now)
            case xp.ReparentNotifyEvent() if event.parent != self._root:
                self._reparented(event.window, event.parent, now)
                return True
            case xp.DestroyNotifyEvent():
                self._forget(event.window)
                return self._client_left(event.window)
        return False

    def _of_root(self, event: Any, now: float) -> bool:
        """Take in what the root window tells of its children."""
        match event:
            case xp.DestroyNotifyEvent():
                self.stack.remove(event.window)
                self._forget(event.window)
                self.news += 1
            case xp.MapNotifyEvent() | xp.UnmapNotifyEvent():
                self.stack.map(event.window, isinstance(event, xp.MapNotifyEvent), now)
                self.news += 1
            case xp.ConfigureNotifyEvent():
                if event.window == self._root:
                    self.screen = Rect(0, 0, event.width, event.height)
                    return True
                self.stack.place(event.window, _outer(event), event.above_sibling, now)
            case xp.GravityNotifyEvent():
                if top := self.stack.get(event.window):
                    self.stack.place(event.window, top.area._replace(x=event.x, y=event.y), None, now)
            case xp.CirculateNotifyEvent():
                lowered = event.place == xp.Place.OnBottom
                (self.stack.lower if lowered else self.stack.raise_)(event.window, now)
            case xp.ReparentNotifyEvent():
                self._reparented(event.window, event.parent, now)
        return True

    def _reparented(self, window: int, parent: int, now: float) -> None:
        """Take in that a window came back to the root, or that a window manager put it into a frame."""
        self._client_left(window)
        self.news += 1
        if parent == self._root:
            self._take_in(window, None, now)
            self.stack.map(window, False, now)  # it is unmapped while it changes its place, and mapped again after
            return
        self.stack.remove(window)
        frame = self._top_of(parent)
        if frame is not None:
            self._select(window, xp.EventMask.PropertyChange | xp.EventMask.StructureNotify)
            frame.clients.append(window)
            self._unasked.add(window)

    def _client_left(self, window: int) -> bool:
        """Take in that a program's window left its frame: the frame is as good as new."""
        holder = self.stack.holder_of(window)
        if holder is None or window not in holder.clients:
            return False
        holder.clients.remove(window)
        self._unasked.add(holder.id)
        return True

    def _property(self, window: int, atom: int) -> bool:
        if window == self._root:
            if atom == self._manager:
                self._look_for_manager()
            return atom == self._manager
        if atom not in self._telling:
            return False
        self._unasked.add(window)
        return True

    def _drew(self, event: Any) -> bool:
        """Pass on what was drawn; the first that is told is the whole screen as it stood (damageext.c)."""
        if event.damage != self._drawing or self._undrawn:
            self._undrawn = self._undrawn and event.damage != self._drawing
            return False
        at = event.area
        return self._on_drawn(Rect(at.x, at.y, at.width, at.height))

    def _shaped(self, window: int, shaped: bool) -> bool:
        if top := self.stack.get(window):
            top.shaped = shaped
        return top is not None

    # --- questions ---------------------------------------------------------------------------------------------------

    def _take_in(self, window: int, created: Any, now: float) -> bool:
        """Take in a top-level window, above all others.

        What one just `created` has become since is told by what follows, even if it is gone already: it was seen. None:
        as it is now.
        """
        core = self._x.core
        self._select(window, xp.EventMask.PropertyChange)
        self._shape.SelectInput(window, True)
        asked = core.GetWindowAttributes(window), core.GetGeometry(window), self._shape.QueryExtents(window)
        attributes, geometry, extents = (reply_of(cookie) for cookie in asked)
        if extents is None and created is None:
            return False
        top = TopLevel(window, _outer(created or geometry), since=now, placed=now)
        if created is not None:
            top.override_redirect = bool(created.override_redirect)
        if attributes is not None:
            top.drawn = attributes._class == xp.WindowClass.InputOutput and not self._is_servers(window)
        if attributes is not None and created is None:
            top.override_redirect = bool(attributes.override_redirect)
            top.mapped = attributes.map_state != xp.MapState.Unmapped
        if geometry is not None and extents is not None:
            top.depth, top.shaped = geometry.depth, bool(extents.bounding_shaped)
        self.stack.add(top)
        self._unasked.add(window)
        return True

    def _is_servers(self, window: int) -> bool:
        """Say whether the server made the window itself, as the compositor's canvas: no program's has such an id."""
        return not window & 0x1FFFFFFF & ~self._server_ids

    def _clients_in(self, frame: int, depth: int = 0) -> list[int]:
        """Name the programs' windows within `frame`: those that a window manager gave a state (ICCCM 4.1.3.1)."""
        found: list[int] = []
        with suppress(xcffib.Error):
            for child in self._x.core.QueryTree(frame).reply().children if depth < _DEPTH else ():
                state = self._x.core.GetProperty(False, child, self._state, 0, 0, 0).reply()
                found += [child] if state.type else self._clients_in(child, depth + 1)
        for window in found:
            self._select(window, xp.EventMask.PropertyChange | xp.EventMask.StructureNotify)
            self._unasked.add(window)
        return found

    def _top_of(self, window: int) -> TopLevel | None:
        """Return the top-level window that `window` is, or lies in."""
        with suppress(xcffib.Error):
            for _ in range(_DEPTH):
                if top := self.stack.get(window):
                    return top
                window = self._x.core.QueryTree(window).reply().parent
        return None

    def _ask(self, now: float) -> bool:
        """Ask for the facts that may have changed; say whether there were any."""
        if not self._unasked:
            return False
        asked, self._unasked = self._unasked, set()
        self.news += 1
        told = self._properties.ask(sorted(asked))
        for window in asked:
            if window not in told:
                self._forget(window)
            elif self.facts.get(window) != told[window]:
                self.facts[window], self.since[window] = told[window], now
        return True

    def _forget(self, window: int) -> None:
        self._unasked.discard(window)
        self.facts.pop(window, None)
        self.since.pop(window, None)

    def _look_for_compositor(self) -> None:
        self.composited = bool(self._x.core.GetSelectionOwner(self._compositor).reply().owner)
        self._look_for_manager()

    def _look_for_manager(self) -> None:
        told = self._x.core.GetProperty(False, self._root, self._manager, xp.Atom.WINDOW, 0, 1).reply()
        self.news += 1
        check = numbers(told)
        self.manager = self._properties.pid(check[0]) if check else None

    def _select(self, window: int, mask: int) -> None:
        self._x.core.ChangeWindowAttributes(window, xp.CW.EventMask, [mask])

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except xcffib.XcffibException as error:
            raise DesktopError(_LOST) from error

    def facts_of(self, top: TopLevel, window: int, now: float) -> WindowFacts | None:
        """Return the facts of `window`, which is `top` or lies in it; None: not known yet."""
        known = self.facts.get(window)
        if known is None:
            return None
        return replace(
            known,
            area=top.area,
            override_redirect=top.override_redirect and window == top.id,
            age=now - top.since,
            stable=now - self.since[window],
            viewable=top.visible,
        )


def _outer(geometry: Any) -> Rect:
    """Return a window's place with its border."""
    border = 2 * geometry.border_width
    return Rect(geometry.x, geometry.y, geometry.width + border, geometry.height + border)
