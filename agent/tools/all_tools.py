"""Every tool that this computer has. A tool whose system is not here is left out: its permission is asked in vain."""

import sys

from agent.desktop.base import Desktop
from agent.tools.base import Around, Tool
from agent.tools.clipboard import ClipboardTool
from agent.tools.files.tool import FilesTool
from agent.tools.processes import Processes
from agent.tools.services import Services
from agent.tools.startup import Startup
from agent.tools.terminal.child import Child, Running, Timing
from agent.tools.terminal.tool import TerminalTool
from agent.ui.host import child_command


def make_tools(around: Around, desktop: Desktop, terminals: Running) -> list[Tool]:
    """Make the tools of one session; `terminals` is kept told of what runs in a terminal."""
    tools: list[Tool] = [ClipboardTool(around, desktop.clipboard)]
    if sys.platform == "linux":
        from agent.disk.guarded import Disk

        tools.append(FilesTool(around, Disk()))
        tools += [Processes(around), Services(around), Startup(around)]
        tools.append(TerminalTool(around, lambda: Child(child_command("terminal"), terminals, Timing())))
    return tools
