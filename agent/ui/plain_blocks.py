"""Draws the blocks of a page in tkinter: one read-only text that scrolls, with buttons and fields in it."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Literal, NamedTuple, assert_never

from agent.protocol.messages import TYPING_BEAT_SECONDS
from agent.ui import page as pages
from agent.ui.model import EnterCode, Say, Strike, Type
from agent.ui.plain_style import LINE, SOFT, WRONG, Style
from agent.ui.tk_text import GROUND, INK, QUIET, bmp

Minutes = Literal[5, 10, 30]
BOX_LINES, BOX_WIDTH = 5, 58
"""Lines and characters of a list's box."""


class _Drawn(NamedTuple):
    """A block that stands in the text."""

    block: pages.Block
    start: str
    """Where it begins, as the text's own index."""
    stops: int
    """How many stops there are above it."""


class Body:
    """The middle of the window."""

    def __init__(self, root: tk.Tk, style: Style, act: Callable[[pages.Pressed], None]) -> None:
        self._root, self._style, self._act = root, style, act
        self._close = ""
        self._reader: tk.Toplevel | None = None
        self.field: tk.Entry | None = None
        self.options: dict[str, bool] = {}
        """The page's options that were touched, and whether each is ticked."""
        self.minutes: Minutes | None = None
        """For how long a yes is to hold."""
        self._ticked = ""
        self._typing_told = -TYPING_BEAT_SECONDS
        self._drawn: list[_Drawn] = []
        self._shades: object = None
        self.stops: list[tk.Widget] = []
        """What the Tab key stops at, from top to bottom."""
        bar = tk.Scrollbar(root, takefocus=0)
        bar.pack(side="right", fill="y")
        self.text = tk.Text(root, wrap="word", font=style.body, bg=GROUND, fg=INK, padx=20, pady=12, spacing3=8)
        self.text.configure(
            relief="flat", highlightthickness=0, cursor="arrow", yscrollcommand=bar.set, state="disabled"
        )
        self.text.pack(fill="both", expand=True)
        bar.configure(command=self.text.yview)
        tags(self.text, style)

    @property
    def reading(self) -> bool:
        """Whether a document is open."""
        return self._reader is not None

    def draw(self, page: pages.Page, fresh: bool) -> None:
        """Draw the blocks from the first one that changed; what is drawn anew under the mouse can lose a click.

        Where this is the same page, what is typed, the focus and the place stay.
        """
        typed = "" if fresh or self.field is None else self.field.get()
        focused = self.field is not None and self._root.focus_get() is self.field
        top = 0.0 if fresh else self.text.yview()[0]
        if fresh:
            self.options, self.minutes, self._ticked = {}, None, ""
            self._close_reader()
        self._close = page.close
        shades = page.light, page.dark
        same = 0 if fresh or shades != self._shades else _same(self._drawn, page.blocks)
        self._shades = shades
        self.text.configure(state="normal")
        self._undraw(same)
        for block in page.blocks[same:]:
            self._drawn.append(_Drawn(block, self.text.index("end-1c"), len(self.stops)))
            self._block(block)
        self.text.configure(state="disabled")
        self.text.yview_moveto(top)
        self._restore(typed, focused)

    def _undraw(self, kept: int) -> None:
        """Take away all blocks but the first `kept`."""
        if kept < len(self._drawn):
            first = self._drawn[kept]
            self.text.delete(first.start, "end-1c")
            del self.stops[first.stops :], self._drawn[kept:]
        if self.field not in self.stops:
            self.field = None

    def reveal(self, widget: tk.Widget) -> None:
        """Scroll to one of the stops: what is out of sight can have no focus."""
        self.text.see(self.text.index(str(widget)))
        self._root.update_idletasks()

    def _restore(self, typed: str, focused: bool) -> None:
        if self.field is None or self.field.get():
            return
        self.field.insert(0, typed)
        if focused:
            self.reveal(self.field)
            self.field.focus_set()

    def _block(self, block: pages.Block) -> None:
        match block:
            case pages.Paragraph():
                write(self.text, block.runs, block.style)
            case pages.Digits():
                self._line("  ".join(block.groups), "digits")
            case pages.Choices():
                for choice in block.choices:
                    self._choice(choice)
            case pages.Field():
                self._field(block)
            case pages.Lines():
                self._lines(block)
            case pages.Rows():
                self._line(block.title, "heading")
                for row in block.rows:
                    self._row(row)
                if not block.rows:
                    self._line(block.empty)
            case pages.Lengths():
                self._lengths(block)
            case pages.Switches():
                for switch in block.switches:
                    self._switch(switch)
            case pages.Ticks():
                self._line(block.label, "heading")
                for tick in block.ticks:
                    self._tick(tick)
            case pages.Document():
                self._widget(self._style.plain_button(self.text, block.label, lambda: self._read(block)))
            case pages.Option():
                box = self._check(block.label, self.options.get(block.rides, False))
                box.configure(command=partial(self._choose, block, box))
                if block.note:
                    self._line(block.note, "quiet")
            case _:
                assert_never(block)

    def _line(self, text: str, *tags: str) -> None:
        self.text.insert("end", bmp(text) + "\n", tags)

    def _stop(self, widget: tk.Widget) -> None:
        """Put a widget into the text, as the next stop of the Tab key."""
        self.text.window_create("end", window=widget, padx=4, pady=3)
        self.stops.append(widget)

    def _widget(self, widget: tk.Widget) -> None:
        self._stop(widget)
        self.text.insert("end", "\n")

    def _choice(self, choice: pages.Button) -> None:
        button = self._style.button(self.text, choice, lambda: self._act(choice.action))
        button.configure(width=46, anchor="w", pady=12)
        self._widget(button)

    def _row(self, row: pages.Row) -> None:
        button = self._style.button(self.text, row.button, lambda: self._act(row.button.action))
        self._stop(button)
        self.text.insert("end", "  ")
        gap = [pages.Run(text="  -  ")] if row.note else []
        write(self.text, [*row.label, *gap, *row.note])

    def _lengths(self, block: pages.Lengths) -> None:
        """Draw one choice of several in a line, as buttons: Tk's own round marks stay tiny whatever the font."""
        self._line(block.label)
        boxes: list[tk.Button] = []

        def choose(at: int) -> None:
            self.minutes = block.lengths[at].minutes
            for index, (box, length) in enumerate(zip(boxes, block.lengths, strict=True)):
                box.configure(text=_marked(length.label, index == at))

        for index in range(len(block.lengths)):
            box = self._style.plain_button(self.text, "", partial(choose, index))
            box.configure(relief="flat", fg=INK, activeforeground=INK, padx=6)
            boxes.append(box)
            self._stop(box)
        self.text.insert("end", "\n")
        choose(next((at for at, length in enumerate(block.lengths) if length.minutes == self.minutes), 0))

    def _switch(self, switch: pages.Switch) -> None:
        box = self._check(switch.label, switch.on)
        box.configure(command=partial(self._turn, switch))
        if switch.label == self._ticked:
            box.focus_set()
        self._line(f"      {switch.note}", "quiet")

    def _turn(self, switch: pages.Switch) -> None:
        self._ticked = switch.label
        self._act(switch.turn)

    def _tick(self, tick: pages.Tick) -> None:
        box = self._check(tick.label, tick.on)
        box.configure(command=partial(self._strike, tick))
        if tick.key == self._ticked:
            box.focus_set()
        for item in tick.items:
            self._line(f"      {item}", *(() if tick.on else ("quiet",)))

    def _strike(self, tick: pages.Tick) -> None:
        self._ticked = tick.key
        self._act(Strike(key=tick.key, struck=tick.on))

    def _choose(self, block: pages.Option, box: tk.Button) -> None:
        on = self.options[block.rides] = not self.options.get(block.rides, False)
        box.configure(text=_ticked(block.label, on))

    def _check(self, label: str, on: bool) -> tk.Button:
        """Make a tick as large as the text: Tk's own stays tiny whatever the font."""
        box = self._style.plain_button(self.text, _ticked(label, on), lambda: None)
        box.configure(relief="flat", fg=INK, activeforeground=INK, anchor="w")
        self._widget(box)
        return box

    def _lines(self, block: pages.Lines) -> None:
        """Draw a list in a box of its own that shows its end: a long one must not push the rest out of sight."""
        self._line(block.title, "heading")
        box = tk.Text(self.text, wrap="word", font=self._style.body, bg=SOFT, fg=INK, padx=10, pady=6, takefocus=1)
        box.configure(height=max(1, min(BOX_LINES, len(block.lines))), width=BOX_WIDTH, highlightthickness=3)
        box.configure(relief="flat", highlightcolor=INK, highlightbackground=GROUND)
        tags(box, self._style)
        for line in block.lines:
            side = ("mine",) if line.from_me else ()
            box.insert("end", f"{line.clock}  ", ("quiet", *side))
            if author := "".join(run.text for run in line.author):
                box.insert("end", bmp(f"{author} "), ("strong", *side))
            write(box, line.runs, *side)
        if block.lines:
            box.delete("end-2c", "end")  # the last line's own end
        else:
            box.insert("end", block.empty)
        box.configure(state="disabled")
        box.see("1.0" if block.newest_first else "end")
        self._stop(box)
        self.text.insert("end", "\n")
        if block.note:
            self._line(block.note, "quiet")

    def _field(self, block: pages.Field) -> None:
        self._line(block.label, "heading")
        entry = tk.Entry(self.text, font=self._style.lead, width=24 if block.large else 34, bg=GROUND, fg=INK)
        entry.configure(relief="solid", highlightthickness=3, highlightcolor=INK, highlightbackground=LINE)
        submit = lambda _event=None: self._submit(entry, block)  # noqa: E731
        entry.bind("<Return>", submit)
        entry.bind("<KP_Enter>", submit)
        if block.sends == "say":
            entry.bind("<KeyRelease>", lambda _event: self._typed(entry))
        self._stop(entry)
        self._widget(self._style.plain_button(self.text, block.button, submit))
        self._line(block.mistake, "mistake")
        if block.help:
            self._line(block.help, "quiet")
        self.field = entry

    def _typed(self, entry: tk.Entry) -> None:
        """Say that the customer is writing, not more often than it is shown for."""
        if entry.get() and monotonic() - self._typing_told >= TYPING_BEAT_SECONDS:
            self._typing_told = monotonic()
            self._act(Type())

    def _submit(self, entry: tk.Entry, block: pages.Field) -> None:
        typed = entry.get().strip()[: block.maximum]
        match block.sends:
            case "enter_code":
                self._act(EnterCode(code=typed or " "))
            case "say":
                entry.delete(0, "end")
                if typed:
                    self._act(Say(text=typed))
            case _:
                assert_never(block.sends)

    def _read(self, block: pages.Document) -> None:
        """Open a document above the window."""
        self._close_reader()
        reader = self._reader = tk.Toplevel(self._root, bg=GROUND)
        reader.title(bmp(block.label))
        reader.transient(self._root)
        reader.geometry(f"{self._root.winfo_width()}x{self._root.winfo_height()}")
        close = self._style.plain_button(reader, self._close, self._close_reader)
        close.pack(side="bottom", pady=8)
        text = tk.Text(reader, wrap="word", font=self._style.body, bg=GROUND, fg=INK, padx=20, pady=12)
        text.insert("end", block.text)
        text.configure(state="disabled", relief="flat", highlightthickness=0)
        text.pack(fill="both", expand=True)
        reader.bind("<Escape>", lambda _event: self._close_reader())
        close.focus_set()

    def _close_reader(self) -> None:
        if self._reader:
            self._reader.destroy()
            self._reader = None


def _same(drawn: Sequence[_Drawn], blocks: Sequence[pages.Block]) -> int:
    """Return how many blocks from the top stay as they are drawn."""
    changed = (index for index, (old, new) in enumerate(zip(drawn, blocks, strict=False)) if old.block != new)
    return next(changed, min(len(drawn), len(blocks)))


def tags(text: tk.Text, style: Style) -> None:
    """Give a text the styles of paragraphs."""
    text.tag_configure("title", font=style.title, spacing3=14)
    text.tag_configure("lead", font=style.lead)
    text.tag_configure("alarm", background=SOFT, lmargin1=14, lmargin2=14, rmargin=14, spacing1=8)
    text.tag_configure("quiet", foreground=QUIET)
    text.tag_configure("mistake", foreground=WRONG, font=style.bold)
    text.tag_configure("heading", font=style.bold, spacing1=10)
    text.tag_configure("mine", lmargin1=40, lmargin2=40)
    text.tag_configure("digits", font=style.digits, justify="center")
    text.tag_configure("strong", font=style.bold)


def write(text: tk.Text, runs: pages.Runs, *styles: str) -> None:
    """Write runs; a title stays a title where it is strong."""
    for run in runs:
        strong = ("strong",) if run.strong and "title" not in styles else ()
        text.insert("end", bmp(run.text), (*styles, *strong))
    text.insert("end", "\n", styles)


def _ticked(label: str, on: bool) -> str:
    return f"{'☑' if on else '☐'}  {label}"


def _marked(label: str, chosen: bool) -> str:
    return f"{'◉' if chosen else '○'} {label}"
