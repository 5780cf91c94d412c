"""Every tool that this computer has. A tool whose system is not here is left out: its permission is asked in vain."""

from agent.tools.base import Around, Tool


def make_tools(around: Around) -> list[Tool]:
    """Make the tools of one session."""
    tools: list[Tool] = []
    return tools
