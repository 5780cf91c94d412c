"""The one gate: every message of the console's passes here or goes nowhere; what it does not know, it refuses."""

from dataclasses import dataclass
from typing import Literal

from agent.protocol import messages as wire
from agent.protocol.errors import WireError
from agent.protocol.messages import ConsoleMessage
from agent.session.events import ConsoleSaid
from agent.session.grants import Grants

Reason = Literal["malformed", "not_granted", "unavailable"]


@dataclass(frozen=True)
class Refused:
    """A message that asks for what was not granted, or that the wire does not know; it is recorded and counts."""

    type: str
    reason: Reason


@dataclass(frozen=True)
class Dropped:
    """A message that was on its way when what it needs ended; nobody is to blame."""


def admit(said: ConsoleSaid, grants: Grants, interrupted: bool, now: float) -> ConsoleMessage | Refused | Dropped:
    """Parse a message and judge it by the table and the grants; only what is returned as a message may be acted on.

    `interrupted`: there is a pause, or the line is lost.
    """
    try:
        message = wire.parse_console_message(said.text)
    except WireError:
        return Refused("unknown", "malformed")
    if said.channel != ("input" if isinstance(message, wire.INPUT_TYPES) else "control"):
        return Refused(message.type, "malformed")
    if interrupted and message.needs is not None:
        return Dropped()
    match grants.judge(message, now):
        case "pass":
            return message
        case "drop":
            return Dropped()
        case reason:
            return Refused(message.type, reason)
