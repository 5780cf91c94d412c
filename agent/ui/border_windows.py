"""The border on Windows: four thin windows of glass at the edges of each monitor, as wide as letters are large."""

import tkinter as tk

from agent.areas import Rect
from agent.desktop.windows.win32_display import screens
from agent.desktop.windows.win32_windows import ABOVE_ALL, top_of
from agent.ui.border import THICKNESS, edges
from agent.ui.glass_windows import lay, make_glass, put_away
from agent.ui.tk_text import scale_of


class WindowsBorder:
    """Implements agent.ui.border.Border."""

    def __init__(self, root: tk.Tk) -> None:
        """Prepare; `root` is the banner. Nothing exists until the border is shown."""
        self._root = root
        self._sides: list[tk.Toplevel] = []
        self._colour = ""
        """Empty while it is not shown."""

    def show(self, colour: str) -> None:
        """Show it in this colour."""
        self._colour = colour
        for side in self._sides:
            side.configure(bg=colour)
        self.keep_up()

    def hide(self) -> None:
        """Take it away."""
        self._colour = ""
        for side in self._sides:
            put_away(side)

    def keep_up(self) -> None:
        """Follow the monitors, and stay right below the banner, which stays above everything."""
        if not self._colour:
            return
        places = sides(self._root)
        while len(self._sides) < len(places):
            self._sides.append(self._new_side())
        above = top_of(self._root.winfo_id()) if self._root.winfo_viewable() else ABOVE_ALL
        for side, place in zip(self._sides, places, strict=False):
            above = lay(side, place, above)
        for side in self._sides[len(places) :]:
            put_away(side)

    def screen_size(self) -> tuple[int, int] | None:
        """Return that it is not known: the banner stays on the monitor that Tk tells of, the primary one."""
        return None

    def _new_side(self) -> tk.Toplevel:
        side = tk.Toplevel(self._root, bg=self._colour)
        make_glass(side)
        return side


def sides(window: tk.Misc) -> list[Rect]:
    """Return where the border of all monitors lies, in Windows' coordinates."""
    thickness = round(THICKNESS * scale_of(window))
    return [edge for screen in screens() for edge in edges(screen.area, thickness)]
