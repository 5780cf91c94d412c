"""Another program than the plug-in, which asks of Windows what that asks: `python ordinary.py TITLE PICKER FOLDER`.

It reads which certificates Windows trusts, has a window called TITLE, and when that is clicked has a folder chosen in
Windows' own dialog, called PICKER and open at FOLDER; then it ends. What it leaves behind is Windows' own doing.
"""

import ssl
import sys
import tkinter
from tkinter import filedialog
from typing import Any


def main() -> None:
    """Show the window until a folder is chosen."""
    title, picker, folder = sys.argv[1:]
    ssl.create_default_context()
    root = tkinter.Tk()
    root.title(title)

    def choose(_: "tkinter.Event[Any]") -> None:
        filedialog.askdirectory(parent=root, title=picker, initialdir=folder, mustexist=True)
        root.destroy()

    root.bind("<ButtonRelease>", choose)
    root.mainloop()


if __name__ == "__main__":
    main()
