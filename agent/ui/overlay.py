"""The technician's marks on the customer's screen: one window in the banner's process that takes no click and no focus.

It is cut down to the marks, lies right below the banner, and is not over what is hidden or over the agent's own
windows. It is on the screen, so it is in the picture as well: the technician sees what the customer sees, once.
"""

import sys
import time
import tkinter as tk
from collections.abc import Callable, Iterable, Sequence
from tkinter import font
from typing import Final, Protocol, assert_never

from agent.areas import Rect, without
from agent.ui.drawn import Drawn
from agent.ui.fading import Fading
from agent.ui.marks import PAPER, Line, Look, Part, Shade, Surface, Words
from agent.ui.tk_thread import catch_up

LOOK_MS = 200
"""How often is looked, while something is shown, whether it is to go or to make way."""
BEYOND = 1
"""Pixels by which the window reaches over the screen's left and upper edges: one of its very size passes for a film."""
DARK: Final = "#000000"
"""The shade's colour."""
OUTSIDE = 5
"""Pixels beyond the screen's edge, where a line may turn unseen."""
LINES = 4
"""A line is so many times thinner than a line of words is high."""


class Glass(Protocol):
    """Gives a window a form that lets every click through, and knows what it must not cover."""

    ground: str
    """The colour of what is not drawn upon, which nobody sees ("#rrggbb")."""
    reach: int
    """Pixels by which the window reaches over the screen's right and lower edges; below 0, it stops before them."""

    def prepare(self, window: tk.Toplevel) -> None:
        """Take a window that was not shown yet."""

    def show(self, window: tk.Toplevel) -> None:
        """Have it seen, once it has its form and `place` puts it somewhere."""

    def hide(self, window: tk.Toplevel) -> None:
        """Have nothing of it seen, at once."""

    def desktop_size(self) -> tuple[int, int]:
        """Return the size of the whole desktop in pixels now."""

    def form(self, canvas: tk.Canvas, area: Rect, parts: Sequence[Part], spared: Iterable[Rect]) -> None:
        """Have only these parts (one at least) seen of a window at `area`, and nothing where an area is `spared`."""

    def place(self, window: int, below: int, area: Rect) -> None:
        """Put it there, right below another window of this process, and both above all others."""

    def own_areas(self, but: int) -> list[Rect]:
        """Return what can be seen of Handrail's own windows, but for this one."""

    def disturbed(self) -> bool:
        """Say whether any window of the screen came, went or moved since this was asked last."""


class Shown(Protocol):
    """The technician's marks, on this system."""

    def show(self, drawn: Drawn, accent: str) -> None:
        """Show this, the pointer in "#rrggbb"; each mark goes in its own time."""

    def clear(self) -> None:
        """Take everything away."""

    def keep_up(self) -> None:
        """Stay right below the banner and above everything else."""


class Overlay:
    """Draws the marks on Tk's thread. Nothing exists until the first."""

    def __init__(
        self, root: tk.Tk, bold: font.Font, glass: Glass, on_marks: Callable[[bool], None], now: Callable[[], float]
    ) -> None:
        """Prepare; `on_marks` is told whether there is something to wipe away, when that changes."""
        self._root, self._bold, self._glass, self._on_marks = root, bold, glass, on_marks
        self._fading, self._accent, self._screen = Fading(now), PAPER, (0, 0)
        self._canvas: tk.Canvas | None = None
        self._items: dict[int, list[Part]] = {}
        self._formed: tuple[object, ...] = ()
        self._own: list[Rect] | None = None
        self._fitted = (0, 0)
        self._next: str | None = None
        self._any_marks = False

    def show(self, drawn: Drawn, accent: str) -> None:
        """Show this, the pointer in "#rrggbb"; each mark goes in its own time."""
        self._fading.show(drawn)
        self._accent, self._screen = accent, self._glass.desktop_size()
        self._draw()

    def clear(self) -> None:
        """Take everything away."""
        self._fading.clear()
        self._draw()

    def keep_up(self) -> None:
        """Stay right below the banner and above everything else."""
        if self._items and self._canvas:
            self._glass.place(self._window(self._canvas).winfo_id(), self._root.winfo_id(), self._area())

    def _draw(self) -> None:
        parts = self._fading.parts(self._look())
        self._tell_marks(bool(self._fading.marks))
        if not parts:
            return self._leave()
        canvas = self._canvas = self._canvas or self._new_canvas()
        gone = self._put_on(canvas, parts)
        self._reform(canvas)
        canvas.delete(*gone)
        if self._next is None:
            self._next = self._root.after(LOOK_MS, self._look_again)

    def _leave(self) -> None:
        """Be gone at once."""
        if self._canvas and self._items:
            self._glass.hide(self._window(self._canvas))
            self._canvas.delete("all")
            self._root.update_idletasks()
        self._items, self._formed, self._own = {}, (), None

    def _tell_marks(self, any_marks: bool) -> None:
        if any_marks != self._any_marks:
            self._any_marks = any_marks
            self._on_marks(any_marks)

    def _look_again(self) -> None:
        """Let go what has been there for long enough; make way for what has come."""
        self._next = None
        if not self._items:
            return
        if self._glass.disturbed():
            self._own = None
        self._draw()
        self.keep_up()

    def _put_on(self, canvas: tk.Canvas, parts: dict[int, list[Part]]) -> list[int]:
        """Draw what is new or other than before, and nothing else; return the items that are to go.

        They go once the window has its new form, or the place that they leave would be seen empty for a moment.
        """
        gone = [n for n, drawn in self._items.items() if parts.get(n) != drawn]
        items = [item for number in gone for item in canvas.find_withtag(_tag(number))]
        for number in gone:
            canvas.dtag(_tag(number))
            del self._items[number]
        for number in [n for n in parts if n not in self._items]:
            self._items[number] = parts[number]
            for part in parts[number]:
                self._put(canvas, part, _tag(number))
        canvas.tag_lower("shade")
        canvas.tag_raise(_tag(0))
        return items

    def _put(self, canvas: tk.Canvas, part: Part, tag: str) -> None:
        match part:
            case Line():
                canvas.create_line(
                    _moved(part.points),
                    width=part.width,
                    fill=part.colour,
                    capstyle="round",
                    joinstyle="round",
                    tags=tag,
                )
            case Surface():
                canvas.create_polygon(_moved(part.points), fill=part.colour, outline="", tags=tag)
            case Words():
                x, y = _moved([part.at])
                canvas.create_text(x, y, anchor="nw", text=part.text, fill=part.colour, font=self._bold, tags=tag)
            case Shade():
                for path in shaded(part, self._screen[0]):
                    canvas.create_line(_moved(path), width=1, fill=DARK, tags=(tag, "shade"))
            case _:
                assert_never(part)

    def _reform(self, canvas: tk.Canvas) -> None:
        """Cut the window to what is drawn: before it is seen for the first time, or after it was drawn upon."""
        window = self._window(canvas)
        self._fit(canvas)
        if self._own is None:
            self._own = self._glass.own_areas(window.winfo_id())
        made = tuple(map(tuple, self._items.values())), self._fading.drawn.covered, self._screen, tuple(self._own)
        if made != self._formed:
            self._formed = made
            spared = [*self._fading.drawn.covered, *self._own]
            parts = [part for drawn in self._items.values() for part in drawn]
            self._glass.form(canvas, self._area(), parts, spared)
        self._glass.show(window)
        self.keep_up()

    def _fit(self, canvas: tk.Canvas) -> None:
        """Let it be as large as the screen; told anew, it would draw all of itself anew."""
        if self._fitted != self._screen:
            self._fitted = self._screen
            canvas.configure(width=self._area().width, height=self._area().height)
            canvas.winfo_id()  # which makes it, on the server too
            catch_up(canvas)

    def _new_canvas(self) -> tk.Canvas:
        window = tk.Toplevel(self._root)
        window.withdraw()
        window.overrideredirect(True)
        window.geometry(f"+{-BEYOND}+{-BEYOND}")
        self._glass.prepare(window)
        canvas = tk.Canvas(window, bg=self._glass.ground, highlightthickness=0)
        canvas.pack()
        return canvas

    def _window(self, canvas: tk.Canvas) -> tk.Toplevel:
        window = canvas.master
        if not isinstance(window, tk.Toplevel):
            raise TypeError("the canvas lies in a window of its own")
        return window

    def _area(self) -> Rect:
        width, height = self._screen
        more = BEYOND + self._glass.reach
        return Rect(-BEYOND, -BEYOND, width + more, height + more)

    def _look(self) -> Look:
        line = int(self._bold.metrics("linespace"))
        return Look(self._screen, max(4, line // LINES), self._bold.measure, line, self._accent)


def shaded(shade: Shade, width: int) -> list[list[tuple[int, int]]]:
    """Return one line along all rows that begin at the left edge, there and back, and one for those at the right.

    It goes from row to row beyond the edge, where nobody sees it: a thousand rows are two things to draw.
    """
    left, right = list[tuple[int, int]](), list[tuple[int, int]]()
    for x, y, wide, _ in shade.rows:
        path, begin, end = (left, -OUTSIDE, x + wide) if x == 0 else (right, width + OUTSIDE, x - 1)
        path += [(begin, y), (end, y), (begin, y)]
    return [path for path in (left, right) if path]


def seen_of_ours(tops: Iterable[tuple[Rect, bool]]) -> list[Rect]:
    """Return what can be seen of our windows, of all from the topmost on: where each lies, and whether it is ours."""
    above: list[Rect] = []
    found: list[Rect] = []
    for area, ours in tops:
        if not ours:
            above.append(area)
            continue
        left = [area]
        for other in above:
            left = without(left, other)
        found += left
    return found


def _tag(number: int) -> str:
    return f"mark{number}"


def _moved(points: Iterable[tuple[int, int]]) -> list[int]:
    """Turn pixels of the screen into those of the window."""
    return [place + BEYOND for point in points for place in point]


def open_overlay(root: tk.Tk, bold: font.Font, on_marks: Callable[[bool], None]) -> Shown | None:
    """Return this system's overlay; None where there is none."""
    if sys.platform == "darwin":
        from agent.ui.overlay_macos import open_macos_overlay

        return open_macos_overlay(root, bold, on_marks)
    if glass := open_glass():
        return Overlay(root, bold, glass, on_marks, time.monotonic)
    return None


def open_glass() -> Glass | None:
    """Return this system's glass; None where there is none."""
    if sys.platform == "linux":
        from agent.ui.overlay_x11 import X11Glass

        return X11Glass()
    if sys.platform == "win32":
        from agent.desktop.windows.monitors import WindowsMonitors
        from agent.ui.overlay_windows import WindowsGlass

        return WindowsGlass(WindowsMonitors())
    return None
