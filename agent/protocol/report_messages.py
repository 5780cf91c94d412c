"""What the technician asks of the system report, and what they get of it: docs/protocol.md."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.protocol.message import FromAgent, FromConsole
from agent.protocol.permissions import Permission
from agent.protocol.report_keys import ReportKey


class RequestReport(FromConsole, needs=Permission.SYSTEM, journal="system.reported"):
    """Ask for the system report; the customer previews it line by line first."""

    type: Literal["system/request"] = "system/request"


class ReportLine(BaseModel):
    """One line of the system report: `key` from the closed list, `items` as shown to the customer."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ReportKey
    items: list[str]


class Report(FromAgent):
    """The system report as the customer let it go: struck lines are absent without trace."""

    type: Literal["system/report"] = "system/report"
    lines: list[ReportLine]


class ReportWithheld(FromAgent):
    """The customer read the report and kept it."""

    type: Literal["system/withheld"] = "system/withheld"
