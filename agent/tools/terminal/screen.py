"""The screen as the customer sees it: letters alone, in one colour, so that nothing can be written invisibly.

What was wiped or scrolled away stays above, as in a log: `clear` hides nothing from the customer.
"""

import copy
import unicodedata
from collections import deque
from typing import Any

import pyte
from pyte.screens import Cursor, Margins, wcwidth

MAX_KEPT = 2000
"""Lines kept of what is no longer on the screen."""
ALTERNATE = frozenset({47, 1047, 1049})
"""Private modes that show another screen, as editors and pagers do."""


class Screen(pyte.Screen):
    """A screen that keeps what leaves it, in `kept`; `kept_count` counts all lines that ever did."""

    def __init__(self, columns: int, lines: int) -> None:
        self.kept: deque[str] = deque(maxlen=MAX_KEPT)
        self.kept_count = 0
        self._before: tuple[Any, Cursor] | None = None
        super().__init__(columns, lines)

    def line(self, y: int) -> str:
        """Return a line as text, without the spaces at its end."""
        row = self.buffer[y]
        return "".join(row[x].data for x in range(self.columns)).rstrip()

    def draw(self, data: str) -> None:
        """Draw all of it: the library leaves out the rest of a text that has a character without width in it."""
        super().draw("".join(filter(_is_drawn, data)))

    def save_cursor(self) -> None:
        """Keep the cursor in one place, as others do: a stack would grow without end."""
        self.savepoints.clear()
        super().save_cursor()

    def restore_cursor(self) -> None:
        """Bring the kept cursor back, and keep it for the next time."""
        if self.savepoints:
            kept = self.savepoints[-1]
            self.savepoints.append(kept._replace(cursor=copy.copy(kept.cursor)))
        super().restore_cursor()

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """Erase in a line; an order that nobody knows is none."""
        if how <= 2:
            super().erase_in_line(how, private)

    def index(self) -> None:
        """Go to the next line; what scrolls away over the top is kept."""
        margins = self.margins or Margins(0, self.lines - 1)
        if margins.top == 0 and self.cursor.y == margins.bottom:
            self._keep([self.line(0)])
        super().index()

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """Erase; a screen that is wiped as a whole is kept."""
        if how in (2, 3) or (how == 0 and self.cursor.y == 0 and self.cursor.x == 0):
            self._keep_all()
        if how <= 3:
            super().erase_in_display(how, *args, **kwargs)

    def reset(self) -> None:
        """Begin anew, and keep what was there."""
        if self.buffer:
            self._keep_all()
        self._before = None
        super().reset()

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """Have another size; what has no more place is kept."""
        self._keep([self.line(y) for y in range(self.lines - (lines or self.lines))])
        super().resize(lines, columns)

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """Stay in one colour: letters on a ground of the same colour would be invisible."""

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Take modes; with an alternate screen, keep the one before."""
        if kwargs.get("private") and ALTERNATE.intersection(modes) and self._before is None:
            self._keep_all()
            self._before = copy.deepcopy(self.buffer), copy.copy(self.cursor)
            super().erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Leave modes; from an alternate screen, back to the one before."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE.intersection(modes) and self._before:
            self._keep_all()
            (self.buffer, self.cursor), self._before = self._before, None
            self.cursor.y, self.cursor.x = min(self.cursor.y, self.lines - 1), min(self.cursor.x, self.columns - 1)
            self.dirty.update(range(self.lines))

    def keep_cursor(self, *_: int) -> None:
        """SCOSC: keep the cursor."""
        self.save_cursor()

    def bring_cursor(self, *_: int) -> None:
        """SCORC: bring the kept cursor back."""
        self.restore_cursor()

    def scroll_up(self, count: int = 1) -> None:
        """SU: move the scrolled part up (ECMA-48, 8.3.147)."""
        margins = self.margins or Margins(0, self.lines - 1)
        self._at_line(margins.bottom, self.index, count)

    def scroll_down(self, count: int = 1) -> None:
        """SD: move the scrolled part down (ECMA-48, 8.3.113)."""
        margins = self.margins or Margins(0, self.lines - 1)
        self._at_line(margins.top, self.reverse_index, count)

    def back_tab(self, count: int = 1) -> None:
        """CBT: go back to the tab stop before (ECMA-48, 8.3.7)."""
        for _ in range(min(count or 1, self.columns)):
            self.cursor.x = max((stop for stop in self.tabstops if stop < self.cursor.x), default=0)

    def _at_line(self, y: int, move: Any, count: int) -> None:
        before, self.cursor.y = self.cursor.y, y
        for _ in range(min(count or 1, self.lines)):
            move()
        self.cursor.y = before

    def _keep_all(self) -> None:
        lines = [self.line(y) for y in range(self.lines)]
        while lines and not lines[-1]:
            lines.pop()
        self._keep(lines)

    def _keep(self, lines: list[str]) -> None:
        self.kept.extend(lines)
        self.kept_count += len(lines)


class Stream(pyte.Stream):
    """Reads into a Screen what `stream.Harmless` lets through."""

    csi = {  # noqa: RUF012 - as the library has it
        **pyte.Stream.csi,
        "S": "scroll_up",
        "T": "scroll_down",
        "Z": "back_tab",
        "s": "keep_cursor",
        "u": "bring_cursor",
    }
    events = pyte.Stream.events | {"scroll_up", "scroll_down", "back_tab", "keep_cursor", "bring_cursor"}

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.use_utf8 = False  # else it takes no line-drawing characters


def _is_drawn(character: str) -> bool:
    return character.isascii() or wcwidth(character) > 0 or unicodedata.combining(character) != 0


def visible(text: str) -> str:
    """Return what is typed as it can be shown on one line, control characters as ^C, whatever the shell makes of it."""
    return "".join(_named(character) for character in text)


def _named(character: str) -> str:
    code = ord(character)
    if code < 0x20 or code == 0x7F:
        return "↵" if character == "\r" else f"^{chr(code ^ 0x40)}"
    return character if character.isprintable() else "\ufffd"
