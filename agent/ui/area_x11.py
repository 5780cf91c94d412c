"""Drawing an area on X11: a window without pixels takes the mouse and the keys, four thin ones show the rectangle.

The screen below stays as it is, in what is shared too: nothing of it is copied into a window of ours.
"""

import os
import select
import threading
import time
from collections.abc import Callable
from typing import Any

from Xlib import XK, X, Xcursorfont, display
from Xlib.error import ConnectionClosedError, DisplayError, XError

from agent.areas import Rect
from agent.ui.aim import is_after
from agent.ui.area import PATIENCE, SMALLEST, STEP, Frame, between, middle
from agent.ui.border_x11 import allocated, thin_window
from agent.ui.clock_x11 import X11Clock

THICKNESS = 4
"""Pixels of the rectangle's sides."""
ARROWS = {XK.XK_Left: (-1, 0), XK.XK_Right: (1, 0), XK.XK_Up: (0, -1), XK.XK_Down: (0, 1)}
REFOCUS = 20
"""How often the keys are asked for again, where a window manager gives them to another window."""
NOTHING = Rect(0, 0, 0, 0)
FAILURES = (DisplayError, ConnectionClosedError, XError, OSError)


class X11AreaDrawing:
    """Implements agent.ui.area.AreaDrawing."""

    def __init__(self) -> None:
        self._wake: int | None = None
        self._lock = threading.Lock()

    def start(self, colour: str, done: Callable[[Rect | None], None]) -> None:
        """Begin, unless one goes on already."""
        with self._lock:
            if self._wake is not None:
                return
            asleep, self._wake = os.pipe()
        threading.Thread(target=self._draw, args=(colour, asleep, done), daemon=True, name="area").start()

    def cancel(self) -> None:
        """Give it up."""
        with self._lock:
            if self._wake is not None:
                os.write(self._wake, b".")

    def _draw(self, colour: str, asleep: int, done: Callable[[Rect | None], None]) -> None:
        area = None
        try:
            drawn = _Drawing(colour)
            try:
                area = drawn.run(asleep)
            finally:
                drawn.close()
        except FAILURES:
            area = None  # the screen is gone, or took nothing: nothing was drawn
        finally:
            with self._lock:
                if self._wake is not None:
                    os.close(self._wake)
                os.close(asleep)
                self._wake = None
            done(area)


class _Drawing:
    """One rectangle in the making."""

    def __init__(self, colour: str) -> None:
        self._display, self._clock = display.Display(), X11Clock()
        self._root = self._display.screen().root
        geometry = self._root.get_geometry()
        self._size = geometry.width, geometry.height
        self._focus_before = self._display.get_input_focus()
        self._frame: Frame = middle(self._size)
        self._from: tuple[int, int] | None = None
        self._refocused = 0
        self._catcher = self._catch()
        pixel = allocated(self._display, colour)
        edges = _edges(self._frame.area)
        self._sides = [thin_window(self._root, edge, background_pixel=pixel) for edge in edges]
        for side in self._sides:
            side.map()
        self._display.flush()

    def run(self, asleep: int) -> Rect | None:
        """Follow the mouse and the keys until there is an area, or none is wanted."""
        until = time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0:
            if not self._display.pending_events():
                ready, _, _ = select.select([self._display.fileno(), asleep], [], [], left)
                if asleep in ready:
                    return None
                continue
            event = self._display.next_event()
            until = time.monotonic() + PATIENCE
            if (answer := self._take(event)) is not None:
                return answer if answer != NOTHING else None
        return None

    def close(self) -> None:
        """Take everything away, and give the keys back."""
        try:
            before = self._focus_before
            self._display.set_input_focus(before.focus, before.revert_to, X.CurrentTime)
        finally:
            self._clock.close()
            self._display.close()

    def _take(self, event: Any) -> Rect | None:
        """Take one event: an area, NOTHING when none is wanted, None to go on."""
        match event.type:
            case X.ButtonPress if not is_after(event.time, self._shown_at):
                return None  # meant for what was here before: something held it back
            case X.KeyPress if not is_after(event.time, self._focused_at):
                return None
            case X.ButtonPress if event.detail == 1:
                self._from = event.root_x, event.root_y
            case X.ButtonPress:
                return NOTHING
            case X.MotionNotify if self._from:
                self._show(between(self._from, (event.root_x, event.root_y)))
            case X.ButtonRelease if self._from:
                return self._let_go(between(self._from, (event.root_x, event.root_y)))
            case X.KeyPress:
                return self._key(self._display.keycode_to_keysym(event.detail, 0), bool(event.state & X.ShiftMask))
            case X.FocusOut if event.mode == X.NotifyNormal and self._refocused < REFOCUS:
                self._refocused += 1
                self._focus()
        return None

    def _let_go(self, area: Rect) -> Rect | None:
        self._from = None
        if min(area.width, area.height) >= SMALLEST:
            return area
        self._show(self._frame.area)
        return None

    def _key(self, keysym: int, shift: bool) -> Rect | None:
        if keysym == XK.XK_Escape:
            return NOTHING
        if keysym in (XK.XK_Return, XK.XK_KP_Enter):
            return self._frame.area
        if keysym in ARROWS:
            dx, dy = (STEP * way for way in ARROWS[keysym])
            self._frame = self._frame.enlarged(dx, dy) if shift else self._frame.moved(dx, dy)
            self._show(self._frame.area)
        return None

    def _show(self, area: Rect) -> None:
        for side, (x, y, width, height) in zip(self._sides, _edges(area), strict=True):
            side.configure(x=x, y=y, width=width, height=height)
        self._display.flush()

    def _catch(self) -> Any:
        cursors: Any = self._display.open_font("cursor")
        cross = cursors.create_glyph_cursor(
            cursors, Xcursorfont.crosshair, Xcursorfont.crosshair + 1, (0, 0, 0), (65535, 65535, 65535)
        )
        catcher: Any = self._root.create_window(
            *(0, 0, *self._size, 0, X.CopyFromParent, X.InputOnly, X.CopyFromParent),
            override_redirect=True,
            cursor=cross,
            event_mask=X.ButtonPressMask
            | X.ButtonReleaseMask
            | X.PointerMotionMask
            | X.KeyPressMask
            | X.FocusChangeMask
            | X.StructureNotifyMask,
        )
        catcher.set_wm_name("Handrail")
        catcher.map()
        catcher.configure(stack_mode=X.Above)
        self._display.sync()
        self._shown_at = self._clock.now()
        self._focus(catcher)
        return catcher

    def _focus(self, catcher: Any = None) -> None:
        (catcher or self._catcher).set_input_focus(X.RevertToPointerRoot, X.CurrentTime, onerror=lambda *_: None)
        self._display.sync()
        self._focused_at = self._clock.now()


def _edges(area: Rect) -> list[Rect]:
    """Return the rectangle's four sides, drawn outside it: x, y, width, height."""
    x, y, thick = area.x - THICKNESS, area.y - THICKNESS, THICKNESS
    width, height = area.width + 2 * thick, area.height + 2 * thick
    return [
        Rect(x, y, width, thick),
        Rect(x, y + height - thick, width, thick),
        Rect(x, y, thick, height),
        Rect(x + width - thick, y, thick, height),
    ]
