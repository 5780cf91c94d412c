"""Covers what is hidden on X11: the part of it that the event loop asks. follow.py finds out what is covered."""

from collections.abc import Callable, Sequence
from typing import Final

from Xlib import X

from agent.desktop.base import DesktopError
from agent.desktop.followed import FollowedMasking, on_loop
from agent.desktop.standing import OnChange, Standing
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.follow import Follower
from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.knowledge import Knows

_DEPTH: Final = 32
"""Windows inside windows; more is doubt."""


class X11Masking(FollowedMasking[Follower]):
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
        super().__init__(judge, knows)
        self._connection, self._own_pids = connection, own_pids

    def start(self, on_change: OnChange) -> None:
        """Begin to follow the windows. Raise DesktopError when the display is gone or lacks an extension."""
        self.stop()
        self._follower = Follower(self._connection.name, self._judge, self._knows, self._own_pids, on_loop(on_change))
        self._follower.use(self._hidden)

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        """Return what is known of the windows of a process; none where nothing is known. Only from a worker thread."""
        follower = self._follower
        try:
            return follower.windows_of(pid) if follower is not None else ()
        except DesktopError:
            return ()

    def _can_be_seen(self) -> bool:
        return True

    def _shows_at(self, standing: Standing, x: int, y: int) -> bool:
        return self._shows(standing, lambda: self._top_at(x, y))

    def _shows_focused(self, standing: Standing) -> bool:
        return self._shows(standing, self._focused)

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
