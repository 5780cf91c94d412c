"""The first thing the customer sees: whose service opens, while all the rest is still being read. It asks nothing.

A process of its own that imports the standard library alone, so that it is there at once and holds nothing up. What is
wrong with a brand is for the agent to say: then there is no splash.
"""

import json
import os
import sys
import threading
import tkinter as tk
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from agent.embedded import embedded
from agent.language import locale_language
from agent.ui.tk_text import FAMILY, GROUND, INK, QUIET, bmp, scale_of

TEXTS = Path(__file__).with_name("splash.toml")
WIDTH, RULE = 460, 6
"""Pixels at 100 %."""


class Said(NamedTuple):
    """What it says, from top to bottom, and the brand's colour. No dataclass: those read a good deal first."""

    title: str
    brand: str
    opening: str
    nothing: str
    accent: str


def main(arguments: Sequence[str]) -> int:
    """Show it until standard input closes. `arguments`: a language or "auto", and from source a brand file."""
    lang, *path = arguments
    try:
        said = words(lang, Path(path[0]).read_text("utf-8-sig") if path else _embedded())
        root = tk.Tk(className="handrail-splash")
        draw(root, said)
    except (OSError, ValueError, KeyError, TypeError, tk.TclError) as error:
        print(f"no splash: {error}", file=sys.stderr)
        return 1
    threading.Thread(target=_go_with_the_agent, daemon=True, name="agent").start()
    root.mainloop()
    return 0


def words(lang: str, brand: str) -> Said:
    """Choose the words for a brand file's text. Raise ValueError, KeyError or TypeError for what is none."""
    file = tomllib.loads(brand)
    operator, session = file["operator"], file.get("session", {})
    asked = session.get("language", "auto") if lang == "auto" else lang
    texts = tomllib.loads(TEXTS.read_text("utf-8"))[locale_language() if asked == "auto" else asked]
    name = bmp(str(operator["name"]))
    title = texts["title"].replace("{brand}", name)
    return Said(title, name, texts["opening"], texts["nothing"], str(operator.get("accent", INK)))


def draw(root: tk.Tk, said: Said) -> None:
    """Draw it in the middle of the screen. Raise TclError for a colour that is none."""
    scale = scale_of(root)
    root.withdraw()
    root.title(said.title)
    root.configure(bg=GROUND, highlightthickness=1, highlightbackground=QUIET)
    tk.Frame(root, height=round(RULE * scale), width=round(WIDTH * scale), bg=said.accent).pack(fill="x")
    lines = [(said.brand, 26, "bold", INK), (said.opening, 20, "normal", INK), (said.nothing, 18, "normal", QUIET)]
    for text, pixels, weight, colour in lines:
        font = (FAMILY, -round(pixels * scale), weight)
        label = tk.Label(root, text=text, font=font, bg=GROUND, fg=colour, wraplength=round(WIDTH * scale * 0.9))
        label.pack(padx=round(24 * scale), pady=round(10 * scale))
    if sys.platform == "linux":
        root.attributes("-type", "splash")  # the window manager puts it into the middle, without a frame
    else:
        root.overrideredirect(True)
        root.update_idletasks()
        left = (root.winfo_screenwidth() - root.winfo_reqwidth()) // 2
        root.geometry(f"+{left}+{(root.winfo_screenheight() - root.winfo_reqheight()) // 2}")
    root.deiconify()


def _embedded() -> str:
    """Return the brand file that a build carries (agent/brand_bundle.py packs it)."""
    return str(json.loads(embedded())["brand"])


def _go_with_the_agent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
