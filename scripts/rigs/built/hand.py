"""The customer: real mouse and keyboard on the screen outside, and eyes that read what stands on it. Nothing inside."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cmp_to_key
from subprocess import CalledProcessError, TimeoutExpired

from PIL import Image
from Xlib.display import Display
from Xlib.error import XError

from agent.areas import Rect
from scripts.rigs.applications import environment, run, until
from scripts.rigs.person import TITLE
from scripts.rigs.pixels import grab
from scripts.rigs.reader import find, in_order, read

READING_SECONDS = 1.5
"""A person reads before pressing; a question takes no answer in its first moment."""
TRIES = 3
TURNING_SECONDS = 15.0
"""For a page to give way to the next, on a busy machine."""
WHEEL_UP, WHEEL_DOWN = 4, 5
"""Buttons of X's."""
AROUND = 40
"""Pixels around a phrase that are looked at again before it is clicked."""
SIZES = (2, 1)
"""Letters are looked at so many times larger: what Tesseract misses at one size it may see at the other."""
PATIENCE = 120.0
"""Seconds for a page to come and be read, on a busy machine."""


class Hand:
    """Someone at the computer. `outer`: the display whose mouse is the computer's real one; `inner`: the computer's."""

    def __init__(self, outer: str, inner: str) -> None:
        self._outer, self._inner = environment(outer), environment(inner)
        self.display = inner
        self._put: dict[str, Rect] = {}

    def window(self, title: str = TITLE) -> Rect | None:
        """Return where the largest window of that title is; None where there is none."""
        found: list[Rect] = []
        with suppress(CalledProcessError, TimeoutExpired):
            for number in run(["xdotool", "search", "--onlyvisible", "--name", title], self._inner).split():
                with suppress(XError):
                    found.append(self._place(int(number)))
        return max(found, key=lambda place: place.width * place.height, default=None)

    def put(self, title: str, place: Rect) -> None:
        """Have a window moved and sized, as by its edges; it is so again whenever it is read in another size."""
        self._put[title] = place
        until(lambda: self.window(title) is not None, f"a window called {title!r}", PATIENCE)
        size = [str(place.width), str(place.height)]
        search = ["xdotool", "search", "--onlyvisible", "--name", title]
        run([*search, "windowsize", "%@", *size, "windowmove", "%@", str(place.x), str(place.y)], self._inner)

    def see(self, area: Rect | None = None) -> Image.Image:
        """Look at the screen, or an area of it."""
        picture = grab(self.display)
        return picture.crop((area.x, area.y, area.x + area.width, area.y + area.height)) if area else picture

    def reads(self, phrase: str, title: str = TITLE) -> list[Rect]:
        """Return where a phrase stands in the window of that title, from top to bottom, in pixels of the screen."""
        area, wanted = self.window(title), self._put.get(title)
        if area and wanted and (area.width, area.height) != (wanted.width, wanted.height):
            self.put(title, wanted)
            area = self.window(title)
        return self._reads_in(area, phrase) if area else []

    def waits_for(self, phrase: str, title: str = TITLE) -> list[Rect]:
        """Wait until a phrase stands in a window; return where. Raise TimeoutError."""
        found: list[Rect] = []

        def stands() -> bool:
            found[:] = self.reads(phrase, title)
            return bool(found)

        until(stands, f"« {phrase} » in the window", PATIENCE)
        return found

    def presses(self, phrase: str, title: str = TITLE, first: bool = False) -> None:
        """Read a phrase, and click on it: where it stands lowest, as buttons do, or `first`."""
        which = 0 if first else -1
        before = self.waits_for(phrase, title)[which]
        time.sleep(READING_SECONDS)
        near = before._replace(x=before.x - AROUND, width=before.width + 2 * AROUND)
        near = near._replace(y=before.y - AROUND, height=before.height + 2 * AROUND)
        found = self._reads_in(near, phrase) or self.waits_for(phrase, title)  # it may have moved meanwhile
        self.clicks(found[which].x + found[which].width // 2, found[which].y + found[which].height // 2)

    def allows(self) -> None:
        """Say yes to a question once it stands there, which alone can be refused: other pages say what was allowed."""
        self.waits_for("Refuser")
        self.presses("Autoriser")

    def leaves(self, button: str, page: str, title: str = TITLE) -> None:
        """Press a button until a phrase of its page stands there no more: a click may be lost, as beside a dialog."""
        for _ in range(TRIES):
            self.presses(button, title)
            with suppress(TimeoutError):
                return until(lambda: not self.reads(page, title), f"« {page} » to go", TURNING_SECONDS)
        raise TimeoutError(f"« {page} » stayed in the window")

    def scrolls_to(self, phrase: str, title: str = TITLE) -> None:
        """Turn the wheel over a window until a phrase stands in it: down for a while, then up."""
        turns = 0

        def stands() -> bool:
            nonlocal turns
            area = self.window(title)
            if self.reads(phrase, title) or area is None:
                return area is not None
            button = str(WHEEL_DOWN if turns % 20 < 10 else WHEEL_UP)
            turns += 1
            self.moves(area.x + area.width // 2, area.y + area.height // 2)
            run(["xdotool", "click", "--repeat", "2", button], self._outer)
            return False

        until(stands, f"« {phrase} » somewhere in the window", PATIENCE)

    def clicks(self, x: int, y: int) -> None:
        """Move the mouse there, and click."""
        run(["xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", "1"], self._outer)

    def moves(self, x: int, y: int) -> None:
        """Move the mouse there."""
        run(["xdotool", "mousemove", str(x), str(y)], self._outer)

    def types(self, text: str) -> None:
        """Type where the keyboard is."""
        run(["xdotool", "type", "--delay", "60", text], self._outer)

    def keys(self, *names: str) -> None:
        """Press keys one after the other."""
        run(["xdotool", "key", "--delay", "120", *names], self._outer)

    def waits(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raise TimeoutError."""
        until(true, what, PATIENCE)

    def _reads_in(self, area: Rect, phrase: str) -> list[Rect]:
        seen = self.see(area)
        found = {place for size in SIZES for place in find(read(seen, larger=size), phrase)}
        there = [place._replace(x=place.x + area.x, y=place.y + area.y) for place in found]
        return sorted(there, key=cmp_to_key(in_order))

    def _place(self, number: int) -> Rect:
        """Return where a window is on the screen (xdotool counts its frame twice)."""
        screen = Display(self.display)
        try:
            window = screen.create_resource_object("window", number)
            size, at = window.get_geometry(), screen.screen().root.translate_coords(window, 0, 0)
            return Rect(at.x, at.y, size.width, size.height)
        finally:
            screen.close()
