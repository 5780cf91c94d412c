"""The customer's window of a terminal: what is typed and what comes back, as letters; it takes no key but to close.

It stays above other windows, and can be moved but not buried: nobody types where nobody sees. Whoever makes it keeps
the shell; this only draws.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.ui.plain_style import SOFT, Style
from agent.ui.tk_text import GROUND, INK, QUIET, bmp
from agent.ui.words import Words, plain

MAX_ROWS = 24
"""Rows that the window asks room for; the rest is reached by scrolling."""
TYPED_SHOWN = 72
"""Characters of what was typed last."""
PIXELS = 18
MARGIN = 60


@dataclass(frozen=True)
class Drawing:
    """What changed on the screen since the last one."""

    kept: Sequence[str]
    """Lines that left the screen, to stay above it."""
    lines: Mapping[int, str]
    """The lines of the screen that changed, from 0."""
    rows: int
    cursor: tuple[int, int] | None
    """Column and row; None: hidden."""


class TerminalWindow:
    """One window, on Tk's thread."""

    def __init__(self, root: tk.Tk, words: Words, who: str, columns: int, close: Callable[[], None], kept: int) -> None:
        """Make it; `close` is called when the customer closes it, `kept` lines stay above the screen."""
        self._root, self._words, self._kept_most = root, words, kept
        self._kept = 0
        name = plain(who) or words.text("frame/nameless")
        style = Style(root)
        root.title(bmp(words.text("terminal/window", who=name)))
        root.configure(bg=GROUND)
        root.attributes("-topmost", True)
        root.protocol("WM_DELETE_WINDOW", close)
        head = tk.Frame(root, bg=GROUND, padx=16, pady=8)
        head.pack(fill="x")
        style.plain_button(head, words.text("terminal/close"), close).pack(side="right", padx=(12, 0))
        text = tk.Label(head, text=bmp(words.text("terminal/text", who=name)), font=style.bold, bg=GROUND, fg=INK)
        text.configure(anchor="w", justify="left")
        text.bind("<Configure>", lambda event: text.configure(wraplength=event.width))
        text.pack(side="left", expand=True, fill="x")
        foot = tk.Frame(root, bg=SOFT, padx=16, pady=6)
        foot.pack(side="bottom", fill="x")
        self._typed = tk.Label(foot, font=style.font(PIXELS, mono=True), bg=SOFT, fg=INK, anchor="w")
        self._typed.pack(fill="x")
        self._note = tk.Label(foot, font=style.bold, bg=SOFT, fg=QUIET, anchor="w")
        self.text = self._make_text(style, columns)
        self.typed("")

    def fit(self) -> None:
        """Take as much room as the screen has, in its lower right corner: the banner and most windows are above."""
        root = self._root
        root.update_idletasks()
        width = min(root.winfo_reqwidth(), root.winfo_screenwidth() - MARGIN)
        height = min(root.winfo_reqheight(), root.winfo_screenheight() - 2 * MARGIN)
        x, y = root.winfo_screenwidth() - width - MARGIN // 2, root.winfo_screenheight() - height - MARGIN
        root.geometry(f"{width}x{height}+{max(0, x)}+{max(0, y)}")

    def typed(self, text: str) -> None:
        """Show what is typed, also where the shell shows nothing of it (a password, `stty -echo`)."""
        self._typed.configure(text=bmp(self._words.text("terminal/typed", text=text[-TYPED_SHOWN:])))

    def note(self, key: str) -> None:
        """Say what holds the shell, by the text's key; nothing for ""."""
        self._note.configure(text=self._words.text(key) if key else "")
        if key:
            self._note.pack(fill="x")
        else:
            self._note.pack_forget()

    def draw(self, drawing: Drawing) -> None:
        """Draw what changed; whoever reads further up is left there."""
        text = self.text
        at_end = text.yview()[1] >= 1.0
        text.configure(state="normal")
        self._keep(drawing.kept)
        while (rows := self._rows()) > drawing.rows:
            text.delete(f"{self._at(rows - 2)} lineend", f"{self._at(rows - 1)} lineend")
        while self._rows() < drawing.rows:
            text.insert("end -1 chars", "\n")
        for y, line in drawing.lines.items():
            if y < drawing.rows:
                text.delete(self._at(y), f"{self._at(y)} lineend")
                text.insert(self._at(y), bmp(line))
        self._draw_cursor(drawing.cursor)
        text.configure(state="disabled")
        if at_end:
            text.see("end -1 chars linestart")
        self._root.update_idletasks()

    def _make_text(self, style: Style, columns: int) -> tk.Text:
        middle = tk.Frame(self._root, bg=INK)
        middle.pack(expand=True, fill="both")
        bar = tk.Scrollbar(middle)
        bar.pack(side="right", fill="y")
        text = tk.Text(middle, width=columns, height=MAX_ROWS, font=style.font(PIXELS, mono=True), wrap="char")
        text.configure(bg=INK, fg=GROUND, padx=10, pady=6, state="disabled", yscrollcommand=bar.set, borderwidth=0)
        text.tag_configure("cursor", background=GROUND, foreground=INK)
        bar.configure(command=text.yview)
        text.pack(side="left", expand=True, fill="both")
        return text

    def _keep(self, lines: Sequence[str]) -> None:
        kept = lines[-self._kept_most :]
        if kept:
            self.text.insert(self._at(0), "".join(f"{bmp(line)}\n" for line in kept))
        self._kept += len(kept)
        if (over := self._kept - self._kept_most) > 0:
            self.text.delete("1.0", f"{over + 1}.0")
            self._kept = self._kept_most

    def _rows(self) -> int:
        return int(self.text.index("end -1 chars").split(".")[0]) - self._kept

    def _at(self, y: int) -> str:
        return f"{self._kept + y + 1}.0"

    def _draw_cursor(self, cursor: tuple[int, int] | None) -> None:
        text = self.text
        text.tag_remove("cursor", "1.0", "end")
        if cursor is None:
            return
        x, y = cursor
        line = self._at(y)
        length = int(text.index(f"{line} lineend").split(".")[1])
        if length <= x:
            text.insert(f"{line} lineend", " " * (x + 1 - length))
        text.tag_add("cursor", f"{line} +{x} chars")
