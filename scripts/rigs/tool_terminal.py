"""The case of the terminal for [tools]: a real shell, typed in by a real keyboard, flooding when consent goes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.rigs import terminal_checks
from scripts.rigs.terminal_checks import Terminal
from scripts.rigs.tool_scene import ToolScene

ENTRIES = ("terminal.opened", "terminal.closed")
"""What `work` leaves in the journal."""


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Need nothing but the customer's shell."""
    yield {}


def ask(met: ToolScene) -> None:
    """Press the panel's button."""
    met.technician.press("[data-testid=permission-terminal] button")


def work(met: ToolScene) -> str:
    """Open a shell, type in it, and close it."""
    terminal = Terminal(met.scene)
    proof = terminal_checks.typed(terminal)
    terminal.close()
    return proof


def busy(met: ToolScene) -> None:
    """Have the shell say something without end."""
    terminal = Terminal(met.scene)
    if terminal.standing != "open":
        terminal.open()
        terminal.type("yes flood\n")
    terminal.says("flood")


def left(met: ToolScene) -> str:
    """Say what still runs after the permission, or in a pause."""
    terminal = Terminal(met.scene)
    if terminal.standing == "":
        return "programs are left" if terminal.inside() else "the window is left" if terminal.window() else ""
    return "something runs in a pause" if terminal.running() else ""
