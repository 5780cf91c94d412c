"""Tk's windows on Windows that take no click and no focus: the sides of the border, and what the marks are drawn on.

They are layered, and one colour of them is cut out. Once made they are never hidden, only put far away: showing anew
could bring them to the front, with the focus.
"""

import tkinter as tk
from typing import Final

from agent.areas import Rect
from agent.desktop.windows.win32_windows import ABOVE_ALL, let_clicks_through, put, top_of

GROUND: Final = "#010203"
"""The colour that is cut out: nothing else has it."""
_AWAY: Final = -32000
"""Pixels to the left and above: no screen reaches so far, and Windows itself puts there what is minimised."""


def make_glass(window: tk.Toplevel) -> None:
    """Make glass of a window that was not shown yet; it lies far away then."""
    window.withdraw()
    window.overrideredirect(True)
    window.attributes("-transparentcolor", GROUND, "-topmost", True)
    window.geometry(f"+{_AWAY}+{_AWAY}")
    window.deiconify()
    window.update_idletasks()
    let_clicks_through(top_of(window.winfo_id()))


def lay(window: tk.Toplevel, area: Rect, below: int = ABOVE_ALL) -> int:
    """Lay glass there, in Windows' coordinates, right below another window or above all; return what Windows calls it.

    Where it lies there already, Windows tells nobody of a change.
    """
    put(itself := top_of(window.winfo_id()), area, below)
    return itself


def put_away(window: tk.Toplevel) -> None:
    """Have nothing of it seen, at once."""
    lay(window, Rect(_AWAY, _AWAY, window.winfo_width(), window.winfo_height()))
