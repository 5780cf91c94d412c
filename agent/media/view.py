"""Remembers what the console asked to see of the desktop, and keeps the viewport in step with the monitors."""

from dataclasses import dataclass

from agent.areas import Rect
from agent.desktop.base import Monitor, ScreenSource
from agent.media.viewport import Viewport, divisor_for, part_shown
from agent.protocol import view_messages as wire
from agent.protocol.view_messages import Geometry, Monitors

NUMBERS = 256
"""Views are numbered round: a frame says in one byte which it shows."""


@dataclass(frozen=True)
class Shown:
    """What the console is told of the view, before the first frame of it."""

    viewport: Viewport
    number: int
    monitors: tuple[Monitor, ...]
    chosen: int | None


class View:
    """What one console sees of one screen. Used on the event loop's thread only."""

    def __init__(self, source: ScreenSource) -> None:
        self._source = source
        self._room: tuple[int, int] | None = None
        self._chosen: int | None = None
        self.shown = Shown(Viewport(Rect(0, 0, *source.size)), 0, (), None)

    @property
    def viewport(self) -> Viewport:
        """What is shown, as last told."""
        return self.shown.viewport

    def choose(self, monitor: int | None) -> None:
        """Show that monitor alone from the next `look` on; None: all. One that is not there changes nothing."""
        if monitor is None or self._has(monitor):
            self._chosen = monitor

    def fit(self, width: int, height: int) -> bool:
        """Send no more than fills that room, from the next `look` on; say whether that changes anything."""
        self._room = width, height
        return divisor_for(self.viewport.part, self._room) != self.viewport.divisor

    def look(self) -> Shown:
        """Return what is to be shown of the desktop as it is now. A chosen monitor that went away is chosen no more."""
        monitors = tuple(self._source.monitors)
        if self._chosen is not None and not self._has(self._chosen):
            self._chosen = None
        part = part_shown(self._source.size, monitors, self._chosen)
        viewport = Viewport(part, divisor_for(part, self._room))
        number = (self.shown.number + (viewport != self.viewport)) % NUMBERS
        self.shown = Shown(viewport, number, monitors, self._chosen)
        return self.shown

    def _has(self, monitor: int) -> bool:
        return any(known.id == monitor for known in self._source.monitors)


def view_messages(shown: Shown) -> tuple[Geometry, Monitors]:
    """Return what the console is told of a view."""
    viewport = shown.viewport
    return (
        Geometry(**viewport.part._asdict(), divisor=viewport.divisor, view=shown.number),
        Monitors(monitors=[_described(monitor) for monitor in shown.monitors], chosen=shown.chosen),
    )


def _described(monitor: Monitor) -> wire.Monitor:
    return wire.Monitor(id=monitor.id, **monitor.area._asdict(), primary=monitor.primary)
