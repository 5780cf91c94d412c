"""The plain window, in tkinter: the same pages where the system has no web view."""

import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial

from agent.ui.model import Answer, Finish, NamesGone, Press
from agent.ui.page import Button, Page, Pressed
from agent.ui.pipe import Pipe, fall
from agent.ui.plain_blocks import Body
from agent.ui.plain_choosing import PlainChoosers
from agent.ui.plain_style import Style
from agent.ui.presenter import Presenter
from agent.ui.tk_text import GROUND, INK, bmp
from agent.ui.tk_thread import newest_on_tk
from agent.ui.window import NO_WINDOW

GUARD_MS = 700
"""The foot's buttons take nothing for so long after a question came: a key meant for something else must not answer."""

HOLD_MS = 1000
"""So long at most a page waits for a button of the mouse that is down: what is drawn anew under it loses the click."""

PAINTED_MS = 300
"""After a page is drawn, the one before it is surely painted over."""

SIZE = (860, 680)
HEAD_PADX = 20


class PlainWindow:
    """One tkinter window that draws pages."""

    def __init__(self, root: tk.Tk, act: Callable[[Pressed], None]) -> None:
        self._root, self._act = root, act
        self._page: Page | None = None
        self._hold: str | None = None
        """Tk's name of the timer that ends it, while the mouse's button is down in the window."""
        self._next: Page | None = None
        self.guarded = False
        self.style = Style(root)
        width, height = (min(SIZE[0], root.winfo_screenwidth() - 40), min(SIZE[1], root.winfo_screenheight() - 80))
        root.geometry(f"{width}x{height}")
        root.minsize(480, 360)
        root.configure(bg=GROUND)
        root.protocol("WM_DELETE_WINDOW", lambda: act(Press(button="close")))
        self._head = tk.Frame(root, bg=GROUND, padx=HEAD_PADX, pady=8)
        self._head.pack(fill="x")
        self._status: tk.Label | None = None
        self._rule = tk.Frame(root, height=4)
        self._rule.pack(fill="x")
        self._foot = tk.Frame(root, bg=GROUND, padx=20, pady=12)
        self._foot.pack(side="bottom", fill="x")
        self.body = Body(root, self.style, act)

        for key, step in (("<<NextWindow>>", 1), ("<<PrevWindow>>", -1)):
            root.bind_all(key, partial(self._move_focus, step))
        root.bind_all("<ButtonPress-1>", self._hold_still)
        root.bind_all("<ButtonRelease-1>", self._go_on)

    def draw(self, page: Page) -> None:
        """Draw a page, keeping what the customer is typing and where the focus is; after a click that has begun."""
        if self._hold:
            self._next = page
            return
        before, self._page = self._page, page
        if page == before:
            return
        fresh = before is None or before.name != page.name
        self.style.brand(page)
        self._root.title(bmp(page.window_title))
        self._draw_head(page, fresh)
        self.body.draw(page, fresh)
        if fresh or before is None or before.buttons != page.buttons:
            self._draw_foot(page)
        if fresh:
            self._arrive(page)
        other = fresh or before is None or before.names_round != page.names_round
        if page.names_round and not page.private and other:
            self._root.after(PAINTED_MS, self._act, NamesGone(round=page.names_round))

    def _hold_still(self, _event: object) -> None:
        """Leave the page as it is until what was pressed is let go: its own button hears of that before we do."""
        if self._hold:
            self._root.after_cancel(self._hold)
        self._hold = self._root.after(HOLD_MS, self._go_on)

    def _go_on(self, _event: object = None) -> None:
        """Draw what came meanwhile."""
        if self._hold:
            self._root.after_cancel(self._hold)
        page, self._hold, self._next = self._next, None, None
        if page:
            self.draw(page)

    def _draw_head(self, page: Page, fresh: bool) -> None:
        least = self._status.winfo_height() if self._status and not fresh else 0
        focus = self._root.focus_get()
        had = str(focus.cget("text")) if isinstance(focus, tk.Button) and focus.master is self._head else ""
        for widget in self._head.winfo_children():
            widget.destroy()
        self._rule.configure(bg=self.style.tone(page.tone))
        self._status = self._draw_status(page, least) if page.status else None
        for given in reversed(page.top):
            button = self.style.button(self._head, given, partial(self._act, given.action))
            button.pack(side="right", padx=(10, 0))
            if given.label == had:
                button.focus_set()
        if page.logo and (logo := self.style.logo(self._root, page.logo)):
            tk.Label(self._head, image=logo, bg=GROUND).pack(side="left", padx=(0, 12))
        tk.Label(self._head, text=bmp(page.brand), font=self.style.bold, bg=GROUND, fg=INK).pack(side="left")

    def _draw_status(self, page: Page, least: int) -> tk.Label:
        """Draw the line at the top, as high as it was: it changes when the customer takes the mouse, and a button must
        not move from under that.
        """
        label = self.style.banner(self._head, page, self._head.winfo_width() - 2 * HEAD_PADX)
        missing = max(0, least - label.winfo_reqheight())
        label.pack(side="bottom", fill="x", pady=(6, 0), ipady=missing // 2)
        return label

    def _draw_foot(self, page: Page) -> None:
        for widget in self._foot.winfo_children():
            widget.destroy()
        self._foot.configure(height=1)  # a frame keeps the height of what was in it
        for given in page.buttons:
            button = self.style.button(self._foot, given, partial(self._press_foot, given))
            button.pack(side="left", expand=True, fill="x", padx=6)

    def _move_focus(self, step: int, _event: object) -> str:
        """Move the focus from stop to stop, top to bottom, scrolling where needed (Tk skips what is out of sight)."""
        head = [widget for widget in self._head.winfo_children() if isinstance(widget, tk.Button)]
        stops = [*reversed(head), *self.body.stops, *self._foot.winfo_children()]
        focus = self._root.focus_get()
        at = stops.index(focus) if focus in stops else -1 if step > 0 else 0
        target = stops[(at + step) % len(stops)]
        if target in self.body.stops:
            self.body.reveal(target)
        target.focus_set()
        return "break"

    def _press_foot(self, given: Button) -> None:
        if self.guarded:
            return
        action = given.action
        if isinstance(action, Finish):
            action = action.model_copy(update=self.body.options)
        elif isinstance(action, Answer) and action.yes:
            action = action.model_copy(update={"minutes": self.body.minutes})
        self._act(action)

    def _arrive(self, page: Page) -> None:
        self.guarded = page.guarded
        if page.guarded:
            self._root.after(GUARD_MS, self.unguard, page.name)
            self._root.deiconify()
            self._root.lift()
        buttons = self._foot.winfo_children()
        if page.focus == "first_button" and buttons:
            buttons[0].focus_set()
        elif page.focus == "field" and self.body.field:
            self.body.field.focus_set()
        else:
            self.body.text.focus_set()

    def unguard(self, name: str) -> None:
        """Let the buttons of the page of that name take clicks, if it is still shown."""
        if self._page and self._page.name == name:
            self.guarded = False


def run(pipe: Pipe) -> int:
    """Open the window and serve it until the process ends. Return an exit code."""
    try:
        root = tk.Tk(className="handrail")
    except tk.TclError as error:
        print(f"no window: {error}", file=sys.stderr)
        return NO_WINDOW
    root.report_callback_exception = fall
    window = PlainWindow(root, lambda pressed: presenter.act(pressed))
    presenter = Presenter(pipe, newest_on_tk(root, window.draw), PlainChoosers(root, window.style))

    def every_second() -> None:
        pipe.beat()
        root.after(1000, every_second)

    root.after(0, pipe.listen, presenter.show)
    root.after(0, every_second)
    root.mainloop()
    return 0
