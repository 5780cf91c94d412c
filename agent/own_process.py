"""How the agent starts its own processes: the same program again, with a word that says which (agent/__main__.py)."""

import sys


def child_command(name: str) -> list[str]:
    """Return the command that runs one of the agent's own processes, from source or from the one-file build."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, name] if frozen else [sys.executable, "-m", "agent", name]
