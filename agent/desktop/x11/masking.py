"""Covers what is hidden on X11: the part of it that the event loop asks. follow.py finds out what is covered."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from Xlib import X

from agent.areas import Rect
from agent.desktop.base import DesktopError, WindowChoice
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.follow import EVERYWHERE, Follower, Standing
from agent.hiding.copied import may_be_read
from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.family import can_hide
from agent.hiding.knowledge import Knowledge, Knows
from agent.hiding.vocabulary import Hidden

_DEPTH: Final = 32
"""Windows inside windows; more is doubt."""


class X11Masking:
    """Masking of one X11 display. All but `masks` belongs to the event loop's thread."""

    def __init__(
        self,
        connection: X11Connection,
        judge: Judge,
        knows: Knows,
        own_pids: Callable[[], set[int]] | None = None,
    ) -> None:
        """Prepare. `connection` is the injector's: where input may land is asked on it alone, as it may have the
        server to itself just then; `own_pids` as X11OwnWindows takes it.
        """
        self._connection, self._judge, self._knows, self._own_pids = connection, judge, knows, own_pids
        self._hidden = Hidden()
        self._follower: Follower | None = None

    def start(self, on_change: Callable[[Sequence[Rect], bool], None]) -> None:
        """Begin to follow the windows. Raise DesktopError when the display is gone or lacks an extension."""
        self.stop()
        loop = asyncio.get_running_loop()

        def told(areas: Sequence[Rect], sudden: bool) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(on_change, areas, sudden)

        self._follower = Follower(self._connection.name, self._judge, self._knows, self._own_pids, told)
        self._follower.use(self._hidden)

    def stop(self) -> None:
        """Follow nothing more: everything counts as covered from now on."""
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.close()

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on: what was found for what was hidden before does not count any more."""
        self._hidden = replace(hidden, own=self._hidden.own)
        if self._follower is not None:
            self._follower.use(self._hidden)

    def cover_own(self, on: bool) -> None:
        """Cover the agent's own windows too, or no longer."""
        if on != self._hidden.own:
            self._hidden = replace(self._hidden, own=on)
            self.use(self._hidden)

    def gone(self, window: int) -> bool:
        """Say whether the window of that id, which there was, is no more (a minimised one still is)."""
        standing = self._follower.standing if self._follower else None
        return standing is not None and window not in standing.known

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds). Raise DesktopError."""
        follower = self._follower
        return follower.masks(since) if follower is not None else (EVERYWHERE,)

    def covered(self) -> Sequence[Rect]:
        """Return what is covered as far as is known now, without waiting for the server."""
        standing = self._follower.standing if self._follower else None
        return standing.areas if standing is not None else (EVERYWHERE,)

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        """Return what is known of the windows of a process; none where nothing is known. Only from a worker thread."""
        follower = self._follower
        try:
            return follower.windows_of(pid) if follower is not None else ()
        except DesktopError:
            return ()

    def may_be_read(self, windows: Sequence[WindowFacts]) -> bool:
        """Say whether what a program with these windows copied may be read. Only from a worker thread."""
        knowledge = self._knows.knowledge() if self._hidden.folders else Knowledge()
        return self._follower is not None and may_be_read(windows, self._hidden, knowledge, self._judge)

    def knowledge(self) -> Knowledge:
        """Return what is known of processes, for the report."""
        return self._knows.knowledge()

    def windows(self) -> list[WindowChoice]:
        """List the windows that the customer can pick, topmost first; the agent's own are not among them."""
        return [_choice(w) for w in self._seen() if not w.own and not w.override_redirect and w.title]

    def window_at(self, x: int, y: int) -> WindowChoice | None:
        """Return the window at (x, y); None where there is none, or one of the agent's own."""
        window = next((window for window in self._seen() if _lies_in(window.area, x, y)), None)
        return _choice(window) if window is not None and not window.own else None

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether remote pointer input may land at (x, y): nothing hidden is there, or has the pointer or focus."""
        if not can_hide(self._hidden):
            return True
        standing = self._standing()
        if standing is None or standing.menu_hidden or any(_lies_in(area, x, y) for area in standing.areas):
            return False
        return self._shows(standing, lambda: self._top_at(x, y)) and self.allow_keys()

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now: no hidden window has the focus."""
        if not can_hide(self._hidden):
            return True
        standing = self._standing()
        return standing is not None and self._shows(standing, self._focused)

    def _standing(self) -> Standing | None:
        """Return how things stand; None while that is not known for what is hidden now."""
        standing = self._follower.standing if self._follower else None
        return standing if standing is not None and standing.hidden is self._hidden else None

    def _seen(self) -> Sequence[WindowFacts]:
        standing = self._follower.standing if self._follower else None
        return standing.windows if standing else ()

    def _shows(self, standing: Standing, find: Callable[[], int]) -> bool:
        """Say whether the window that `find` finds on the server now may be shown, or is the bare desktop."""
        try:
            window = find()
        except X_FAILURES:
            return False
        finally:
            self._connection.drain_soon()
        return window in standing.shown or window == self._connection.root.id

    def _top_at(self, x: int, y: int) -> int:
        """Return the top-level window at (x, y), or the root window."""
        root = self._connection.root
        child = root.translate_coords(root, x, y).child
        return int(root.id if child == X.NONE else child.id)

    def _focused(self) -> int:
        """Return the top-level window that keys go to, or none."""
        root = self._connection.root
        focus = self._connection.display.get_input_focus().focus
        if focus in (X.PointerRoot, root):
            at = root.query_pointer()
            return self._top_at(at.root_x, at.root_y)
        for _ in range(_DEPTH):
            if focus == X.NONE:
                break
            parent = focus.query_tree().parent
            if parent == root:
                return int(focus.id)
            focus = parent
        return X.NONE


def _lies_in(area: Rect, x: int, y: int) -> bool:
    return area.x <= x < area.x + area.width and area.y <= y < area.y + area.height


def _choice(window: WindowFacts) -> WindowChoice:
    return WindowChoice(window.id, window.title, application_of(window))


def application_of(window: WindowFacts) -> str:
    """Name the window's program as HiddenApplication does: by its executable, or else its class."""
    return (window.executable.rpartition("/")[2] or window.wm_class[1]).lower()
