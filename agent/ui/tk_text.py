"""What every window drawn by Tk shares of how text looks: its letters, their size, and the colours of contrast 7:1."""

import tkinter as tk

GROUND, INK, QUIET = "#ffffff", "#14181d", "#3d4650"
FAMILY = "DejaVu Sans"


def bmp(text: str) -> str:
    """Replace what Tk 8.6 cannot draw safely (beyond the Basic Multilingual Plane)."""
    return "".join(character if ord(character) <= 0xFFFF else "\ufffd" for character in text)


def scale_of(root: tk.Misc) -> float:
    """Return how large the desktop's letters are (1.25: 125 %)."""
    return max(1.0, root.winfo_fpixels("1i") / 96)
