"""Which windows are the agent's own: those whose X client is one of its processes, as the server knows it (X-Resource).

A window's _NET_WM_PID is only what its program says, and menus and banners often lack it; the process at the other end
of the client's socket cannot lie. Doubt, like any error, means that the technician may not.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

from Xlib import X, Xatom
from Xlib.ext import res, shape
from Xlib.xobject.drawable import Window

from agent.desktop.own_pids import descendants_among
from agent.desktop.x11.connection import X_FAILURES, X11Connection

_DEPTH = 32
"""Windows inside windows; more is doubt."""


class X11OwnWindows:
    """Answers from the server's stacking and focus at the moment of asking, within about a millisecond."""

    def __init__(self, connection: X11Connection, pids: Callable[[], set[int]] | None = None) -> None:
        """Answer for the processes that `pids` names when asked; by default this one and all it started."""
        self._connection = connection
        self._pids = pids
        self._trusted = self._knows_us()

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether remote pointer input may land at (x, y)."""
        return self._safely(lambda: self._place_is_foreign(x, y))

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
            return self._place_is_foreign(at.root_x, at.root_y)
        return not self._ours(list(self._with_ancestors(focus)))

    def _place_is_foreign(self, x: int, y: int) -> bool:
        windows = list(self._windows_at(x, y))
        if windows and (self._ours(windows) or self._frames_ours(windows[0])):
            return False
        return not self._banner_may_come(x, y)

    def _banner_may_come(self, x: int, y: int) -> bool:
        """Say whether a window of ours that no window manager manages lies at (x, y), be it under others.

        The banner comes up by itself. A window manager that holds a click back, to raise what was clicked, has it
        delivered to what lies there by then: the answer and the click are not one moment any more.
        """
        display, root = self._connection.display, self._connection.root
        tops = self._ours([child.id for child in root.query_tree().children])
        return any(_holds(display.create_resource_object("window", top), x, y) for top in tops)

    def _frames_ours(self, top: int) -> bool:
        """Say whether the topmost window `top` is what a window manager put around a window of ours: the title bar,
        and its cross, belong to the window. Window managers of before EWMH put it right inside.
        """
        display, root = self._connection.display, self._connection.root
        managed = root.get_full_property(display.get_atom("_NET_CLIENT_LIST"), Xatom.WINDOW)
        if managed is None:
            inside = [child.id for child in display.create_resource_object("window", top).query_tree().children]
            return bool(self._ours(inside))
        ours = self._ours(list(managed.value))
        return any(top in self._with_ancestors(display.create_resource_object("window", window)) for window in ours)

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

    def _ours(self, windows: list[int]) -> list[int]:
        """Name those of `windows` that belong to our processes."""
        owners = self._owners(windows)
        pids = set(owners.values())
        ours = self._pids() if self._pids else descendants_among(pids)
        return [window for window, pid in owners.items() if pid in ours]

    def _knows_us(self) -> bool:
        """Say whether the server tells our own process id as we do: else it would not know our windows' either."""
        base = self._connection.display.display.info.resource_id_base
        return self._owners([base]) == {base: os.getpid()}

    def _owners(self, windows: list[int]) -> dict[int, int]:
        """Ask for the process behind each window's client; windows of clients on other computers are left out."""
        if not windows:
            return {}
        display = self._connection.display
        specs = [{"client": window, "mask": res.LocalClientPIDMask} for window in windows]
        answers = display.res_query_client_ids(specs).ids
        by_client = {answer.spec.client: answer.value[0] for answer in answers if answer.value}
        mask = display.display.info.resource_id_mask
        return {window: by_client[window & ~mask] for window in windows if window & ~mask in by_client}


def _holds(window: Any, x: int, y: int) -> bool:
    if window.get_attributes().map_state != X.IsViewable:
        return False
    at = window.get_geometry()
    takes = window.shape_get_rectangles(shape.SK.Input).rectangles  # none: a border, a pointer that only shows
    return any(0 <= x - at.x - r.x < r.width and 0 <= y - at.y - r.y < r.height for r in takes)
