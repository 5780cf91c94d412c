"""The banner's process: always on top while a session is on, with Pause and Stop, whatever became of the window."""

import sys
import time
import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import font

from agent.ui.banner_aim import take_aimed_clicks_only
from agent.ui.banner_words import Bar, Pushed, bar
from agent.ui.border import Border, open_border
from agent.ui.drawn import Drawn
from agent.ui.model import Cover, Press, View, WipeMarks
from agent.ui.overlay import open_overlay
from agent.ui.pipe import URGENT, Pipe, fall
from agent.ui.tk_text import scale_of
from agent.ui.tk_thread import newest_on_tk
from agent.ui.window import NO_WINDOW

MARGIN = 10
"""Pixels between the banner and the screen's edge, outside the border."""

GROUNDS = {"calm": "#14181d", "still": "#3d4650", "wrong": "#8f0f0f"}
INK = "#ffffff"
HAND = "#ffd75e"
MOST = 5
"""Buttons of the banner, besides the one that changes its size."""
WIDE = 1500
"""Pixels of a screen, at 100 %, on which the buttons stand beside the words."""
DOUBLE_SECONDS = 0.7
RAISE_MS = 250
"""At most one raise in so many milliseconds: two programs that both insist must not fight."""


class Banner:
    """The bar on the screen. Runs on Tk's thread; views come in from the pipe's."""

    def __init__(self, root: tk.Tk, send: Callable[[Pushed], None], border: Border) -> None:
        self._root, self._send, self._border = root, send, border
        self._bar: Bar | None = None
        self._small = False
        self._covered_at = 0.0
        self._place: tuple[int, int] | None = None
        self._raise_at: str | None = None
        root.overrideredirect(True)
        root.attributes("-topmost", True)
        root.withdraw()
        size = max(17, round(root.winfo_fpixels("1p") * 13))
        self._font = font.Font(root, family="DejaVu Sans", size=-size)
        self._bold = font.Font(root, family="DejaVu Sans", size=-size, weight="bold")
        self._frame = tk.Frame(root, padx=12, pady=6)
        self._frame.pack()
        self._text = tk.Label(self._frame, font=self._bold, fg=INK, justify="left")
        self._second = tk.Label(self._frame, font=self._font, fg=INK, justify="left")
        self._hand = tk.Label(self._frame, font=self._bold, fg=GROUNDS["calm"], bg=HAND, padx=8)
        self._row = tk.Frame(self._frame)
        self._buttons = [self._button() for _ in range(MOST)]
        self._size = self._button()
        self._size.configure(command=self._toggle_size)
        self._wipe = tk.Button(self._frame, font=self._bold, bg=INK, fg=GROUNDS["calm"], padx=10, pady=3, takefocus=0)
        self._overlay = open_overlay(root, self._bold, self._offer_wiping)
        root.bind("<Visibility>", self._on_visibility)
        for widget in (self._frame, self._text, self._second, self._hand):
            widget.bind("<ButtonPress-1>", self._grab)
            widget.bind("<B1-Motion>", self._drag)
        take_aimed_clicks_only(root)

    def take(self, view: View) -> None:
        """Show what a view asks for."""
        self.show(bar(view))

    def show(self, shown: Bar | None) -> None:
        """Show this bar, or none. Nothing is touched when nothing changed: an idle screen costs nothing."""
        if shown == self._bar:
            return
        if shown and not (self._bar and self._bar.covered) and shown.covered:
            self._covered_at = time.monotonic()
        self._bar = shown
        if shown is None:
            self._root.withdraw()
            self._border.hide()
            self._wipe_marks()
            return
        self._lay_out(shown)
        if shown.border:
            self._border.show(shown.colour)
        else:
            self._border.hide()
            self._wipe_marks()
        self._settle()
        self._root.deiconify()
        self.keep_up()

    def annotate(self, drawn: Drawn) -> None:
        """Show what the technician draws, while something is shared and the banner says with whom."""
        if self._overlay and self._bar and self._bar.border:
            self._overlay.show(drawn, self._bar.colour)

    def keep_up(self) -> None:
        """Stay on the screen and above everything."""
        if self._bar is None:
            return
        self._settle()
        self._border.keep_up()
        self._root.lift()
        if self._overlay:
            self._overlay.keep_up()

    def _button(self) -> tk.Button:
        return tk.Button(self._row, font=self._bold, bg=INK, fg=GROUNDS["calm"], padx=10, pady=3, takefocus=0)

    def _act(self, action: Pushed) -> None:
        """Pass a click on; the second click of a double one must not uncover what the first one covered.

        Marks go here and now with what they go with, whatever the agent is doing.
        """
        if action == Cover(covered=False) and time.monotonic() - self._covered_at < DOUBLE_SECONDS:
            return
        if isinstance(action, Cover | WipeMarks) or (isinstance(action, Press) and action.button in URGENT):
            self._wipe_marks()
        self._send(action)

    def _wipe_marks(self) -> None:
        if self._overlay:
            self._overlay.clear()

    def _offer_wiping(self, offered: bool) -> None:
        """Offer to wipe the marks away, below all else: no other button moves for it."""
        if offered:
            self._wipe.grid(row=4, column=0, columnspan=2, sticky="w", pady=(4, 0))
        else:
            self._wipe.grid_forget()
        self.keep_up()

    def _toggle_size(self) -> None:
        self._small = not self._small
        if self._bar:
            self._lay_out(self._bar)
            self.keep_up()

    def _lay_out(self, shown: Bar) -> None:
        ground = GROUNDS[shown.tone]
        self._root.configure(bg=ground)
        self._frame.configure(bg=ground)
        wrap = self._root.winfo_screenwidth() // 2
        self._text.configure(text=shown.short if self._small else shown.text, bg=ground, wraplength=wrap)
        self._second.configure(text=shown.second, bg=ground, wraplength=wrap)
        self._hand.configure(text=shown.hand)
        self._wipe.configure(text=shown.wipe.label, command=partial(self._act, shown.wipe.action))
        for widget in self._frame.grid_slaves():
            if widget is not self._wipe:
                widget.grid_forget()
        second = self._hand if shown.hand else None if self._small else self._second
        self._text.grid(row=0, column=0, sticky="w")
        if second:
            second.grid(row=1, column=0, sticky="w")
        self._lay_out_buttons(shown)

    def _lay_out_buttons(self, shown: Bar) -> None:
        """Put the buttons beside the words where there is room, else below; none is made anew under a click."""
        chosen = shown.few if self._small else shown.buttons
        for button, given in zip(self._buttons, chosen, strict=False):
            button.configure(text=given.label, command=partial(self._act, given.action))
        self._size.configure(text=shown.larger if self._small else shown.smaller)
        beside = self._small or self._root.winfo_screenwidth() >= WIDE * scale_of(self._root)
        self._row.configure(bg=GROUNDS[shown.tone])
        self._row.grid(row=0 if beside else 2, column=int(beside), rowspan=2, sticky="w", pady=0 if beside else (4, 0))
        gap = (10, 0) if beside else (0, 10)
        self._size.pack(side="left", padx=gap)
        for button in self._buttons[: len(chosen)]:
            button.pack(side="left", padx=gap, before=self._size)
        for button in self._buttons[len(chosen) :]:
            button.pack_forget()

    def _settle(self) -> None:
        """Keep where the customer put it, but wholly on the screen; at first, in the middle of the top."""
        self._root.update_idletasks()
        width, height = self._root.winfo_reqwidth(), self._root.winfo_reqheight()
        screen = self._screen()
        x, y = self._place or ((screen[0] - width) // 2, MARGIN)
        x = max(MARGIN, min(x, screen[0] - width - MARGIN))
        y = max(MARGIN, min(y, screen[1] - height - MARGIN))
        self._root.geometry(f"+{x}+{y}")

    def _screen(self) -> tuple[int, int]:
        return self._border.screen_size() or (self._root.winfo_screenwidth(), self._root.winfo_screenheight())

    def _grab(self, event: "tk.Event[tk.Misc]") -> None:
        self._held = event.x_root - self._root.winfo_x(), event.y_root - self._root.winfo_y()

    def _drag(self, event: "tk.Event[tk.Misc]") -> None:
        self._place = event.x_root - self._held[0], event.y_root - self._held[1]
        self._settle()

    def _on_visibility(self, event: "tk.Event[tk.Misc]") -> None:
        """Something covered it: come up again, soon but not in a fight."""
        if str(event.state) != "VisibilityUnobscured" and self._raise_at is None:
            self._raise_at = self._root.after(RAISE_MS, self._raise)

    def _raise(self) -> None:
        self._raise_at = None
        self.keep_up()


def main(arguments: Sequence[str] = ()) -> int:
    """Show the banner for the views that come in until standard input closes. Return an exit code."""
    pipe = Pipe(arguments)
    try:
        root = tk.Tk(className="handrail-banner")
    except tk.TclError as error:
        print(f"no banner: {error}", file=sys.stderr)
        return NO_WINDOW
    root.report_callback_exception = fall
    banner = Banner(root, pipe.send, open_border(root))

    def every_second() -> None:
        banner.keep_up()
        pipe.beat()
        root.after(1000, every_second)

    views, drawings = newest_on_tk(root, banner.take), newest_on_tk(root, banner.annotate)
    root.after(0, pipe.listen, views, drawings)
    root.after(0, every_second)
    root.mainloop()
    return 0
