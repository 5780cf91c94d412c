"""Where things are by now that were named before: a path follows each rename and move that this tool makes.

So does what is known of which thing it is, through saves, which put another file in the old one's place.
"""

from collections.abc import Iterator
from weakref import WeakSet


class Trail:
    """A path that moves along with what is there."""

    def __init__(self, path: str, thing: int | None = None) -> None:
        self.path = path
        self.thing = thing
        """The inode of what this tool left there; None: not asked, or lost by a move to another disk."""


class Trails:
    """All paths that are still of use to somebody."""

    def __init__(self) -> None:
        self._trails: WeakSet[Trail] = WeakSet()

    def follow(self, path: str, thing: int | None = None) -> Trail:
        """Follow a path from now on."""
        trail = Trail(path, thing)
        self._trails.add(trail)
        return trail

    def moved(self, old: str, new: str, *, same: bool = True) -> None:
        """Take in that what was at `old` is at `new`, with all in it; `same`: they are the very same things."""
        for trail in list(self._at_or_below(old)):
            trail.path = new + trail.path[len(old) :]
            trail.thing = trail.thing if same else None

    def replaced(self, path: str, thing: int) -> None:
        """Take in that this tool put another thing in the place of what was at `path`."""
        for trail in self._at_or_below(path):
            if trail.path == path and trail.thing is not None:
                trail.thing = thing

    def _at_or_below(self, path: str) -> Iterator[Trail]:
        return (trail for trail in self._trails if trail.path == path or trail.path.startswith(f"{path}/"))
