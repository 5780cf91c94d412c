"""Tells which rows matter most while content scrolls and the line cannot carry all of it: those that stay longest.

What was just uncovered comes first, next to what the console copies: it moves on with the copy, right from then on.
"""

from agent.areas import Rect, cut

PATIENCE = 3
"""Frames of much change without a move after which content counts as flowing no more: a page was turned."""

_FAR = 1 << 20


class Flow:
    """Where content was last seen to move, and which way; and the rows of it that the console has right."""

    def __init__(self) -> None:
        self._area = Rect(0, 0, 0, 0)
        self._dy = self._top = self._bottom = 0
        self._vain = PATIENCE

    @property
    def active(self) -> bool:
        """Say whether content flows."""
        return self._vain < PATIENCE

    @property
    def known(self) -> Rect | None:
        """Where the console had what flows as it was in the last frame; None: nowhere."""
        right = self._area._replace(y=self._top, height=self._bottom - self._top)
        return right if right.height > 0 else None

    @property
    def whole(self) -> bool:
        """Say whether the console had all of it right."""
        return self.active and self.known == self._area

    def holds(self, area: Rect) -> bool:
        """Say whether `area` lies where much changed last."""
        return cut(area, self._area) == area

    def moved(self, within: Rect, area: Rect, dy: int) -> None:
        """Take note that of all that changed `within` a rectangle, `area` is what was `dy` pixels above."""
        self._area, self._dy, self._vain = within, dy, 0
        self._top, self._bottom = area.y, area.y + area.height

    def lost(self, within: Rect) -> None:
        """Take note that much changed and nothing moved: what comes in at the far end will last longest."""
        self._vain += 1
        if not self.active:
            self._dy = 0
        start = within.y + (within.height if self._dy < 0 else 0 if self._dy > 0 else within.height // 2)
        self._area, self._top, self._bottom = within, start, start

    def complete(self) -> None:
        """Take note that all of it is right."""
        self._top, self._bottom = self._area.y, self._area.y + self._area.height

    def sent(self, area: Rect) -> None:
        """Take note that `area`, within what flows, is right now."""
        if self._top == self._bottom:
            self._top, self._bottom = area.y, area.y + area.height
        elif area.y == self._bottom:
            self._bottom += area.height
        elif area.y + area.height == self._top:
            self._top = area.y

    def distance(self, area: Rect) -> int:
        """Rank `area` by the rows between it and what is right: first those that come after it, then those before."""
        after, before = area.y - self._bottom, self._top - area.y - area.height
        if self._dy > 0:
            after, before = before, after
        return after if after >= 0 else _FAR + before
