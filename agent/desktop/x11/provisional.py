"""Stands in until agent.disk.holders is there: hidden folders cover every window."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from agent.hiding.knowledge import Knowledge


class NothingKnown:
    """Knows nothing of any process."""

    def start(self, on_change: Callable[[], None]) -> None:
        """Nothing is looked at."""

    def use(self, folders: Sequence[Path]) -> None:
        """Nothing is looked at."""

    def notice(self, pids: Collection[int]) -> None:
        """Nothing is looked at."""

    def knowledge(self) -> Knowledge:
        """Know nothing."""
        return Knowledge()

    def stop(self) -> None:
        """Nothing was looked at."""
