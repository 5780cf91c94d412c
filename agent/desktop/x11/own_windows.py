"""Which windows are the agent's own: those whose X client is one of its processes, as the server knows it (X-Resource).

A window's _NET_WM_PID is only what its program says, and menus and banners often lack it; the process at the other end
of the client's socket cannot lie. Doubt, like any error, means that the technician may not.
"""

import os
from collections.abc import Callable, Iterator

import psutil
from Xlib import X
from Xlib.ext import res
from Xlib.xobject.drawable import Window

from agent.desktop.x11.connection import X_FAILURES, X11Connection

_DEPTH = 32
"""Windows inside windows; more is doubt."""


class X11OwnWindows:
    """Answers from the server's stacking and focus at the moment of asking, one or two milliseconds at most."""

    def __init__(self, connection: X11Connection, pids: Callable[[], set[int]] | None = None) -> None:
        """Answer for the processes that `pids` names when asked; by default this one and all it started."""
        self._connection = connection
        self._pids = pids
        self._trusted = self._knows_us()

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether remote pointer input may land at (x, y)."""
        return self._safely(lambda: self._is_foreign(list(self._windows_at(x, y))))

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now."""
        return self._safely(self._focus_is_foreign)

    def _safely(self, ask: Callable[[], bool]) -> bool:
        try:
            return self._trusted and ask()
        except X_FAILURES:
            return False
        finally:
            self._connection.drain_soon()

    def _focus_is_foreign(self) -> bool:
        focus = self._connection.display.get_input_focus().focus
        if focus == X.NONE:
            return False
        if focus in (X.PointerRoot, self._connection.root):
            at = self._connection.root.query_pointer()
            return self._is_foreign(list(self._windows_at(at.root_x, at.root_y)))
        return self._is_foreign(list(self._with_ancestors(focus)))

    def _windows_at(self, x: int, y: int) -> Iterator[int]:
        """Walk from the topmost window at (x, y) inwards, as the server does with a real pointer."""
        root = self._connection.root
        inside = root
        for _ in range(_DEPTH):
            inside = inside.translate_coords(root, x, y).child
            if inside == X.NONE:
                return
            yield inside.id
        raise OSError("windows nested too deep")

    def _with_ancestors(self, window: Window) -> Iterator[int]:
        for _ in range(_DEPTH):
            yield window.id
            window = window.query_tree().parent
            if window in (X.NONE, self._connection.root):
                return
        raise OSError("windows nested too deep")

    def _is_foreign(self, windows: list[int]) -> bool:
        """Say whether no window of these is of our processes; the bare desktop is nobody's."""
        clients = self._clients(windows) if windows else set[int]()
        return clients.isdisjoint(self._pids() if self._pids else descendants_among(clients))

    def _knows_us(self) -> bool:
        """Say whether the server tells our own process id as we do: else it would not know our windows' either."""
        return self._clients([self._connection.display.display.info.resource_id_base]) == {os.getpid()}

    def _clients(self, windows: list[int]) -> set[int]:
        specs = [{"client": window, "mask": res.LocalClientPIDMask} for window in windows]
        answer = self._connection.display.res_query_client_ids(specs)
        return {pid for client in answer.ids for pid in client.value}


def descendants_among(pids: set[int]) -> set[int]:
    """Name those of `pids` that are this process or were started by it, however indirectly."""
    return {pid for pid in pids if _descends(pid)}


def _descends(pid: int) -> bool:
    ourselves = os.getpid()
    while pid > 1 and pid != ourselves:
        try:
            pid = psutil.Process(pid).ppid()
        except psutil.NoSuchProcess:
            return False
    return pid == ourselves
