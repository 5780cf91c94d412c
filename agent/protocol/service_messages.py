"""What the two sides tell each other about services and about what starts by itself. What is hidden is in neither."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

Name = Annotated[str, Field(min_length=1, max_length=255)]
"""A unit's name, or a start-up entry's file name: as it was told, or it stands for nothing."""
Shown = Annotated[str, Field(max_length=200)]


class Scope(StrEnum):
    """Whose service it is: the computer's, or the customer's own."""

    SYSTEM = "system"
    USER = "user"


class Verb(StrEnum):
    """What can be done to a service."""

    START = "start"
    STOP = "stop"
    RESTART = "restart"


class ListServices(ForTool, needs=Permission.PROCESSES, journal="services.listed"):
    """Ask for the services; `services/page` answers. `fresh`: from the first page on, else the next page."""

    type: Literal["services/list"] = "services/list"
    fresh: bool


class ChangeService(ForTool, needs=Permission.PROCESSES, journal="services.stopped"):
    """Start, stop or restart a service that was told of. `services/outcome` answers."""

    type: Literal["services/change"] = "services/change"
    scope: Scope
    name: Name
    verb: Verb


class ListStartup(ForTool, needs=Permission.PROCESSES, journal="startup.listed"):
    """Ask for what starts by itself with the customer's session; `startup/page` answers, as for services."""

    type: Literal["startup/list"] = "startup/list"
    fresh: bool


class SwitchStartup(ForTool, needs=Permission.PROCESSES, journal="startup.off"):
    """Let an entry that was told of start by itself, or not any more. `startup/outcome` answers."""

    type: Literal["startup/switch"] = "startup/switch"
    name: Name
    on: bool


class ServiceState(StrEnum):
    """A unit's ActiveState, as systemd calls it (org.freedesktop.systemd1(5)); UNKNOWN: one that is not listed here."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    FAILED = "failed"
    ACTIVATING = "activating"
    DEACTIVATING = "deactivating"
    RELOADING = "reloading"
    UNKNOWN = "unknown"


class ServiceKept(StrEnum):
    """Why a service may not be changed, or not stopped."""

    DESKTOP = "desktop"
    """The customer's session would go with it."""
    LINE = "line"
    """It carries the line: it may be restarted, not stopped."""


class ServiceRow(BaseModel):
    """One service. `name` and `scope` stand for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scope: Scope
    name: Name
    description: Shown
    state: ServiceState
    kept: ServiceKept | None = None


class ServicePage(FromAgent):
    """A page of services. `first`: the list begins anew; `more`: ask for the next one."""

    type: Literal["services/page"] = "services/page"
    first: bool
    rows: list[ServiceRow]
    more: bool


class ServiceOutcome(StrEnum):
    """What came of changing a service."""

    DONE = "done"
    FAILED = "failed"
    """It was tried, and the service failed."""
    REFUSED = "refused"
    """The system does not let this user change it."""
    SLOW = "slow"
    """It is still under way."""
    GONE = "gone"
    """There is none of that name."""
    NOT_NOW = "not_now"
    """What is hidden is not known yet."""
    KEPT_DESKTOP = "kept_desktop"
    KEPT_LINE = "kept_line"


class ServiceChanged(FromAgent):
    """What came of `services/change`, and the service's state after it."""

    type: Literal["services/outcome"] = "services/outcome"
    scope: Scope
    name: Name
    outcome: ServiceOutcome
    state: ServiceState


class StartupRow(BaseModel):
    """Something that starts with the customer's session. `name`: its file's; `program`: what it runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Name
    title: Shown
    program: Shown
    on: bool


class StartupPage(FromAgent):
    """A page of what starts by itself, or would if it were not switched off."""

    type: Literal["startup/page"] = "startup/page"
    first: bool
    rows: list[StartupRow]
    more: bool


class SwitchOutcome(StrEnum):
    """What came of switching an entry."""

    DONE = "done"
    GONE = "gone"
    REFUSED = "refused"
    """The system does not let it be changed, or it leads elsewhere."""
    NOT_NOW = "not_now"
    """What is hidden is not known yet."""


class StartupSwitched(FromAgent):
    """What came of `startup/switch`."""

    type: Literal["startup/outcome"] = "startup/outcome"
    name: Name
    on: bool
    outcome: SwitchOutcome


ServiceRequest = ListServices | ChangeService | ListStartup | SwitchStartup
ServiceAnswer = ServicePage | ServiceChanged | StartupPage | StartupSwitched
