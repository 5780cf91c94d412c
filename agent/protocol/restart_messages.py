"""What the two sides tell each other about a restart of the customer's computer, after which they meet again."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

RESTART_SECONDS = 900
"""So long after it was asked for the two may meet again; then both have forgotten how."""

RestartSecret = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""32 random bytes, in lower-case hexadecimal, made by the console for one restart."""


class BeginRestart(ForTool, needs=Permission.RESTART, journal="restart.begun"):
    """Restart the computer, once: the session ends for it (`restart`), or `restart/refused` says why not.

    `secret` stands in for `resume` when the two meet again.
    """

    type: Literal["restart/begin"] = "restart/begin"
    secret: RestartSecret


class RestartFault(StrEnum):
    """Why the computer does not restart."""

    DENIED = "denied"
    """The system does not let this user restart it, or not while others are logged in."""
    HELD = "held"
    """A program is in the middle of something, and asks the system to wait."""
    NOT_KEPT = "not_kept"
    """What is needed to come back cannot be written here."""
    UNAVAILABLE = "unavailable"
    """Nothing on this computer restarts it when asked."""


class RestartRefused(FromAgent):
    """The computer does not restart; the session goes on, and nothing is kept."""

    type: Literal["restart/refused"] = "restart/refused"
    reason: RestartFault
