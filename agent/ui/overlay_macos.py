"""The technician's marks on a Mac's displays: shown by the banner's process, over no window of Handrail's."""

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import font
from typing import Protocol, cast

from agent.areas import Rect, cut, tidy
from agent.desktop.base import DesktopError
from agent.desktop.macos.displays import DisplayCalls, MacMonitors
from agent.desktop.macos.frameworks import complete
from agent.desktop.macos.window_list import ON_SCREEN, WindowCalls, windows
from agent.desktop.macos.windows import is_glass
from agent.desktop.own_pids import family
from agent.ui.drawn import Drawn
from agent.ui.fading import Fading
from agent.ui.marks import PAPER, Line, Look, Part, Shade, Surface, Words
from agent.ui.overlay import LINES, LOOK_MS
from agent.ui.panes_macos import DrawingCalls, Pane, WindowKit


class GlassCalls(DisplayCalls, WindowCalls, DrawingCalls, Protocol):
    """What is asked of Quartz."""


@dataclass(frozen=True)
class Letters:
    """What words are written in: Tk's font, so that they are as long as Tk measures them."""

    family: str
    size: int
    line: int
    measure: Callable[[str], int]


class MacOverlay:
    """Draws the marks on Tk's thread, which is AppKit's. Nothing exists until the first."""

    def __init__(
        self,
        kit: WindowKit,
        calls: GlassCalls,
        letters: Letters,
        later: Callable[[Callable[[], None]], object],
        on_marks: Callable[[bool], None],
        own_pids: Callable[[], set[int]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; `later` calls back after LOOK_MS, `on_marks` is told whether there is something to wipe away."""
        self._kit, self._calls, self._letters = kit, calls, letters
        self._later, self._on_marks = later, on_marks
        self._own_pids, self._fading, self._accent = own_pids, Fading(now), PAPER
        self._panes: dict[Rect, Pane] = {}
        self._any_marks = self._waits = False
        self._made: object = None

    def show(self, drawn: Drawn, accent: str) -> None:
        """Show this, the pointer in "#rrggbb"; each mark goes in its own time."""
        self._fading.show(drawn)
        self._accent = accent
        self._draw()

    def clear(self) -> None:
        """Take everything away."""
        self._fading.clear()
        self._draw()

    def keep_up(self) -> None:
        """Do nothing: its level keeps it below the banner and above everything else."""

    def _draw(self) -> None:
        if bool(self._fading.marks) != self._any_marks:
            self._any_marks = not self._any_marks
            self._on_marks(self._any_marks)
        try:
            shown = self._show_parts(MacMonitors(self._calls))
        except DesktopError:  # where nobody knows what lies where, nothing is drawn
            shown = False
        if not shown:
            self._leave()
        elif not self._waits:
            self._waits = True
            self._later(self._look_again)

    def _show_parts(self, monitors: MacMonitors) -> bool:
        letters = self._letters
        look = Look(monitors.size, max(4, letters.line // LINES), letters.measure, letters.line, self._accent)
        parts = [part for drawn in self._fading.parts(look).values() for part in drawn]
        if not parts:
            return False
        spared = [*self._fading.drawn.covered, *self._own_areas(monitors)]
        displays = {screen.area: screen.primary for screen in monitors.displays()}
        made = parts, spared, displays
        if made != self._made:
            self._made = made
            main_height = next((area.height for area, primary in displays.items() if primary), 0)
            for area in [area for area in self._panes if area not in displays]:
                self._panes.pop(area).hide()
            for area in displays:
                if area not in self._panes:
                    self._panes[area] = Pane(self._kit, self._calls, area, main_height)
                self._show_on(self._panes[area], monitors.here(area), parts, spared)
        return True

    def _show_on(self, pane: Pane, display: Rect, parts: Sequence[Part], spared: Sequence[Rect]) -> None:
        dx, dy = -display.x, -display.y
        here = [there._replace(x=there.x + dx, y=there.y + dy) for area in spared if (there := cut(area, display))]
        moved = [moved_by(part, dx, dy) for part in parts]
        pane.show(moved, tidy(here), (self._letters.family, self._letters.size))

    def _own_areas(self, monitors: MacMonitors) -> list[Rect]:
        ours = self._own_pids()
        shown = windows(self._calls, ON_SCREEN)
        return [monitors.here(one.area) for one in shown if one.pid in ours and not is_glass(one, ours)]

    def _leave(self) -> None:
        for pane in self._panes.values():
            pane.hide()
        self._panes, self._made = {}, None

    def _look_again(self) -> None:
        """Let go what has been there for long enough; make way for what has come."""
        self._waits = False
        if self._panes:
            self._draw()


def moved_by(part: Part, dx: int, dy: int) -> Part:
    """Return a part elsewhere."""
    match part:
        case Line():
            return Line(tuple((x + dx, y + dy) for x, y in part.points), part.width, part.colour)
        case Surface():
            return Surface(tuple((x + dx, y + dy) for x, y in part.points), part.colour)
        case Words():
            return Words((part.at[0] + dx, part.at[1] + dy), part.text, part.colour)
        case Shade():
            return Shade(tuple(row._replace(x=row.x + dx, y=row.y + dy) for row in part.rows))


def open_macos_overlay(root: tk.Tk, bold: font.Font, on_marks: Callable[[bool], None]) -> MacOverlay | None:
    """Return the overlay; None where this Mac lacks something it needs."""
    import AppKit
    import Quartz

    try:
        kit = cast(WindowKit, complete(AppKit, WindowKit))
        calls = cast(GlassCalls, complete(Quartz, GlassCalls))
    except DesktopError:
        return None
    told = bold.actual()
    letters = Letters(str(told["family"]), abs(int(told["size"])), int(bold.metrics("linespace")), bold.measure)
    return MacOverlay(kit, calls, letters, lambda call: root.after(LOOK_MS, call), on_marks, family)
