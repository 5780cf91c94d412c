"""What the two sides tell each other about running programs: a table that is asked for page by page, and their end.

A page comes for each `processes/list`, so never more than one is on its way. A program that is hidden is in none.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

RowNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Stands for one process in one session, whatever becomes of its pid."""


class ListProcesses(ForTool, needs=Permission.PROCESSES, journal="processes.listed"):
    """Ask for the next page of running programs, and after the last one for what changed since.

    `fresh`: forget what was told, and begin with the whole table. What changed comes no sooner than the agent likes.
    """

    type: Literal["processes/list"] = "processes/list"
    fresh: bool


class EndProcess(ForTool, needs=Permission.PROCESSES, journal="processes.ended"):
    """Ask a program to end (SIGTERM). `processes/outcome` answers, at once and when it ended or did not."""

    type: Literal["processes/end"] = "processes/end"
    id: RowNumber


class ForceProcess(ForTool, needs=Permission.PROCESSES, journal="processes.forced"):
    """End a program that was asked to and did not (SIGKILL)."""

    type: Literal["processes/force"] = "processes/force"
    id: RowNumber


class Kept(StrEnum):
    """What a program is part of that may not be ended from afar."""

    HANDRAIL = "handrail"
    """This tool, and what it was started from."""
    DESKTOP = "desktop"
    """The customer's screen and windows would go with it."""
    SYSTEM = "system"


class ProcessRow(BaseModel):
    """One running program. `cpu`: per cent of the whole computer, null at first; `memory`: bytes, coarsely."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: RowNumber
    pid: Annotated[int, Field(ge=0)]
    name: Annotated[str, Field(max_length=80)]
    path: Annotated[str, Field(max_length=300)]
    user: Annotated[str, Field(max_length=80)]
    cpu: Annotated[float, Field(ge=0)] | None = None
    memory: Annotated[int, Field(ge=0)]
    kept: Kept | None = None


class ProcessPage(FromAgent):
    """A page of the table: rows that are new or have changed, and the numbers of those that are gone.

    `first`: a whole table begins. `more`: another page is ready, before anything has to be read again.
    """

    type: Literal["processes/page"] = "processes/page"
    first: bool
    rows: list[ProcessRow]
    gone: list[RowNumber]
    more: bool


class EndOutcome(StrEnum):
    """What came of asking a program to end."""

    ASKED = "asked"
    ENDED = "ended"
    STILL_RUNNING = "still_running"
    """It did not end in time; now it may be forced."""
    GONE = "gone"
    """It is not there any more."""
    REFUSED = "refused"
    """The system does not let it be ended: it is another user's."""
    ASK_FIRST = "ask_first"
    """It was to be forced and not asked before."""
    NOT_NOW = "not_now"
    """What is hidden is not known yet."""
    KEPT_HANDRAIL = "kept_handrail"
    KEPT_DESKTOP = "kept_desktop"
    KEPT_SYSTEM = "kept_system"


class ProcessOutcome(FromAgent):
    """What came of `processes/end` or `processes/force`."""

    type: Literal["processes/outcome"] = "processes/outcome"
    id: RowNumber
    outcome: EndOutcome


class ListUnreadable(FromAgent):
    """A list that was asked for cannot be told: what is hidden is not known, or this system does not tell it."""

    type: Literal["processes/unreadable"] = "processes/unreadable"
    list: Literal["processes", "services", "startup"]
    reason: Literal["not_now", "unreadable"]


ProcessRequest = ListProcesses | EndProcess | ForceProcess
ProcessAnswer = ProcessPage | ProcessOutcome | ListUnreadable
