"""From any thread to Tk's, where only the newest counts; and from Tk to the screen's server."""

import tkinter as tk
from collections import deque
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def newest_on_tk(root: tk.Tk, take: Callable[[T], None]) -> Callable[[T], None]:
    """Return a function for any thread: `take` is given the newest of what came, on Tk's thread."""
    waiting: deque[T] = deque(maxlen=1)

    def hand_over() -> None:
        try:
            newest = waiting.pop()  # in one step: what comes meanwhile, from its own thread, stays
        except IndexError:
            return
        take(newest)

    def come(new: T) -> None:
        waiting.append(new)
        root.after(0, hand_over)  # a virtual event would be lost while the window does not exist yet

    return come


def catch_up(widget: tk.Misc) -> None:
    """Wait until the server has done all that Tk was asked for."""
    widget.update_idletasks()
    widget.winfo_pointerx()  # its answer comes after all before
