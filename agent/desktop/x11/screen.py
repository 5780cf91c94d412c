"""The screen on X11: pixels by mss (XShm), changed areas by XDamage, size by ConfigureNotify on the root window.

Nothing polls: the loop wakes when the X server reports damage.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

import mss
import xcffib
import xcffib.damage
import xcffib.xfixes
import xcffib.xproto
from mss.exception import ScreenShotError

from agent.areas import Rect
from agent.desktop.base import DesktopError, Monitor
from agent.desktop.x11.monitors import X11Monitors

_LOST = "The connection to the screen (X11 display) was lost."

_GONE = (ScreenShotError, AssertionError)
"""What mss raises when it cannot capture; the second when the server goes while it waits for an answer."""


class X11Screen:
    """ScreenSource of one X11 display. The pointer is never part of what `grab` returns."""

    def __init__(self, display: str | None = None) -> None:
        """Open `display` (None: $DISPLAY). Raise DesktopError if it cannot be reached or lacks XDamage."""
        try:
            self._x: Any = xcffib.connect(display)  # its requests are bound at run time
            self._damage = self._x(xcffib.damage.key)
            self._fixes = self._x(xcffib.xfixes.key)
            self._damage.QueryVersion(1, 1).reply()
            self._fixes.QueryVersion(5, 0).reply()
        except xcffib.XcffibException as error:
            raise DesktopError(f"The screen cannot be seen: no X11 display at {display or '$DISPLAY'}.") from error
        self._display = display
        self._socket: int = self._x.get_file_descriptor()
        self._root = self._x.get_setup().roots[self._x.pref_screen].root
        self._size = self._ask_size()
        self._monitors = X11Monitors(self._x, self._root)
        self._grab_lock = Lock()
        self._shots = self._open_shots()
        self._watch: int | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_damage: Callable[[Sequence[Rect]], None] | None = None
        self._on_resize: Callable[[], None] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as last reported by the X server."""
        return self._size

    @property
    def monitors(self) -> Sequence[Monitor]:
        """The monitors, from left to right, as last reported by the X server."""
        return self._monitors.known

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        """Report damage and changes of size on the running loop. Raise DesktopError when the display is gone."""
        self.stop()
        self._on_damage, self._on_resize = on_damage, on_resize
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._drain)
        try:
            self._select(xcffib.xproto.EventMask.StructureNotify)
            self._monitors.watch(True)
            self._watch = self._x.generate_id()
            self._damage.Create(self._watch, self._root, xcffib.damage.ReportLevel.DeltaRectangles)
            self._size = self._ask_size()
            self._monitors.look()
        except (xcffib.XcffibException, DesktopError) as error:
            self.stop()
            raise DesktopError(_LOST) from error
        self._loop.call_soon(self._drain)  # reading the reply may have taken events off the socket

    def stop(self) -> None:
        """Report nothing more."""
        if self._loop is None:
            return
        self._loop.remove_reader(self._socket)
        self._loop = self._on_damage = self._on_resize = None
        watch, self._watch = self._watch, None
        with suppress(xcffib.XcffibException):  # a lost display reports nothing either
            self._damage.Destroy(watch)
            self._select(xcffib.xproto.EventMask.NoEvent)
            self._monitors.watch(False)
            self._x.flush()

    def grab(self, area: Rect) -> bytearray:
        """Capture `area` now, from any thread. Raise DesktopError when it is outside or the display is gone."""
        box = {"left": area.x, "top": area.y, "width": area.width, "height": area.height}
        with self._grab_lock:
            self._settle()
            try:
                return self._shots.grab(box).raw
            except _GONE as error:
                self._shots.close()
                self._shots = self._open_shots()
                raise DesktopError("The screen changed while it was captured.") from error

    def close(self) -> None:
        """Let go of the display."""
        self.stop()
        with self._grab_lock:
            self._shots.close()
            self._x.disconnect()

    def _settle(self) -> None:
        """Wait until the server has subtracted what was reported, so that no later change goes unreported."""
        try:
            self._x.core.GetInputFocus().reply()
        except xcffib.XcffibException as error:
            raise DesktopError(_LOST) from error
        loop = self._loop
        if loop is not None:  # reading the reply may have taken events off the socket, which would then wake nobody
            loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        """Report everything that the server has told."""
        areas: list[Rect] = []
        resized = rearranged = False
        while self._loop is not None and (event := self._next_event()) is not None:
            rearranged = rearranged or self._monitors.concerns(event)
            if isinstance(event, xcffib.damage.NotifyEvent):
                areas.append(Rect(event.area.x, event.area.y, event.area.width, event.area.height))
            elif isinstance(event, xcffib.xproto.ConfigureNotifyEvent) and event.window == self._root:
                resized = resized or self._size != (event.width, event.height)
                self._size = event.width, event.height
        if rearranged and self._rearranged() and self._on_resize and not resized:
            self._on_resize()
        if resized:
            self._resized()
        if areas and self._on_damage and self._watch is not None:
            self._damage.Subtract(self._watch, xcffib.xfixes.Region._None, xcffib.xfixes.Region._None)
            self._x.flush()
            self._on_damage(areas)

    def _next_event(self) -> xcffib.Event | None:
        try:
            event: xcffib.Event | None = self._x.poll_for_event()
        except xcffib.ConnectionException:
            self._lost()
            return None
        return event

    def _rearranged(self) -> bool:
        """Say whether the monitors are others now."""
        if self._loop is not None:  # reading the reply may take events off the socket
            self._loop.call_soon(self._drain)
        try:
            return self._monitors.look()
        except DesktopError:
            self._lost()
            return False

    def _lost(self) -> None:
        """Report everything as changed: the capture that follows says that the display is gone."""
        report = self._on_damage
        self.stop()
        if report:
            report([Rect(0, 0, *self._size)])

    def _resized(self) -> None:
        """Open mss anew: its shared memory has the size of the screen at the time it was opened."""
        with self._grab_lock:
            self._shots.close()
            self._shots = self._open_shots()
        if self._on_resize:
            self._on_resize()

    def _open_shots(self) -> mss.MSS:
        try:
            return mss.MSS(display=self._display)
        except _GONE as error:
            raise DesktopError(f"The screen {self._display} cannot be captured ({error}).") from error

    def _ask_size(self) -> tuple[int, int]:
        try:
            geometry = self._x.core.GetGeometry(self._root).reply()
        except xcffib.XcffibException as error:
            raise DesktopError(_LOST) from error
        return geometry.width, geometry.height

    def _select(self, mask: int) -> None:
        self._x.core.ChangeWindowAttributes(self._root, xcffib.xproto.CW.EventMask, [mask])
