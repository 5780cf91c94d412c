"""Where things are by now that were named before: a path follows each rename and move that this tool makes."""

from weakref import WeakSet


class Trail:
    """A path that moves along with what is there."""

    def __init__(self, path: str) -> None:
        self.path = path


class Trails:
    """All paths that are still of use to somebody."""

    def __init__(self) -> None:
        self._trails: WeakSet[Trail] = WeakSet()

    def follow(self, path: str) -> Trail:
        """Follow a path from now on."""
        trail = Trail(path)
        self._trails.add(trail)
        return trail

    def moved(self, old: str, new: str) -> None:
        """Take in that what was at `old` is at `new`, with all that lies in it."""
        if old == new:
            return
        for trail in self._trails:
            if trail.path == old or trail.path.startswith(f"{old}/"):
                trail.path = new + trail.path[len(old) :]
