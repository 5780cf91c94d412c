"""A window that writes down where it is clicked and what is scrolled: `python -m scripts.rigs.click_target FILE`.

Its face is flat colours, thin lines and small letters: what a remote picture gets wrong first.
"""

import json
import sys
import tkinter
from pathlib import Path
from typing import Any

PLACE = "620x560+640+20"
CELL = 40
COLOURS = ("#ffffff", "#0a4f96", "#e8f0fa", "#c62828", "#1b5e20", "#ffca28")


def draw(canvas: tkinter.Canvas) -> None:
    """Draw the face."""
    for row in range(14):
        for column in range(16):
            x, y = column * CELL, row * CELL
            colour = COLOURS[(row * 5 + column) % len(COLOURS)]
            canvas.create_rectangle(x, y, x + CELL, y + CELL, fill=colour, outline="#000000")
            canvas.create_text(x + CELL // 2, y + CELL // 2, text=f"{row}·{column}", font=("DejaVu Sans", 8))


def main() -> None:
    """Show the window until it is ended."""
    record = Path(sys.argv[1])
    root = tkinter.Tk()
    root.title("click target")
    root.geometry(PLACE)
    root.protocol("WM_DELETE_WINDOW", lambda: None)  # the technician's Alt+F4 must not end what is clicked at
    canvas = tkinter.Canvas(root, width=640, height=560, highlightthickness=0)
    canvas.pack(fill="both", expand=True)
    draw(canvas)

    def write(event: "tkinter.Event[Any]") -> None:
        said = {"kind": event.type.name, "button": event.num, "x": event.x_root, "y": event.y_root}
        with record.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(said) + "\n")

    for pattern in ("<ButtonPress>", "<ButtonRelease>"):
        root.bind(pattern, write)
    root.mainloop()


if __name__ == "__main__":
    main()
