"""The top-level windows as they are now, with what is known of each and its program: facts for agent.hiding.judge."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

from agent.desktop.ages import Ages
from agent.desktop.follow import Seen
from agent.desktop.windows import win32_windows as win32
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.own_windows import is_glass
from agent.hiding.facts import WindowFacts

_ARGUMENTS: Final = 8

KINDS: Final[dict[str, str]] = {
    "#32768": "popup_menu",
    "ComboLBox": "combo",
    "tooltips_class32": "tooltip",
    "Xaml_WindowedPopupClass": "popup_menu",
    "SysDragImage": "dnd",
    "#32770": "dialog",
    "Progman": "desktop",
    "WorkerW": "desktop",
    "Shell_TrayWnd": "dock",
    "Shell_SecondaryTrayWnd": "dock",
    "NotifyIconOverflowWindow": "dock",
    "TopLevelWindowForOverflowXamlIsland": "dock",
    "TaskListThumbnailWnd": "dock",
    "TaskListOverlayWnd": "dock",
    "TaskSwitcherWnd": "dock",
    "TaskSwitcherOverlayWnd": "dock",
    "MultitaskingViewFrame": "dock",
    "XamlExplorerHostIslandWindow": "dock",
}
"""Classes of the system's own windows by the names that facts.py uses; "dock" are also the switchers, which show small
pictures of other windows."""

SHELL_HOSTS: Final = frozenset({"shellexperiencehost.exe", "startmenuexperiencehost.exe"})
"""Programs whose windows tell of other programs: notifications, the start menu."""


@dataclass(frozen=True)
class _Program:
    executable: str = ""
    arguments: tuple[str, ...] = ()


class WindowsOfDesktop:
    """Reads them, and remembers since when each has been as it is. One thread at a time."""

    def __init__(self, monitors: WindowsMonitors, own_pids: Callable[[], set[int]]) -> None:
        self._monitors, self._own_pids = monitors, own_pids
        self._ages = Ages()
        self._programs: dict[int, _Program] = {}
        self.handles: frozenset[int] = frozenset()
        """All there were when read last, hidden ones too."""

    def read(self, now: float) -> list[Seen]:
        """Return those that their programs show, topmost first; `now` in monotonic seconds. Raise DesktopError."""
        handles = win32.top_levels()
        ours = self._own_pids()
        shown = [window for window in handles if win32.is_visible(window) and not is_glass(window, ours)]
        found = [seen for window in shown if (seen := self._seen(window, ours, now)) is not None]
        self.handles = frozenset(handles)
        self._ages.keep({seen.facts.id for seen in found})
        pids = {seen.facts.pid for seen in found}
        self._programs = {pid: program for pid, program in self._programs.items() if pid in pids}
        return found

    def _seen(self, window: int, ours: set[int], now: float) -> Seen | None:
        area, pid = win32.area_of(window), win32.process_of(window)
        if area is None or not pid:
            return None  # it went meanwhile
        if pid not in self._programs:
            self._programs[pid] = _program(pid)
        program, kind = self._programs[pid], win32.class_of(window)
        title, owner = win32.title_of(window), win32.owner_of(window)
        age, stable = self._ages.of(window, (title, kind, owner, pid), now)
        visible = win32.is_seen(window)
        facts = WindowFacts(
            window,
            self._monitors.here(area),
            title=title,
            wm_class=("", kind),
            types=types_of(kind, program.executable),
            pid=pid,
            executable=program.executable,
            arguments=program.arguments,
            override_redirect=_pops_up(win32.style(window), win32.extended_style(window)),
            transient_for=owner,
            own=pid in ours,
            age=age,
            stable=stable,
            viewable=visible,
        )
        return Seen(facts, visible, win32.is_whole(window))


def types_of(kind: str, executable: str) -> frozenset[str]:
    """Return what a class of windows is, as facts.py names it."""
    if executable.rpartition("\\")[2].lower() in SHELL_HOSTS:
        return frozenset({"notification"})
    return frozenset({KINDS.get(kind, "normal")})


def _pops_up(style: int, extended: int) -> bool:
    """Say whether nobody could have opened it by itself: no caption, and kept from the taskbar or the focus."""
    bare = bool(style & win32.POPUP) and style & win32.CAPTION != win32.CAPTION
    return bare and bool(extended & (win32.TOOL | win32.NO_ACTIVATE))


def _program(pid: int) -> _Program:
    arguments: tuple[str, ...] = ()
    with suppress(psutil.Error, OSError):
        arguments = tuple(psutil.Process(pid).cmdline()[:_ARGUMENTS])
    return _Program(win32.executable_of(pid) or "", arguments)
