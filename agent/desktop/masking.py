"""Covers what is hidden where windows are found by listing them: the part of it that the event loop asks.

follow.py finds out what is covered, each platform what lies where and what has the keys.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from agent.desktop.base import DesktopError
from agent.desktop.follow import Desk, Follower
from agent.desktop.followed import FollowedMasking, on_loop
from agent.desktop.standing import OnChange, Standing
from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.knowledge import Knows


class Ground(Protocol):
    """Where input goes, right now; asked on the loop's thread, within milliseconds."""

    def focused(self) -> Collection[int]:
        """Return the windows one of which the keys go to; none: nobody knows. Raise DesktopError."""

    def top_at(self, x: int, y: int) -> Collection[int]:
        """Return the windows one of which a click at (x, y) goes to; none: nobody knows. Raise DesktopError."""

    def is_bare(self, window: int) -> bool:
        """Say whether a window is the desktop itself, which shows nothing of anybody's."""


class Notices(Protocol):
    """Word that windows changed."""

    def stop(self) -> None:
        """Tell nothing more."""


class ListedMasking(FollowedMasking[Follower]):
    """Masking of one desktop. All but `masks` and `look` belongs to the event loop's thread."""

    def __init__(
        self,
        desk: Desk,
        ground: Ground,
        judge: Judge,
        knows: Knows,
        can_be_seen: Callable[[], bool],
        nudge: Callable[[], None] = lambda: None,
        notice: Callable[[Callable[[], None]], Notices] | None = None,
    ) -> None:
        """Prepare; `nudge` is called when a window changed: the screen did too.

        `notice` begins to tell of changes, on any thread; where the system tells of none, follow.py looks.
        """
        super().__init__(judge, knows)
        self._desk, self._ground = desk, ground
        self._seen, self._nudge, self._notice = can_be_seen, nudge, notice
        self._notices: Notices | None = None

    def start(self, on_change: OnChange) -> None:
        """Begin to follow the windows."""
        self.stop()
        self._follower = follower = Follower(self._desk, self._judge, self._knows, self._seen, on_loop(on_change))
        follower.use(self._hidden)

        def noticed() -> None:
            follower.wake()
            self._nudge()

        self._notices = self._notice(noticed) if self._notice else None

    def stop(self) -> None:
        """Follow nothing more: everything counts as covered from now on."""
        notices, self._notices = self._notices, None
        if notices is not None:
            notices.stop()
        super().stop()

    def look(self) -> None:
        """Find out how things stand right now, before a capture. Any thread."""
        follower = self._follower
        if follower is not None:
            follower.look()

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        """Return what is known of the windows of a process; none where nothing is known. Any thread."""
        standing = self._any_standing()
        return tuple(window for window in standing.windows if window.pid == pid) if standing else ()

    def _can_be_seen(self) -> bool:
        return self._seen()

    def _shows_at(self, standing: Standing, x: int, y: int) -> bool:
        return self._shows(standing, lambda: self._ground.top_at(x, y))

    def _shows_focused(self, standing: Standing) -> bool:
        return self._shows(standing, self._ground.focused)

    def _shows(self, standing: Standing, find: Callable[[], Collection[int]]) -> bool:
        """Say whether the windows that `find` finds now may be shown, or are the bare desktop."""
        try:
            windows = find()
        except DesktopError:
            return False
        return bool(windows) and all(one in standing.shown or self._ground.is_bare(one) for one in windows)
