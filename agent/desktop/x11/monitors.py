"""The monitors of an X11 display, by RandR 1.5: which there are, which is the primary, and that they are others now."""

from typing import Any

import xcffib
import xcffib.randr
import xcffib.xproto

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError, Monitor
from agent.protocol.view_messages import MOST_MONITORS

_CHANGES = (
    xcffib.randr.NotifyMask.ScreenChange | xcffib.randr.NotifyMask.CrtcChange | xcffib.randr.NotifyMask.OutputChange
)
_EVENTS = (xcffib.randr.ScreenChangeNotifyEvent, xcffib.randr.NotifyEvent, xcffib.xproto.ConfigureNotifyEvent)
"""What comes when monitors change; a monitor set by software is told of by ConfigureNotify alone."""


class X11Monitors:
    """Follows the monitors over a connection whose events somebody else reads."""

    def __init__(self, x: Any, root: int) -> None:
        """Look once; without RandR 1.5 there are none. Raise DesktopError when the display is gone."""
        self._root, self._numbers = root, dict[int, int]()
        self.known: tuple[Monitor, ...] = ()
        try:
            self._randr = x(xcffib.randr.key)
            version = self._randr.QueryVersion(1, 5).reply()
            self._able = (version.major_version, version.minor_version) >= (1, 5)
        except xcffib.ConnectionException as error:
            raise DesktopError("The monitors cannot be asked for: the screen is gone.") from error
        except xcffib.XcffibException:  # a server without RandR
            self._able = False
        self.look()

    def watch(self, on: bool) -> None:
        """Have changes told by events, or no longer."""
        if self._able:
            self._randr.SelectInput(self._root, _CHANGES if on else 0)

    @staticmethod
    def concerns(event: xcffib.Event) -> bool:
        """Say whether an event may tell of other monitors: then `look`."""
        return isinstance(event, _EVENTS)

    def look(self) -> bool:
        """Ask anew; say whether the monitors are others now. Raise DesktopError when the display is gone."""
        before = self.known
        try:
            told = self._randr.GetMonitors(self._root, True).reply().monitors if self._able else []
        except xcffib.XcffibException as error:
            raise DesktopError("The monitors cannot be asked for: the screen is gone.") from error
        self.known = self._monitors(told)
        return self.known != before

    def _monitors(self, told: list[Any]) -> tuple[Monitor, ...]:
        """Put them in order, from left to right; one that shows only what another shows too is no other."""
        areas = {one.name: Rect(one.x, one.y, one.width, one.height) for one in told if one.width and one.height}
        primary = {one.name for one in told if one.primary}
        kept: list[int] = []
        for name in sorted(areas, key=lambda name: (-areas[name].width * areas[name].height, name not in primary)):
            if not any(cut(areas[name], areas[other]) == areas[name] for other in kept):
                kept.append(name)
        kept.sort(key=lambda name: areas[name])
        return tuple(Monitor(self._number(name), areas[name], name in primary) for name in kept[:MOST_MONITORS])

    def _number(self, name: int) -> int:
        """Number a monitor when it is first seen, and keep that: people say "the second screen"."""
        if name not in self._numbers and len(self._numbers) == MOST_MONITORS:
            self._numbers.clear()
        return self._numbers.setdefault(name, len(self._numbers) + 1)
