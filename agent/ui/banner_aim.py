"""Keeps clicks that were not aimed at the banner from its buttons (X11); see aim.py."""

import sys
import tkinter as tk
from collections.abc import Callable
from typing import Final, Literal

from agent.areas import Rect
from agent.ui.aim import Places

_TAG: Final = "Aimed"


class Aim:
    """Follows where a Tk window lies, and stops presses before any widget of it sees them."""

    def __init__(self, root: tk.Tk, now: Callable[[], int]) -> None:
        """Begin, with all widgets that there are; `now` tells the screen's time after all done on it so far."""
        self._root, self._now = root, now
        self._places = Places(now())
        self._answer: Literal["break"] | None = None
        for event in ("<Configure>", "<Map>", "<Unmap>"):
            root.bind(event, self._follow)
        root.bind_class(_TAG, "<ButtonPress>", self._judge)
        root.bind_class(_TAG, "<B1-Motion>", lambda event: self._answer)
        self._watch(root)

    def _watch(self, widget: tk.Misc) -> None:
        widget.bindtags((_TAG, *widget.bindtags()))
        for child in widget.winfo_children():
            self._watch(child)

    def _follow(self, event: "tk.Event[tk.Misc]") -> None:
        root = self._root
        here = Rect(root.winfo_x(), root.winfo_y(), root.winfo_width(), root.winfo_height())
        place = here if root.winfo_viewable() else None
        if place != self._places.place:
            root.winfo_pointerx()  # an answer of the server's: what Tk asked for before is done
            self._places.move(place, self._now())

    def _judge(self, event: "tk.Event[tk.Misc]") -> Literal["break"] | None:
        aimed = self._places.aimed(event.x_root, event.y_root, event.time)
        self._answer = None if aimed else "break"
        return self._answer


def take_aimed_clicks_only(root: tk.Tk) -> None:
    """Stop other clicks, where a window manager can hold one back."""
    if sys.platform == "linux":
        from agent.ui.clock_x11 import X11Clock

        Aim(root, X11Clock().now)
