"""A program with nothing to hide, whose window changes all the time: `mask_ticker.py`. Ends when standard input does.

What it shows must go on being shown, image after image, whatever is covered beside it.
"""

import select
import sys
import time
from typing import Any, Final

import xcffib
import xcffib.xproto as xp

HEIGHT: Final = 100
"""Pixels; it is as wide as the screen, so that a part of it is seen whatever lies over another."""
BEATS: Final = 25
"""Changes a second."""
RAISE_SECONDS: Final = 0.3
"""At most one raise in that time, when something lies over it."""


class Ticker:
    """One bar along the lower edge, that comes up again when it is covered."""

    def __init__(self) -> None:
        x: Any = xcffib.connect()  # its requests are bound at run time
        self.x = x
        screen = x.get_setup().roots[0]
        self.window, self.gc = x.generate_id(), x.generate_id()
        self.size = (screen.width_in_pixels, HEIGHT)
        place = (0, screen.height_in_pixels - HEIGHT, *self.size)
        mask = xp.CW.OverrideRedirect | xp.CW.EventMask
        values = [1, xp.EventMask.VisibilityChange]
        x.core.CreateWindow(
            0, self.window, screen.root, *place, 0, xp.WindowClass.InputOutput, 0, mask, values, is_checked=True
        ).check()
        for atom, text in ((xp.Atom.WM_CLASS, b"ticker\0Ticker\0"), (xp.Atom.WM_NAME, b"ticker")):
            x.core.ChangeProperty(xp.PropMode.Replace, self.window, atom, xp.Atom.STRING, 8, len(text), text)
        x.core.CreateGC(self.gc, self.window, 0, [])
        x.core.MapWindow(self.window)
        self._covered, self._raised = False, 0.0

    def run(self) -> None:
        """Change until standard input ends."""
        beat = 0
        while not select.select([sys.stdin], [], [], 1 / BEATS)[0]:
            beat += 1
            self._come_up()
            self.x.core.ChangeGC(self.gc, xp.GC.Foreground, [(60 + beat % 100) * 0x010101])
            self.x.core.PolyFillRectangle(self.window, self.gc, 1, [xp.RECTANGLE.synthetic(0, 0, *self.size)])
            self.x.flush()

    def _come_up(self) -> None:
        while (event := self.x.poll_for_event()) is not None:
            if isinstance(event, xp.VisibilityNotifyEvent):
                self._covered = event.state != xp.Visibility.Unobscured
        if self._covered and time.monotonic() - self._raised > RAISE_SECONDS:
            self._raised = time.monotonic()
            self.x.core.ConfigureWindow(self.window, xp.ConfigWindow.StackMode, [xp.StackMode.Above])


if __name__ == "__main__":
    Ticker().run()
