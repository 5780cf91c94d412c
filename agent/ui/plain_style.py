"""How the plain window looks: large type, contrast of 7:1, the brand's colour, and buttons that Enter presses too."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font

from agent.ui.page import Button, Page, Shade

GROUND, SOFT, INK, QUIET, LINE, WRONG = "#ffffff", "#f1f4f8", "#14181d", "#3d4650", "#6b7683", "#8f0f0f"


def bmp(text: str) -> str:
    """Replace what Tk 8.6 cannot draw safely (beyond the Basic Multilingual Plane)."""
    return "".join(character if ord(character) <= 0xFFFF else "\ufffd" for character in text)


class Style:
    """Fonts and colours of one window."""

    def __init__(self, root: tk.Tk) -> None:
        self._scale = max(1.0, root.winfo_fpixels("1i") / 96)
        self.body, self.bold = self.font(20), self.font(20, bold=True)
        self.title, self.lead, self.digits = (
            self.font(30, bold=True),
            self.font(23),
            self.font(56, bold=True, mono=True),
        )
        for name in ("TkDefaultFont", "TkTextFont", "TkIconFont", "TkHeadingFont", "TkMenuFont"):
            font.nametofont(name, root).configure(size=-round(18 * self._scale))  # the folder picker's
        self.accent = Shade(colour=INK, ink=GROUND)

    def font(self, pixels: int, bold: bool = False, mono: bool = False) -> font.Font:
        """Make a font of so many pixels at 100 %."""
        family = "DejaVu Sans Mono" if mono else "DejaVu Sans"
        return font.Font(family=family, size=-round(pixels * self._scale), weight="bold" if bold else "normal")

    def brand(self, page: Page) -> None:
        """Take the brand's colour."""
        self.accent = page.light

    def tone(self, tone: str) -> str:
        """Return the colour of the rule below the head."""
        return {"wrong": WRONG, "still": LINE}.get(tone, self.accent.colour)

    def banner(self, parent: tk.Misc, page: Page) -> tk.Label:
        """Make the line that says what is shared now."""
        ground, ink = {"wrong": (WRONG, GROUND), "still": (SOFT, INK)}.get(
            page.tone, (self.accent.colour, self.accent.ink)
        )
        text = bmp("".join(run.text for run in page.status))
        label = tk.Label(
            parent, text=text, font=self.bold, bg=ground, fg=ink, anchor="w", justify="left", padx=12, pady=5
        )
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
