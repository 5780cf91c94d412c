"""The top-level windows of an X11 screen, bottom to top, as the server tells of them. Sans-I/O.

What is told before each change, and to whom, is what makes masks outlast it: see cover.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from agent.areas import Rect


@dataclass
class TopLevel:
    """A child of the root window: a window manager's frame, or a window that nobody manages."""

    id: int
    area: Rect
    """With its border."""
    mapped: bool = False
    drawn: bool = True
    """False: takes input only, or the compositor's own canvas: it has no picture to hide."""
    override_redirect: bool = False
    shaped: bool = False
    """Not a rectangle: something below may be seen through it."""
    depth: int = 24
    """Bits a pixel; 32: a compositor may show through what lies below."""
    clients: list[int] = field(default_factory=list)
    """The programs' windows within, when it is a frame."""
    since: float = 0.0
    """When it came, in seconds of the monotonic clock."""
    placed: float = 0.0
    """When it last moved, was raised, mapped or unmapped."""
    shown: bool = False
    """Whether it may be shown, as last judged: a new one may not."""
    lasting: bool | None = None
    """Whether it may be shown for good, though it may have to wait for being new; None: not judged yet."""

    @property
    def visible(self) -> bool:
        """Say whether it has a picture on the screen now."""
        return self.mapped and self.drawn

    @property
    def windows(self) -> list[int]:
        """Name the windows whose facts decide."""
        return self.clients or [self.id]


BeforeChange = Callable[[TopLevel, Rect | None], None]
"""Told of a window just before it comes, goes, moves or lies higher or lower: where it will be seen (None: nowhere)."""


class Stack:
    """All top-level windows."""

    def __init__(self, before: BeforeChange) -> None:
        self._before = before
        self._order: list[int] = []
        self._by_id: dict[int, TopLevel] = {}

    def __iter__(self) -> Iterator[TopLevel]:
        """Yield them bottom to top."""
        return (self._by_id[window] for window in self._order)

    def get(self, window: int) -> TopLevel | None:
        """Return the top-level window of that id, if it is one."""
        return self._by_id.get(window)

    def holder_of(self, client: int) -> TopLevel | None:
        """Return the top-level window that is, or holds, the program's window `client`."""
        return self._by_id.get(client) or next((top for top in self._by_id.values() if client in top.clients), None)

    def add(self, top: TopLevel) -> None:
        """Take in a new window, above all others."""
        self.remove(top.id)
        self._order.append(top.id)
        self._by_id[top.id] = top

    def remove(self, window: int) -> None:
        """Forget a window that was destroyed, or taken into another."""
        top = self._by_id.get(window)
        if top is None:
            return
        if top.visible:
            self._before(top, None)
        del self._by_id[window]
        self._order.remove(window)

    def map(self, window: int, mapped: bool, now: float) -> None:
        """Take note that it was mapped or unmapped."""
        if (top := self._by_id.get(window)) and top.mapped != mapped:
            if top.drawn:
                self._before(top, top.area if mapped else None)
            top.mapped, top.placed = mapped, now

    def place(self, window: int, area: Rect, above: int | None, now: float) -> None:
        """Take note that it lies at `area`, just above the window `above` (0: below all; None: where it lay)."""
        top = self._by_id.get(window)
        if top is None:
            return
        moved = area != top.area
        if not moved and not self._restacks(window, above):
            return
        if top.visible:
            self._before(top, area)
        top.area, top.placed = area, now
        if above is not None:
            self._order.remove(window)
            self._order.insert(self._order.index(above) + 1 if above in self._by_id else 0, window)

    def raise_(self, window: int, now: float) -> None:
        """Take note that it lies above all others now."""
        if top := self._by_id.get(window):
            if top.visible:
                self._before(top, top.area)
            self._order.remove(window)
            self._order.append(window)
            top.placed = now

    def lower(self, window: int, now: float) -> None:
        """Take note that it lies below all others now."""
        if top := self._by_id.get(window):
            self.place(window, top.area, 0, now)

    def _restacks(self, window: int, above: int | None) -> bool:
        at = self._order.index(window)
        return above is not None and (self._order[at - 1] if at else 0) != above
