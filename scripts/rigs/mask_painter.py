"""A program whose windows open, move, resize, pop up, rise and close at random: `mask_painter.py KIND SEED [FILE]`.

KIND is `secret` (its windows are full of the marker colour) or `plain` (its windows are grey, have no background of
their own and are drawn late, as those of slow programs are: until then they show what was there before). With FILE, a
secret program opens that file at some moment and paints the marker into windows that were grey. Ends when standard
input does.
"""

import json
import os
import random
import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import xcffib
import xcffib.xproto as xp

MARKERS: Final = {"application": 0xFF00C8, "folder": 0x00FF3C}
"""Colours of windows of a hidden application, and of a program that has a file of a hidden folder open."""

PACES: Final = (0.1, 0.3, 1.0)
"""Seconds between two deeds, in the mean; a program keeps one pace for some seconds."""

PACE_SECONDS: Final = 5.0

LATEST_SECONDS: Final = 0.15
"""How late a plain program draws, at most."""

LARGEST: Final = (160, 120)
"""Pixels of a window, at most: where a hidden one was is covered for a second, and some of the screen must be left."""

LOOK_SECONDS: Final = 0.05
MOST: Final = 4


@dataclass
class Window:
    """One window, and when it is to be drawn."""

    id: int
    colour: int
    pop_up: bool
    due: float = 0.0


class Painter:
    """One program's windows."""

    def __init__(self, name: str, colour: int | None, seed: int, file: str | None) -> None:
        x: Any = xcffib.connect()  # its requests are bound at run time
        self.x = x
        screen = x.get_setup().roots[0]
        self.root, self.size = screen.root, (screen.width_in_pixels, screen.height_in_pixels)
        self.chance = random.Random(seed)  # noqa: S311 - places and moments, not secrets
        self.name, self.colour, self.file = name, colour, file
        self.gc: int = x.generate_id()
        x.core.CreateGC(self.gc, self.root, 0, [])
        self.windows: list[Window] = []
        self.deeds = 0
        self.opened: int | None = None

    def run(self) -> None:
        """Act until standard input ends, then say how much was done."""
        if self.file and self.chance.random() < 0.5:
            self._open_file()
        pace, until, deed = 0.0, 0.0, 0.0
        while not select.select([sys.stdin], [], [], max(0.0, min(deed, self._due()) - time.monotonic()))[0]:
            now = time.monotonic()
            if now > until:
                pace, until = self.chance.choice(PACES), now + PACE_SECONDS
            if now >= deed:
                self._deed()
                deed = now + self.chance.expovariate(1 / pace)
            self._draw()
            self.x.flush()
        print(json.dumps({"deeds": self.deeds}), flush=True)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _deed(self) -> None:
        deeds: list[Callable[[], None]] = [self._move] * 6 + [
            self._resize,
            self._raise,
            self._lower,
            self._hide,
            self._close,
        ]
        if len(self.windows) < MOST:
            deeds += [self._open, self._pop_up] * 2
        if self.file and self.opened is None:
            deeds.append(self._reveal)
        deed = self.chance.choice(deeds)
        if self.windows or deed in (self._open, self._pop_up):
            deed()
            self.deeds += 1

    def _open(self) -> None:
        self._make(pop_up=False)

    def _pop_up(self) -> None:
        """Pop up a menu or tooltip: of a window, or of none that it tells of."""
        self._make(pop_up=True)

    def _make(self, pop_up: bool) -> None:
        window = Window(self.x.generate_id(), self._shade(), pop_up)
        x, y, width, height = self._place()
        mask = xp.CW.OverrideRedirect | xp.CW.EventMask
        values = [int(pop_up), xp.EventMask.Exposure]
        if self.colour is not None and self.chance.random() < 0.5:
            mask, values = mask | xp.CW.BackPixel, [window.colour, *values]
        core = self.x.core
        core.CreateWindow(0, window.id, self.root, x, y, width, height, 0, xp.WindowClass.InputOutput, 0, mask, values)
        owner = self.chance.choice(self.windows).id if pop_up and self.windows and self.chance.random() < 0.5 else None
        self._name(window.id, owner)
        core.MapWindow(window.id)
        window.due = time.monotonic() + self._late()
        self.windows.append(window)

    def _name(self, window: int, owner: int | None) -> None:
        change, core = xp.PropMode.Replace, self.x.core
        who = f"{self.name}\0{self.name.title()}\0".encode()
        core.ChangeProperty(change, window, xp.Atom.WM_CLASS, xp.Atom.STRING, 8, len(who), who)
        title = f"{self.name} {self.chance.randrange(1000)}".encode()
        core.ChangeProperty(change, window, xp.Atom.WM_NAME, xp.Atom.STRING, 8, len(title), title)
        if owner is not None:
            core.ChangeProperty(change, window, xp.Atom.WM_TRANSIENT_FOR, xp.Atom.WINDOW, 32, 1, [owner])

    def _move(self) -> None:
        x, y, _, _ = self._place()
        self._configure(xp.ConfigWindow.X | xp.ConfigWindow.Y, [x, y])

    def _resize(self) -> None:
        _, _, width, height = self._place()
        self._configure(xp.ConfigWindow.Width | xp.ConfigWindow.Height, [width, height])

    def _raise(self) -> None:
        self._configure(xp.ConfigWindow.StackMode, [xp.StackMode.Above])

    def _lower(self) -> None:
        self._configure(xp.ConfigWindow.StackMode, [xp.StackMode.Below])

    def _configure(self, mask: int, values: list[int]) -> None:
        self.x.core.ConfigureWindow(self.chance.choice(self.windows).id, mask, values)

    def _hide(self) -> None:
        """Unmap a window, or map it again."""
        window = self.chance.choice(self.windows).id
        (self.x.core.UnmapWindow if self.chance.random() < 0.5 else self.x.core.MapWindow)(window)

    def _close(self) -> None:
        window = self.windows.pop(self.chance.randrange(len(self.windows)))
        self.x.core.DestroyWindow(window.id)

    def _reveal(self) -> None:
        """Open the hidden file, and paint what it holds at once."""
        self._open_file()
        for window in self.windows:
            window.colour, window.due = self._shade(), 0.0

    def _open_file(self) -> None:
        assert self.file
        self.opened = os.open(self.file, os.O_RDONLY)

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """Draw what was exposed, when its time has come."""
        now = time.monotonic()
        by_id = {window.id: window for window in self.windows}
        while (event := self._event()) is not None:
            if isinstance(event, xp.ExposeEvent) and event.window in by_id:
                by_id[event.window].due = by_id[event.window].due or now + self._late()
        for window in self.windows:
            if window.due and window.due <= now:
                window.due = 0.0
                self._fill(window)

    def _due(self) -> float:
        """Return when to look again: something may have been exposed, or is to be drawn."""
        soon = time.monotonic() + LOOK_SECONDS
        return min([soon, *(window.due for window in self.windows if window.due)])

    def _event(self) -> Any:
        while True:
            try:
                return self.x.poll_for_event()
            except xcffib.Error:
                continue  # a window that was closed meanwhile

    def _fill(self, window: Window) -> None:
        self.x.core.ChangeGC(self.gc, xp.GC.Foreground, [window.colour])
        self.x.core.PolyFillRectangle(window.id, self.gc, 1, [xp.RECTANGLE.synthetic(0, 0, *self.size)])

    def _shade(self) -> int:
        """Return the marker, or a shade of grey where there is nothing to hide (yet)."""
        if self.colour is not None and (self.file is None or self.opened is not None):
            return self.colour
        return self.chance.randrange(60, 190) * 0x010101

    def _late(self) -> float:
        return self.chance.uniform(0, LATEST_SECONDS) if self.colour is None else 0.0

    def _place(self) -> tuple[int, int, int, int]:
        width, height = self.size
        wide, high = self.chance.randrange(20, LARGEST[0]), self.chance.randrange(20, LARGEST[1])
        return self.chance.randrange(-20, width - 20), self.chance.randrange(-20, height - 20), wide, high


def main(kind: str, seed: str, file: str | None = None) -> None:
    """Run one program."""
    marked = None if kind == "plain" else MARKERS["folder" if file else "application"]
    Painter("vault" if kind == "secret" and not file else kind, marked, int(seed), file).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
