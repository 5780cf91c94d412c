"""Which processes the terminals are, on every system: none where there is no terminal."""

from dataclasses import dataclass, field


@dataclass
class Running:
    """The terminals' processes that live now, for whoever must know them from others."""

    windows: set[int] = field(default_factory=set)
    """Those that show the window, which takes no remote input."""
    inside: dict[int, float] = field(default_factory=dict)
    """What the shells started: pid, and start time."""

    def pids(self) -> set[int]:
        """Return everything that must end with the agent."""
        return self.windows | set(self.inside)
