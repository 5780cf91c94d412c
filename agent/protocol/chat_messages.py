"""Chat: lines of plain text both ways, and that one is being written."""

from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import FromAgent, FromConsole

MAX_CHAT = 2000
"""Characters of one chat message."""

TYPING_BEAT_SECONDS = 3.0
"""How often it is said, at most, that somebody is writing."""

TYPING_SECONDS = 5.0
"""How long after it was said last it is shown."""


class SayFromConsole(FromConsole, needs=None, journal="chat.received"):
    """A chat line, plain text."""

    type: Literal["chat/say"] = "chat/say"
    text: Annotated[str, Field(min_length=1, max_length=MAX_CHAT)]


class TypingFromConsole(FromConsole, needs=None, journal=None):
    """The technician is writing a chat line; said again every TYPING_BEAT_SECONDS while that goes on."""

    type: Literal["chat/typing"] = "chat/typing"


class SayFromAgent(FromAgent):
    """A chat line of the customer's, plain text."""

    type: Literal["chat/say"] = "chat/say"
    text: Annotated[str, Field(min_length=1, max_length=MAX_CHAT)]


class TypingFromAgent(FromAgent):
    """The customer is writing a chat line; said again every TYPING_BEAT_SECONDS while that goes on."""

    type: Literal["chat/typing"] = "chat/typing"
