"""A program of its own process whose windows do what a test says: one JSON line a deed, one line of answer."""

import json
import os
import sys
from typing import Any

import Xlib.display
from Xlib import X, Xatom
from Xlib.xobject.drawable import Window

from scripts.rigs.doer import Doer


class Puppet(Doer):
    """The test's end of it: a program whose WM_CLASS is `name`, and its windows, until the block ends."""

    def __init__(self, display: str, name: str) -> None:
        super().__init__("tests.desktop.x11.puppet", display, name)

    def open(self, x: int, y: int, width: int, height: int, **more: Any) -> int:
        """Open a window; return its id. `more`: title, override, parent, background (a colour; None: none), kind."""
        return int(self.do("open", x=x, y=y, width=width, height=height, **more))

    def act(self, deed: str, window: int, **more: Any) -> None:
        """Do one of: move, resize, raise, lower, unmap, map, close, draw, retitle, focus, cursor, grab, let_go."""
        self.do(deed, window=window, **more)


class Strings:
    """The program's end: windows by their ids."""

    def __init__(self, display: str, name: str) -> None:
        self.display = Xlib.display.Display(display)
        self.name = name

    def open(
        self,
        x: int,
        y: int,
        width: int,
        height: int,
        title: str = "",
        override: bool = False,
        parent: int = 0,
        background: int | None = 0xFFFFFF,
        kind: str = "",
    ) -> int:
        screen = self.display.screen()
        more = {} if background is None else {"background_pixel": background}
        window = screen.root.create_window(
            x, y, width, height, 0, screen.root_depth, override_redirect=override, **more
        )
        window.set_wm_class(self.name, self.name.title())
        self.entitle(window, title or self.name)
        if parent:
            window.set_wm_transient_for(self.display.create_resource_object("window", parent))
        if kind:
            atom = self.display.intern_atom(f"_NET_WM_WINDOW_TYPE_{kind}")
            window.change_property(self.display.intern_atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, [atom])
        window.map()
        return int(window.id)

    def entitle(self, window: Window, title: str) -> None:
        utf8 = self.display.intern_atom("UTF8_STRING")
        window.change_property(self.display.intern_atom("_NET_WM_NAME"), utf8, 8, title.encode())

    def do(self, deed: str, window: int = 0, **more: Any) -> int:
        if deed == "open":
            return self.open(**more)
        at = self.display.create_resource_object("window", window)
        match deed:
            case "move" | "resize":
                at.configure(**more)
            case "raise":
                at.configure(stack_mode=X.Above)
            case "lower":
                at.configure(stack_mode=X.Below)
            case "unmap":
                at.unmap()
            case "map":
                at.map()
            case "close":
                at.destroy()
            case "draw":
                at.fill_rectangle(at.create_gc(foreground=more["colour"]).id, 0, 0, 2000, 2000)
            case "retitle":
                self.entitle(at, more["title"])
            case "focus":
                at.set_input_focus(X.RevertToNone, X.CurrentTime)
            case "cursor":
                at.change_attributes(cursor=self.cursor(more["glyph"]))
            case "grab":
                events = X.PointerMotionMask | X.ButtonReleaseMask
                at.grab_pointer(
                    False, events, X.GrabModeAsync, X.GrabModeAsync, X.NONE, self.cursor(more["glyph"]), X.CurrentTime
                )
            case "let_go":
                self.display.ungrab_pointer(X.CurrentTime)
        return 0

    def cursor(self, glyph: int) -> int:
        """Make one of the cursors that every X server has (its font "cursor"); 0: one that cannot be seen."""
        font: Any = self.display.open_font("cursor")
        if glyph:
            made = font.create_glyph_cursor(font, glyph, glyph + 1, (0, 0, 0), (65535, 65535, 65535))
        else:
            empty = self.display.screen().root.create_pixmap(8, 8, 1)
            empty.fill_rectangle(empty.create_gc(foreground=0).id, 0, 0, 8, 8)
            made = empty.create_cursor(empty, (0, 0, 0), (0, 0, 0), 0, 0)
        return int(made.id)


def main(display: str, name: str) -> None:
    strings = Strings(display, name)
    for line in sys.stdin:
        answer = strings.do(**json.loads(line))
        strings.display.sync()
        print(json.dumps(answer), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
