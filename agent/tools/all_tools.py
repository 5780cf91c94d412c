"""Every tool that this computer has. A tool whose system is not here is left out: its permission is asked in vain."""

from agent.desktop.base import Desktop
from agent.tools.base import Around, Tool
from agent.tools.clipboard import ClipboardTool


def make_tools(around: Around, desktop: Desktop) -> list[Tool]:
    """Make the tools of one session."""
    tools: list[Tool] = [ClipboardTool(around, desktop.clipboard)]
    return tools
