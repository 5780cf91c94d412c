"""The form of the technician's marks on X11: a bounding shape for the eye, an empty input shape for the mouse.

No compositor is needed. What lies beside the marks belongs to other windows as before, and costs nothing.
"""

import tkinter as tk
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, assert_never

from Xlib import X, Xatom, display
from Xlib.error import XError
from Xlib.ext import shape

from agent.areas import Rect, box, cut, within
from agent.ui.marks import Line, Part, Shade, Surface, Words
from agent.ui.overlay import BEYOND, seen_of_ours
from agent.ui.tk_thread import catch_up

_DEPTH = 32
"""Windows inside windows."""
_OURS = "handrail"
"""What the class of each of our windows begins with, and the name of those without one (border_x11.py, area_x11.py)."""


class X11Glass:
    """Implements agent.ui.overlay.Glass."""

    def __init__(self) -> None:
        self._display = display.Display()
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._managed = self._display.intern_atom("_NET_CLIENT_LIST")

    ground = "#000000"
    reach = BEYOND

    def prepare(self, window: tk.Toplevel) -> None:
        """Do nothing: its form is all that it needs."""

    def show(self, window: tk.Toplevel) -> None:
        """Map it."""
        if not window.winfo_viewable():
            window.deiconify()
            window.update_idletasks()

    def hide(self, window: tk.Toplevel) -> None:
        """Unmap it."""
        window.withdraw()

    def desktop_size(self) -> tuple[int, int]:
        """Return the screen's size."""
        geometry = self._root.get_geometry()
        return geometry.width, geometry.height

    def form(self, canvas: tk.Canvas, area: Rect, parts: Sequence[Part], spared: Iterable[Rect]) -> None:
        """Cut what Tk put around a window down to these parts; no click stops at it, nor at anything within."""
        catch_up(canvas)
        around = self._with_wrapper(canvas.winfo_id())
        for each in around:
            each.change_attributes(background_pixmap=X.NONE)  # what comes to be seen of it shows nothing until drawn
        outer = around[-1]
        outer.shape_rectangles(shape.SO.Set, shape.SK.Input, X.Unsorted, 0, 0, [])
        if extent := cut(box([_extent(part) for part in parts]), area):
            bitmap = self._bitmap(extent, parts, spared)
            at = extent.x - area.x, extent.y - area.y
            outer.shape_mask(shape.SO.Set, shape.SK.Bounding, *at, bitmap)
            bitmap.free()
        else:
            outer.shape_rectangles(shape.SO.Set, shape.SK.Bounding, X.Unsorted, 0, 0, [])
        self._display.sync()

    def place(self, window: int, below: int, area: Rect) -> None:
        """Move what Tk put around a window, right below what it put around another, and both above all others.

        (Tk loses a move that is followed by a raise.)
        """
        moved, above = self._with_wrapper(window)[-1], self._with_wrapper(below)[-1]
        above.configure(stack_mode=X.Above)
        moved.configure(x=area.x, y=area.y, sibling=above, stack_mode=X.Below)
        self._display.sync()

    def disturbed(self) -> bool:
        """Say whether a top-level window came, went, moved or lies otherwise now."""
        seen = False
        while self._display.pending_events():
            self._display.next_event()
            seen = True
        return seen

    def own_areas(self, but: int) -> list[Rect]:
        """Return what can be seen of our windows: what no window of others lies over. Theirs may close meanwhile."""
        tops = list(self._root.query_tree().children)
        itself = self._with_wrapper(but)[-1].id
        ours = {top.id for top in tops if self._is_ours(top)} | set(self._frames())
        shown = [(top.id, self._seen_area(top)) for top in reversed(tops) if top.id != itself]
        return seen_of_ours((area, window in ours) for window, area in shown if area)

    def _bitmap(self, extent: Rect, parts: Sequence[Part], spared: Iterable[Rect]) -> Any:
        """Draw the parts as they are drawn on the window, in one bit a pixel."""
        bitmap = self._root.create_pixmap(extent.width, extent.height, 1)
        gc = bitmap.create_gc(foreground=0, cap_style=X.CapRound, join_style=X.JoinRound)
        bitmap.fill_rectangle(gc, 0, 0, extent.width, extent.height)
        gc.change(foreground=1)
        for part in parts:
            _draw(bitmap, gc, part, extent)
        gc.change(foreground=0)
        for area in within(spared, extent):
            bitmap.fill_rectangle(gc, area.x - extent.x, area.y - extent.y, area.width, area.height)
        gc.free()
        return bitmap

    def _seen_area(self, top: Any) -> Rect | None:
        """Return where a top-level window has a picture, if it has; the server's own canvas is none."""
        if not top.id & ~self._display.display.info.resource_id_mask:
            return None
        with suppress(XError):
            said = top.get_attributes()
            if said.map_state == X.IsViewable and said.win_class == X.InputOutput:
                at = top.get_geometry()
                return Rect(at.x, at.y, at.width + 2 * at.border_width, at.height + 2 * at.border_width)
        return None

    def _frames(self) -> Iterator[int]:
        """Name what a window manager put around windows of ours."""
        managed = self._root.get_full_property(self._managed, Xatom.WINDOW)
        for window in managed.value if managed else ():
            client = self._display.create_resource_object("window", window)
            if self._is_ours(client):
                with suppress(XError):
                    yield self._with_wrapper(window)[-1].id

    def _is_ours(self, window: Any) -> bool:
        with suppress(XError):
            name = window.get_wm_class() or (window.get_wm_name(),)
            return str(name[0]).casefold().startswith(_OURS)
        return False

    def _with_wrapper(self, window: int) -> list[Any]:
        """Return a window and those around it, below the root."""
        found = [self._display.create_resource_object("window", window)]
        while (parent := found[-1].query_tree().parent) not in (X.NONE, self._root) and len(found) < _DEPTH:
            found.append(parent)
        return found


def _extent(part: Part) -> Rect:
    """Return an area that holds all of a part."""
    match part:
        case Line():
            return _grown(part.points, part.width)
        case Surface():
            return _grown(part.points, 1)
        case Words():
            return Rect(*part.at, 1, 1)
        case Shade():
            return box(part.rows) if part.rows else Rect(0, 0, 1, 1)
        case _:
            assert_never(part)


def _grown(points: Sequence[tuple[int, int]], by: int) -> Rect:
    area = box([Rect(x, y, 1, 1) for x, y in points])
    return Rect(area.x - by, area.y - by, area.width + 2 * by, area.height + 2 * by)


def _draw(bitmap: Any, gc: Any, part: Part, extent: Rect) -> None:
    match part:
        case Line():
            gc.change(line_width=part.width)
            bitmap.poly_line(gc, X.CoordModeOrigin, _moved(part.points, extent))
        case Surface():
            bitmap.fill_poly(gc, X.Complex, X.CoordModeOrigin, _moved(part.points, extent))
        case Words():
            pass  # they lie on a surface
        case Shade():
            rows = [(row.x - extent.x, row.y - extent.y, row.width, row.height) for row in part.rows]
            bitmap.poly_fill_rectangle(gc, rows)
        case _:
            assert_never(part)


def _moved(points: Sequence[tuple[int, int]], extent: Rect) -> list[tuple[int, int]]:
    return [(x - extent.x, y - extent.y) for x, y in points]
