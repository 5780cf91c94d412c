"""The windows of a Mac as they are now, with what is known of each and its program: facts for agent.hiding.judge.

What macOS does not tell: which window a sheet or menu belongs to (it counts as belonging to all of its program), and
whether anything shows through one (it counts as if).
"""

from collections.abc import Callable, Collection
from typing import Final

from agent.desktop.ages import Ages
from agent.desktop.follow import Seen
from agent.desktop.macos.programs import Programs
from agent.desktop.macos.window_list import ALL, ON_SCREEN, Listed, WindowCalls, windows
from agent.desktop.monitors import Monitors
from agent.hiding.facts import WindowFacts

GLASS: Final = "handrail marks"
"""The title of the windows on which the technician's marks are drawn: they take no click, and are none to the rules."""

LEVELS: Final = {101: "popup_menu", 102: "tooltip", 200: "tooltip", 500: "dnd"}
"""Levels by the names that facts.py uses (CGWindowLevelKey: pop-up menus, overlays, help, dragging)."""
_BARS: Final = range(20, 26)
"""The Dock, the menu bar, and what programs put into it."""

PANELS: Final = frozenset({"dock", "systemuiserver", "controlcenter", "windowmanager", "windowserver"})
"""Programs of macOS that show titles and small pictures of other windows."""
NOTIFIERS: Final = frozenset({"notificationcenter"})


class MacWindows:
    """Reads them, and remembers since when each has been as it is. One thread at a time."""

    def __init__(self, calls: WindowCalls, monitors: Monitors, own_pids: Callable[[], set[int]]) -> None:
        self._calls, self._monitors, self._own_pids = calls, monitors, own_pids
        self._ages, self._programs = Ages(), Programs()
        self.handles: frozenset[int] = frozenset()
        """All there were when read last."""

    def read(self, now: float) -> list[Seen]:
        """Return those on the screen, topmost first, then minimised ones; `now` in monotonic seconds.

        Raise DesktopError when macOS does not tell.
        """
        ours = self._own_pids()
        shown = [one for one in windows(self._calls, ON_SCREEN) if not is_glass(one, ours)]
        there = {one.number for one in shown}
        others = [one for one in windows(self._calls, ALL) if one.number not in there and not is_glass(one, ours)]
        minimised = [one for one in others if one.title and one.layer == 0]
        found = [self._seen(one, ours, now, visible=one.number in there) for one in (*shown, *minimised)]
        self.handles = frozenset(there | {one.number for one in others})
        self._ages.keep({seen.facts.id for seen in found})
        self._programs.keep({one.pid for one in (*shown, *minimised)})
        return found

    def _seen(self, one: Listed, ours: set[int], now: float, *, visible: bool) -> Seen:
        program = self._programs.of(one.pid)
        age, stable = self._ages.of(one.number, (one.title, one.layer, one.pid), now)
        facts = WindowFacts(
            one.number,
            self._monitors.here(one.area),
            title=one.title,
            types=frozenset({type_of(one.layer, program.name)}),
            pid=one.pid,
            executable=program.executable,
            arguments=program.arguments,
            override_redirect=not one.title,
            own=one.pid in ours,
            age=age,
            stable=stable,
            viewable=visible,
        )
        return Seen(facts, visible, whole=False)


def type_of(layer: int, program: str) -> str:
    """Return what a window is, as facts.py names it."""
    if layer < 0:
        return "desktop"
    if program in NOTIFIERS:
        return "notification"
    if program in PANELS or layer in _BARS:
        return "dock"
    return LEVELS.get(layer, "normal")


def is_glass(one: Listed, ours: Collection[int]) -> bool:
    """Say whether a window is one of those for the marks."""
    return one.pid in ours and one.title == GLASS
