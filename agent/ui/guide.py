"""The technician's pointer on the customer's screen: an arrow with a name, in the banner's process.

It takes no click and no focus, lies below the banner, and goes 5 s after the last word of it. It is on the screen, so
it is in the picture as well: the technician sees what the customer sees.
"""

import sys
import tkinter as tk
from dataclasses import dataclass
from tkinter import font
from typing import Protocol

from agent.areas import Rect
from agent.ui.model import Spot
from agent.ui.words import plain

SECONDS = 5
MAX_NAME = 28
ARROW = ((0, 0), (0, 48), (14, 36), (36, 36))
"""The arrow's outline, its tip first, in pixels to the right and down; each row is one stretch."""
LABEL_AT = (24, 42)
"""Where the name's box begins."""
PADDING = 8
PAPER = "#ffffff"


class Shaper(Protocol):
    """Gives a window a form, and lets every click through it."""

    def shape(self, window: int, parts: list[Rect]) -> None:
        """Cut the window of that X id down to these parts."""

    def place(self, window: int, below: int, x: int, y: int) -> None:
        """Move it there, right below another window of this process and above all others.

        (Tk loses a move that is followed by a raise.)
        """


@dataclass(frozen=True)
class Form:
    """The pointer's window for one name and one corner of the screen: mirrored where it would not fit."""

    width: int
    height: int
    left: bool
    up: bool

    def place(self, spot: Spot) -> tuple[int, int]:
        """Return where its upper left corner goes, so that the tip is on the spot."""
        return (spot.x - self.width + 1 if self.left else spot.x, spot.y - self.height + 1 if self.up else spot.y)

    def point(self, x: int, y: int) -> tuple[int, int]:
        """Turn a point measured from the tip into one of the window."""
        return (self.width - 1 - x if self.left else x, self.height - 1 - y if self.up else y)

    def box(self) -> Rect:
        """Return the name's box."""
        one, other = self.point(*LABEL_AT), self.point(self.width - 1, self.height - 1)
        x, y = min(one[0], other[0]), min(one[1], other[1])
        return Rect(x, y, abs(one[0] - other[0]) + 1, abs(one[1] - other[1]) + 1)

    def parts(self) -> list[Rect]:
        """Return the window's pixels as rectangles: the arrow row by row, and the name's box."""
        rows = [self._row(y) for y in range(max(y for _, y in ARROW) + 1)]
        return [*(row for row in rows if row), self.box()]

    def _row(self, y: int) -> Rect | None:
        """Return the arrow's stretch in a row."""
        crossings: list[float] = []
        for (x1, y1), (x2, y2) in zip(ARROW, (*ARROW[1:], ARROW[0]), strict=True):
            if min(y1, y2) <= y <= max(y1, y2):
                crossings += [x1, x2] if y1 == y2 else [x1 + (x2 - x1) * (y - y1) / (y2 - y1)]
        if not crossings:
            return None
        (x1, row), (x2, _) = self.point(round(min(crossings)), y), self.point(round(max(crossings)), y)
        return Rect(min(x1, x2), row, abs(x1 - x2) + 1, 1)


def form(spot: Spot, label: tuple[int, int], screen: tuple[int, int]) -> Form:
    """Choose the form for a name's box of that size: away from the edges of the screen."""
    width, height = LABEL_AT[0] + label[0], LABEL_AT[1] + label[1]
    return Form(width, height, left=spot.x + width > screen[0], up=spot.y + height > screen[1])


class Guide:
    """Draws the pointer on Tk's thread. Nothing exists until the first word of it."""

    def __init__(self, root: tk.Tk, bold: font.Font, shaper: Shaper) -> None:
        self._root, self._bold, self._shaper = root, bold, shaper
        self._window: tk.Toplevel | None = None
        self._drawn: tuple[Form, str, str] | None = None
        self._end: str | None = None

    def show(self, spot: Spot, colour: str, screen: tuple[int, int]) -> None:
        """Show it at a spot in "#rrggbb", for SECONDS."""
        name = plain(spot.name, MAX_NAME)
        label = self._bold.measure(name) + 2 * PADDING, self._bold.metrics("linespace") + PADDING
        self._move(form(spot, label, screen), name, colour, spot)
        self._forget_end()
        self._end = self._root.after(SECONDS * 1000, self.hide)

    def hide(self) -> None:
        """Take it away."""
        self._forget_end()
        if self._window:
            self._window.withdraw()

    def _forget_end(self) -> None:
        if self._end:
            self._root.after_cancel(self._end)
            self._end = None

    def _move(self, form: Form, name: str, colour: str, spot: Spot) -> None:
        window = self._window = self._window or self._new_window()
        if (form, name, colour) != self._drawn:
            self._draw(window, form, name, colour)
        if not window.winfo_viewable():
            window.deiconify()
        self._shaper.place(window.winfo_id(), self._root.winfo_id(), *form.place(spot))

    def _new_window(self) -> tk.Toplevel:
        window = tk.Toplevel(self._root)
        window.withdraw()
        window.overrideredirect(True)
        window.geometry("-32000-32000")
        return window

    def _draw(self, window: tk.Toplevel, form: Form, name: str, colour: str) -> None:
        self._drawn = form, name, colour
        for old in window.winfo_children():
            old.destroy()
        canvas = tk.Canvas(window, width=form.width, height=form.height, bg=PAPER, highlightthickness=0)
        canvas.pack()
        inside = [form.point(x, y) for x, y in ARROW]
        canvas.create_polygon(inside, fill=colour, outline=PAPER, width=3)
        box = form.box()
        canvas.create_rectangle(
            box.x, box.y, box.x + box.width, box.y + box.height, fill=colour, outline=PAPER, width=5
        )
        middle = box.x + box.width // 2, box.y + box.height // 2
        canvas.create_text(middle, text=name, fill=PAPER, font=self._bold)
        window.update_idletasks()
        self._shaper.shape(window.winfo_id(), form.parts())


def open_guide(root: tk.Tk, bold: font.Font) -> Guide | None:
    """Return this system's pointer; None where a window cannot let clicks through."""
    if sys.platform != "linux":
        return None
    from agent.ui.guide_x11 import X11Shaper

    return Guide(root, bold, X11Shaper())
