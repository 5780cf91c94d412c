"""What the two sides tell each other of how the picture is made: what is wanted of it, its cost, its limit."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import FromAgent, FromConsole


class Quality(StrEnum):
    """What the technician wants most of the picture. What is permitted, hidden and shown is the same under each."""

    AUTOMATIC = "automatic"
    """Sharp where it rests, quick where it moves."""
    SHARP = "sharp"
    """Every pixel exact, also while it moves; on a thin line at the price of images."""
    SMOOTH = "smooth"
    """As many images as the line carries, rougher while it moves."""
    LEAST = "least"
    """As few bytes as will do: for a line that is paid by the byte."""


class UseQuality(FromConsole, needs=None, journal=None):
    """What the technician wants most of the picture; said when the channel opens, and at each change."""

    type: Literal["view/quality"] = "view/quality"
    quality: Quality


class Limit(StrEnum):
    """What the picture waits for, more than for anything else."""

    NONE = "none"
    """It waits for nothing, or hardly: each change goes at once."""
    LINE = "line"
    """The line: what was sent has not arrived yet."""
    CONSOLE = "console"
    """The technician's browser: what has arrived is not drawn yet."""
    MACHINE = "machine"
    """The customer's computer: it captures and encodes more slowly than the screen changes."""


class PictureFigures(FromAgent):
    """What the picture costs and what limits it; once a second while it is permitted."""

    type: Literal["view/stats"] = "view/stats"
    sent_bytes: Annotated[int, Field(ge=0)]
    """Bytes of all that the agent sent in this session, the picture and all else."""
    line_rate: Annotated[int, Field(ge=0)] | None = None
    """Bytes a second that the line carries, as far as it was seen; None: it has not been put to the test."""
    loss: Annotated[float, Field(ge=0, le=1)]
    """Share of the packets sent lately that had to be sent again."""
    limit: Limit
