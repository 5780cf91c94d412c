"""Choosing what to hide beside the web view: the system's folder picker, a folder dropped on the window, an area."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import webview

from agent.areas import Rect
from agent.ui.area import Guidance, area_drawing
from agent.ui.presenter import Asked

ON_GTK = sys.platform == "linux"


class WebChoosers:
    """Implements agent.ui.presenter.Choosers for one web window."""

    takes_drops = ON_GTK

    def __init__(self, window: Any) -> None:
        self._window = window
        self._drawing = area_drawing()
        self.draws_areas = self._drawing is not None

    def folder(self, asked: Asked, chosen: Callable[[str], None]) -> None:
        """Open the system's folder picker."""
        if ON_GTK:
            from agent.ui.gtk import pick_folder

            pick_folder(asked, chosen)
        else:
            threading.Thread(target=self._pick, args=(chosen,), daemon=True, name="folder").start()

    def area(self, guidance: Guidance, chosen: Callable[[Rect], None]) -> None:
        """Take the window out of the way, and let an area be drawn."""
        if self._drawing is None:
            return
        from agent.ui.gtk import show_note

        self._window.hide()
        take_away = show_note(guidance.lines)

        def done(area: Rect | None) -> None:
            take_away()
            self._window.show()
            self._window.restore()
            if area:
                chosen(area)

        self._drawing.start(guidance.colour, done)

    def cancel(self) -> None:
        """Take back the picker or the drawing."""
        if self._drawing:
            self._drawing.cancel()
        if ON_GTK:
            from agent.ui.gtk import close_pickers

            close_pickers()

    def _pick(self, chosen: Callable[[str], None]) -> None:
        picked = self._window.create_file_dialog(webview.FileDialog.FOLDER)
        if picked:
            chosen(str(picked[0]))
