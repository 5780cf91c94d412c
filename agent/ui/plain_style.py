"""How the plain window looks: large type, contrast of 7:1, the brand's colour, and buttons that Enter presses too."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font

from agent.ui.page import Button, Page, Shade
from agent.ui.tk_text import FAMILY, GROUND, INK, bmp, scale_of

SOFT, LINE, WRONG = "#f1f4f8", "#6b7683", "#8f0f0f"

LOGO_HEIGHT = 48
"""Pixels."""


class Style:
    """Fonts and colours of one window."""

    def __init__(self, root: tk.Tk) -> None:
        self._scale = scale_of(root)
        self.body, self.bold = self.font(20), self.font(20, bold=True)
        self.title, self.lead, self.digits = (
            self.font(30, bold=True),
            self.font(23),
            self.font(56, bold=True, mono=True),
        )
        for name in ("TkDefaultFont", "TkTextFont", "TkIconFont", "TkHeadingFont", "TkMenuFont"):
            font.nametofont(name, root).configure(size=-round(18 * self._scale))  # the folder picker's
        self.accent = Shade(colour=INK, ink=GROUND)
        self._drawn: tuple[str, tk.PhotoImage | None] = "", None

    def font(self, pixels: int, bold: bool = False, mono: bool = False) -> font.Font:
        """Make a font of so many pixels at 100 %."""
        family = f"{FAMILY} Mono" if mono else FAMILY
        return font.Font(family=family, size=-round(pixels * self._scale), weight="bold" if bold else "normal")

    def brand(self, page: Page) -> None:
        """Take the brand's colour."""
        self.accent = page.light

    def logo(self, root: tk.Misc, png: str) -> tk.PhotoImage | None:
        """Return the operator's picture, a PNG in base64, no higher than the head; None for what Tk cannot draw."""
        if png != self._drawn[0]:
            try:
                picture = tk.PhotoImage(master=root, data=png)
                self._drawn = png, picture.subsample(max(1, -(-picture.height() // LOGO_HEIGHT)))
            except tk.TclError:
                self._drawn = png, None
        return self._drawn[1]

    def tone(self, tone: str) -> str:
        """Return the colour of the rule below the head."""
        return {"wrong": WRONG, "still": LINE}.get(tone, self.accent.colour)

    def banner(self, parent: tk.Misc, page: Page, width: int) -> tk.Label:
        """Make the line that says what is shared now, for so many pixels (fewer than its edges need: not known yet)."""
        ground, ink = {"wrong": (WRONG, GROUND), "still": (SOFT, INK)}.get(
            page.tone, (self.accent.colour, self.accent.ink)
        )
        text = bmp("".join(run.text for run in page.status))
        label = tk.Label(
            parent, text=text, font=self.bold, bg=ground, fg=ink, anchor="w", justify="left", padx=12, pady=5
        )
        label.configure(wraplength=max(0, width - 24))
        label.bind("<Configure>", lambda event: label.configure(wraplength=event.width - 24))
        return label

    def button(self, parent: tk.Misc, given: Button, press: Callable[[], None]) -> tk.Button:
        """Make a button."""
        ground, ink = {"main": (self.accent.colour, self.accent.ink), "stop": (INK, GROUND)}.get(
            given.style, (GROUND, self.accent.colour)
        )
        button = self.plain_button(parent, f"{given.label}\n{given.note}" if given.note else given.label, press)
        button.configure(bg=ground, fg=ink, activebackground=ground, activeforeground=ink)
        return button

    def plain_button(self, parent: tk.Misc, text: str, press: Callable[[], None]) -> tk.Button:
        """Make a button that carries no action of the page."""
        colour = self.accent.colour
        button = tk.Button(parent, text=bmp(text), command=press, font=self.bold, bg=GROUND, fg=colour, padx=14, pady=5)
        button.configure(relief="solid", borderwidth=1, highlightthickness=4, justify="left")
        button.configure(highlightcolor=INK, highlightbackground=GROUND, activeforeground=colour, activebackground=SOFT)
        button.bind("<Return>", lambda _event: button.invoke())
        button.bind("<KP_Enter>", lambda _event: button.invoke())
        return button
