"""The customer's pointer on X11: told of by raw events (XI2) and CursorNotify (XFixes), read when somebody looks.

The loop only sees that the server told something; what, is read where the looking is done, on one thread at a time.
"""

import asyncio
from array import array
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror
from Xlib.ext import xfixes, xinput

from agent.desktop.base import DesktopError, PointerShape, PointerSight
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.raw import RawKind, require_raw

_BUTTONS: Final = X.Button1Mask | X.Button2Mask | X.Button3Mask | X.Button4Mask | X.Button5Mask
_KEYS: Final = (RawKind.KEY_PRESS, RawKind.KEY_RELEASE)
_TELLING: Final = sum(1 << kind for kind in RawKind if kind not in _KEYS)
"""Whatever may move the pointer or hold a button. A program that warps it is told of by nothing (XWarpPointer)."""


class X11PointerSource:
    """PointerSource of one X11 display, on a connection of its own."""

    def __init__(self, display: str) -> None:
        """Connect to `display`. Raise DesktopError when it does not answer or lacks an extension."""
        self._connection = X11Connection(display)
        self._display: Any = self._connection.display
        if not self._display.has_extension(xfixes.extname):
            self._connection.close()
            raise DesktopError(f"The screen {display} lacks XFIXES, which Handrail needs to show the pointer.")
        require_raw(self._connection)
        self._display.xfixes_query_version()
        self._socket: int = self._display.fileno()
        self._notify, _ = self._display.extension_event.DisplayCursorNotify
        self._looking = Lock()
        self._wanted = self._selected = False
        self._stale = True
        self._shape: PointerShape | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_change: Callable[[], None] = lambda: None

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin to report on the running loop: once, and again after each look."""
        self.stop()
        self._loop, self._on_change = asyncio.get_running_loop(), on_change
        self._wanted = self._stale = True
        self._select()
        self._listen()

    def stop(self) -> None:
        """Report nothing more. Never raises, and waits for nobody who is looking."""
        if self._loop is None:
            return
        self._loop.remove_reader(self._socket)
        self._loop = None
        self._wanted = False
        self._select()

    def look(self) -> PointerSight:
        """Return where the pointer is and what it looks like, both of one moment. Raise DesktopError."""
        try:
            with self._looking:
                sight = self._look()
                more = self._take()
        except X_FAILURES as error:
            raise DesktopError("The pointer cannot be seen on this screen any more.") from error
        finally:
            self._select()
        if loop := self._loop:
            loop.call_soon_threadsafe(self._told if more else self._listen)
        return sight

    def close(self) -> None:
        """Let go of the display; nobody may be looking."""
        self.stop()
        self._connection.close()

    # --- the loop's thread -------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        if self._loop is not None:
            self._loop.add_reader(self._socket, self._told)

    def _told(self) -> None:
        """Report, and listen no more until somebody has looked: a mouse moves a thousand times a second."""
        if self._loop is not None:
            self._loop.remove_reader(self._socket)
            self._on_change()

    # --- whoever has the lock ----------------------------------------------------------------------------------------

    def _select(self) -> None:
        """Ask the server to tell, or no longer, unless somebody looks: who then does this afterwards."""
        while self._selected != self._wanted and self._looking.acquire(blocking=False):
            self._selected = self._wanted
            with suppress(*X_FAILURES):  # a lost display is found out by whoever looks
                self._ask(self._selected)
            self._looking.release()

    def _ask(self, on: bool) -> None:
        root, display = self._connection.root, self._display.display
        root.xinput_select_events([(xinput.AllMasterDevices, _TELLING if on else 0)])
        mask = xfixes.XFixesDisplayCursorNotifyMask if on else 0
        major = display.get_extension_major(xfixes.extname)
        xfixes.SelectCursorInput(display=display, opcode=major, window=root, mask=mask)
        self._display.flush()

    def _look(self) -> PointerSight:
        """Look at the place alone while no other shape was told of before the answer; else at both at once."""
        self._take()
        at = self._connection.root.query_pointer()
        self._take()
        if not self._stale:
            return PointerSight(at.root_x, at.root_y, bool(at.mask & _BUTTONS), self._shape)
        self._stale = False
        try:
            image = self._display.xfixes_get_cursor_image(self._connection.root)
        except xerror.XError:  # there is none now
            self._shape = None
            return PointerSight(at.root_x, at.root_y, bool(at.mask & _BUTTONS), None)
        held = (at.mask | self._connection.root.query_pointer().mask) & _BUTTONS
        self._shape = _shape_of(image)
        return PointerSight(image.x, image.y, bool(held), self._shape)

    def _take(self) -> bool:
        """Take in what the server has told; say whether there was anything."""
        anything = False
        while self._display.pending_events():
            event = self._display.next_event()
            self._stale = self._stale or event.type == self._notify
            anything = True
        return anything


def _shape_of(image: Any) -> PointerShape:
    pixels = array("I", image.cursor_image)
    return PointerShape(image.cursor_serial, image.width, image.height, image.xhot, image.yhot, pixels.tobytes())
