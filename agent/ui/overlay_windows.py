"""The form of the technician's marks on Windows: glass over all monitors; what is not drawn upon is cut out."""

import tkinter as tk
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from agent.areas import Rect, within
from agent.desktop.own_pids import family
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.own_windows import is_glass
from agent.desktop.windows.win32_windows import area_of, is_seen, is_whole, process_of, put, top_levels, top_of
from agent.ui.border_windows import sides
from agent.ui.glass_windows import GROUND, make_glass, put_away
from agent.ui.marks import Part
from agent.ui.overlay import seen_of_ours

_SPARED: Final = "spared"


class WindowsGlass:
    """Implements agent.ui.overlay.Glass."""

    ground = GROUND
    reach = -1
    """A window over all of a monitor passes for a film or a game, and no other may lie above it."""

    def __init__(self, monitors: WindowsMonitors, own_pids: Callable[[], set[int]] = family) -> None:
        """Prepare; `own_pids` names the agent's processes now."""
        self._monitors, self._own_pids = monitors, own_pids

    def prepare(self, window: tk.Toplevel) -> None:
        """Let clicks through before it is anywhere."""
        make_glass(window)

    def show(self, window: tk.Toplevel) -> None:
        """Do nothing: `place` brings it."""

    def hide(self, window: tk.Toplevel) -> None:
        """Put it away."""
        put_away(window)

    def desktop_size(self) -> tuple[int, int]:
        """Return the size of all monitors together."""
        self._monitors.look()
        return self._monitors.size

    def form(self, canvas: tk.Canvas, area: Rect, parts: Sequence[Part], spared: Iterable[Rect]) -> None:
        """Cut out what is spared, and the border, which nothing dims; what is not drawn upon is cut out as it is."""
        canvas.delete(_SPARED)
        border = map(self._monitors.here, sides(canvas))
        for x, y, width, height in within([*spared, *border], area):
            left, top = x - area.x, y - area.y
            canvas.create_rectangle(left, top, left + width, top + height, width=0, fill=GROUND, tags=_SPARED)

    def place(self, window: int, below: int, area: Rect) -> None:
        """Put it there, right below another window of this process, and both above all others."""
        whole, above = self._monitors.whole, top_of(below)
        put(above, None)
        put(top_of(window), area._replace(x=whole.x + area.x, y=whole.y + area.y), above)

    def own_areas(self, but: int) -> list[Rect]:
        """Return what can be seen of our windows; glass is none, and covers none."""
        ours = self._own_pids()
        seen = [window for window in top_levels() if is_seen(window) and not is_glass(window, ours)]
        told = [(window, process_of(window) in ours, area_of(window)) for window in seen]
        return seen_of_ours(
            (self._monitors.here(area), own) for window, own, area in told if area and (own or is_whole(window))
        )

    def disturbed(self) -> bool:
        """Say yes: Windows tells of it too late, and looking costs little."""
        return True
