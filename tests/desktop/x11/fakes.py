"""Stand-ins for what the X11 room asks of others."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from agent.hiding.knowledge import Knowledge


class NothingKnown:
    """Knows of processes what the test says."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.folders: tuple[Path, ...] = ()

    def start(self, on_change: Callable[[], None]) -> None:
        """Change nothing by itself."""

    def use(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def notice(self, pids: Collection[int]) -> None:
        """Look at nothing."""

    def knowledge(self) -> Knowledge:
        return self.known

    def stop(self) -> None:
        """Hold nothing."""
