"""Choosing what to hide beside the plain window: Tk's folder picker, and an area of the screen."""

import os
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from tkinter import filedialog

from agent.areas import Rect
from agent.ui.area import Guidance, area_drawing
from agent.ui.plain_style import Style
from agent.ui.presenter import Asked
from agent.ui.tk_text import GROUND, INK, bmp

LOAD_WORDS = "msgcat::mcload [file join $::tk_library msgs]"
"""Tcl: take the picker's words in the language just chosen (msgcat)."""
LOWEST = 40
"""Pixels between a note and the foot of the screen."""


class PlainChoosers:
    """Implements agent.ui.presenter.Choosers for the plain window; `folder` and `area` on Tk's thread."""

    takes_drops = False

    def __init__(self, root: tk.Tk, style: Style) -> None:
        self._root, self._style = root, style
        self._drawing = area_drawing()
        self.draws_areas = self._drawing is not None
        self._note: tk.Toplevel | None = None
        self._picking = False

    def folder(self, asked: Asked, chosen: Callable[[str], None]) -> None:
        """Open Tk's folder picker, once what pressed the button is done."""
        self._root.after(0, self._pick, asked, chosen)

    def area(self, guidance: Guidance, chosen: Callable[[Rect], None]) -> None:
        """Take the window out of the way, and let an area be drawn."""
        if self._drawing is None:
            return
        self._root.withdraw()
        self._note = self._show_note(guidance)
        self._drawing.start(guidance.colour, lambda area: self._later(self._drawn, area, chosen))

    def cancel(self) -> None:
        """Take back the picker or the drawing. From any thread."""
        if self._drawing:
            self._drawing.cancel()
        self._later(self._close_picker)

    def _later(self, work: Callable[..., None], *arguments: object) -> None:
        """Do something on Tk's thread."""
        self._root.after(0, lambda: work(*arguments))

    def _drawn(self, area: Rect | None, chosen: Callable[[Rect], None]) -> None:
        if self._note:
            self._note.destroy()
            self._note = None
        self._root.deiconify()
        if area:
            chosen(area)

    def _pick(self, asked: Asked, chosen: Callable[[str], None]) -> None:
        self._picking = True
        with suppress(tk.TclError):  # better a picker in English than none
            self._root.tk.eval(f"namespace eval tk {{ msgcat::mclocale {asked.lang}; {LOAD_WORDS} }}")
        try:
            home = os.path.expanduser("~")
            path = filedialog.askdirectory(parent=self._root, title=bmp(asked.title), initialdir=home, mustexist=True)
        finally:
            self._picking = False
        if path:
            chosen(path)

    def _close_picker(self) -> None:
        """End Tk's picker as its own "cancel" does; destroying it would be an error to the one who waits for it."""
        if self._picking:
            self._root.tk.call("set", "::tk::Priv(selectFilePath)", "")

    def _show_note(self, guidance: Guidance) -> tk.Toplevel:
        note = tk.Toplevel(self._root, bg=INK)
        note.overrideredirect(True)
        text = bmp("\n".join(guidance.lines))
        tk.Label(note, text=text, font=self._style.bold, bg=INK, fg=GROUND, padx=14, pady=14).pack()
        note.update_idletasks()
        width, height = note.winfo_reqwidth(), note.winfo_reqheight()
        screen = self._root.winfo_screenwidth(), self._root.winfo_screenheight()
        note.geometry(f"+{(screen[0] - width) // 2}+{screen[1] - height - LOWEST}")
        return note
