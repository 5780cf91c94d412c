"""What is known of processes, while folders are hidden, where it cannot be: nothing, and so nothing is shown (P10)."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from agent.hiding.knowledge import Knowledge


class Unknown:
    """Knows of no process what it has open (agent.hiding.knowledge.Knows)."""

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin; nothing will ever change."""

    def use(self, folders: Sequence[Path]) -> None:
        """Take note of nothing: with a folder hidden, every window is in doubt."""

    def notice(self, pids: Collection[int]) -> None:
        """Look at nothing."""

    def knowledge(self) -> Knowledge:
        """Return that nothing is known."""
        return Knowledge()

    def stop(self) -> None:
        """Go on knowing nothing."""
