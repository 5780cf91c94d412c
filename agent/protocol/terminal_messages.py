"""The terminal: a shell that the customer sees as it is typed. What is typed is in no journal and no log.

The agent numbers what the shell says from 1 on and goes at most TERMINAL_AHEAD messages ahead of `terminal/shown`;
after a pause, or a line that was lost, it says again what was not shown yet.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

MAX_TYPED = 4096
"""Characters of one `terminal/input`."""

MAX_TERMINAL_TEXT = 4096
"""Characters of one `terminal/output`."""

TERMINAL_AHEAD = 8
"""Messages `terminal/output` that may be on their way at once."""

Columns = Annotated[int, Field(ge=20, le=240)]
Rows = Annotated[int, Field(ge=5, le=80)]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]


class OpenTerminal(ForTool, needs=Permission.TERMINAL, journal="terminal.opened"):
    """Open a shell, the customer's own and as the customer, with its window on the customer's screen; one at a time."""

    type: Literal["terminal/open"] = "terminal/open"
    columns: Columns
    rows: Rows


class TypeInTerminal(ForTool, needs=Permission.TERMINAL, journal=None):
    """Type into the shell: characters, and keys as a terminal says them (xterm)."""

    type: Literal["terminal/input"] = "terminal/input"
    text: Annotated[str, Field(min_length=1, max_length=MAX_TYPED)]


class ResizeTerminal(ForTool, needs=Permission.TERMINAL, journal=None):
    """The console's terminal has another size now."""

    type: Literal["terminal/resize"] = "terminal/resize"
    columns: Columns
    rows: Rows


class TerminalShown(ForTool, needs=Permission.TERMINAL, journal=None):
    """The console has drawn `terminal/output` up to this number."""

    type: Literal["terminal/shown"] = "terminal/shown"
    number: Number


class CloseTerminal(ForTool, needs=Permission.TERMINAL, journal="terminal.closed"):
    """Close the shell and end everything that it started."""

    type: Literal["terminal/close"] = "terminal/close"


class TerminalOpened(FromAgent):
    """The shell runs, and the customer sees its window; `terminal/output` begins at 1."""

    type: Literal["terminal/opened"] = "terminal/opened"


class TerminalOutput(FromAgent):
    """What the shell said, made harmless: text, and what moves the cursor, erases and colours."""

    type: Literal["terminal/output"] = "terminal/output"
    number: Number
    text: Annotated[str, Field(min_length=1, max_length=MAX_TERMINAL_TEXT)]


class TerminalUnseen(FromAgent):
    """The customer's window of it was minimised, or is seen again: nothing runs and nothing is typed meanwhile."""

    type: Literal["terminal/unseen"] = "terminal/unseen"
    unseen: bool


class TerminalEnd(StrEnum):
    """Why there is no shell any more."""

    EXITED = "exited"
    """The shell ended by itself (`exit`)."""
    TECHNICIAN = "technician"
    CUSTOMER = "customer"
    """The customer closed its window."""
    NOT_ALLOWED = "not_allowed"
    """The permission, or the session, is over."""
    FAILED = "failed"
    """It could not be opened, or its window could not be seen any more."""


class TerminalClosed(FromAgent):
    """There is no shell any more, nor anything it started."""

    type: Literal["terminal/closed"] = "terminal/closed"
    end: TerminalEnd


TerminalFromConsole = OpenTerminal | TypeInTerminal | ResizeTerminal | TerminalShown | CloseTerminal
TerminalFromAgent = TerminalOpened | TerminalOutput | TerminalUnseen | TerminalClosed
