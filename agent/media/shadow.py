"""Remembers what the console shows, so that only what really differs is sent: damage is often wider than the change.

Holds the pixels as sent (masks already painted), what the console does not have yet, and what it has only roughly.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from agent.areas import Rect, coalesce, cut, within, without
from agent.media.capture import Captured

BAND, COLUMN = 32, 64
"""Height and width, in pixels, of the cells in which differences are told."""


class Fidelity(Enum):
    """How near to the screen what the console shows is."""

    EXACT = auto()
    COARSE = auto()
    """In few colours."""
    FILM = auto()
    """As video."""


class Shadow:
    """The console's canvas, as far as the agent knows it. Not thread-safe: the encoder's thread owns it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.missing = [Rect(0, 0, *size)]
        """What the console does not have at all."""
        self.inexact: dict[Fidelity, list[Rect]] = {Fidelity.COARSE: [], Fidelity.FILM: []}
        """What the console has only so."""
        self.stride = size[0] * 4
        """Bytes from one row to the next."""
        self.pixels = bytearray(self.stride * size[1])
        """BGRX, for reading only."""
        self._view = memoryview(self.pixels)

    @property
    def rough(self) -> list[Rect]:
        """What the console has, but not exactly."""
        return [area for areas in self.inexact.values() for area in areas]

    def changed(self, captured: Captured, areas: Sequence[Rect] | None = None) -> list[Rect]:
        """Return what of `captured` the console lacks or shows otherwise, in cells trimmed to the rows that differ.

        `areas`: look only at these, which lie within what was captured.
        """
        known = [captured.area] if areas is None else list(areas)
        lacking = [shared for area in known for shared in within(self.missing, area)]
        for area in lacking:
            known = without(known, area)
        return lacking + [found for area in known for found in self._different(captured, area)]

    def row(self, x: int, y: int, width: int) -> bytearray:
        """Return `width` pixels of row `y` from column `x` on, as the console has them."""
        start = y * self.stride + x * 4
        return self.pixels[start : start + width * 4]

    def move(self, area: Rect, dx: int, dy: int) -> None:
        """Remember that the console copied to `area` what was (dx, dy) pixels before it, rough where that was rough."""
        source = area._replace(x=area.x - dx, y=area.y - dy)
        length, view = area.width * 4, self._view
        rows = range(area.height) if dy <= 0 else range(area.height - 1, -1, -1)  # none is read after it was written
        for row in rows:
            to = (area.y + row) * self.stride + area.x * 4
            start = (source.y + row) * self.stride + source.x * 4
            view[to : to + length] = view[start : start + length]
        self.missing = without(self.missing, area)
        for fidelity, areas in self.inexact.items():
            came = [part._replace(x=part.x + dx, y=part.y + dy) for part in within(areas, source)]
            self.inexact[fidelity] = coalesce([*without(areas, area), *came])

    def lose(self, areas: Sequence[Rect]) -> None:
        """Forget what the console shows at `areas`: it was not sent after all."""
        for area in areas:
            self.missing = [*without(self.missing, area), area]
            self._forget_inexact(area)

    def take(self, captured: Captured, area: Rect, fidelity: Fidelity = Fidelity.EXACT) -> None:
        """Remember that the console now shows `area` as captured, and how near to it."""
        width = area.width * 4
        view, pixels = self._view, memoryview(captured.pixels)
        for theirs, mine in self._rows(captured, area):
            view[theirs : theirs + width] = pixels[mine : mine + width]
        self.missing = without(self.missing, area)
        self._forget_inexact(area)
        if fidelity is not Fidelity.EXACT:
            self.inexact[fidelity] = coalesce([*self.inexact[fidelity], area])

    def _forget_inexact(self, area: Rect) -> None:
        for fidelity, areas in self.inexact.items():
            self.inexact[fidelity] = without(areas, area)

    def _rows(self, captured: Captured, area: Rect) -> Iterator[tuple[int, int]]:
        """Yield where each row of `area` begins, here and in what was captured."""
        stride = captured.area.width * 4
        mine = (area.y - captured.area.y) * stride + (area.x - captured.area.x) * 4
        theirs = area.y * self.stride + area.x * 4
        for row in range(area.height):
            yield theirs + row * self.stride, mine + row * stride

    def _different(self, captured: Captured, area: Rect) -> list[Rect]:
        found: list[Rect] = []
        for top in range(area.y, area.y + area.height, BAND):
            band = cut(area, Rect(area.x, top, area.width, BAND))
            if band:
                found = _stack(found, self._different_in(captured, band))
        return found

    def _different_in(self, captured: Captured, band: Rect) -> list[Rect]:
        """Return the runs of differing columns of one band, trimmed to the rows that differ."""
        width, step = band.width * 4, COLUMN * 4
        same = list(range(0, width, step))
        rows: list[int] = []
        for row, (theirs, mine) in enumerate(self._rows(captured, band)):
            shown, now = self.pixels[theirs : theirs + width], captured.pixels[mine : mine + width]
            if shown == now:
                continue
            rows.append(row)
            if same:
                same = [at for at in same if shown[at : at + step] == now[at : at + step]]
        if not rows:
            return []
        top, height = band.y + rows[0], rows[-1] - rows[0] + 1
        columns = sorted(set(range(-(-band.width // COLUMN))) - {at // step for at in same})
        runs = ((x * COLUMN, n * COLUMN) for x, n in _runs(columns))
        return [Rect(band.x + x, top, min(width, band.width - x), height) for x, width in runs]


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run of consecutive numbers as its first and its length."""
    start = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at] != columns[at - 1] + 1:
            yield columns[start], at - start
            start = at


def _stack(above: list[Rect], below: list[Rect]) -> list[Rect]:
    """Append `below`, joining a rectangle with the one that ends right above it at the same sides."""
    ends = {(a.x, a.width, a.y + a.height): i for i, a in enumerate(above)}
    for area in below:
        at = ends.get((area.x, area.width, area.y))
        if at is None:
            above.append(area)
        else:
            above[at] = above[at]._replace(height=above[at].height + area.height)
    return above
