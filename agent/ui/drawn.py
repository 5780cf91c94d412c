"""What the technician shows on the customer's screen, as the agent tells the banner's process: all of it each time."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.areas import Rect
from agent.protocol.annotate_messages import MarkColour, MarkTool


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spot(_Model):
    """A place on the screen, in physical pixels."""

    x: int
    y: int


class Mark(_Model):
    """Something the technician drew or wrote; points in physical pixels of the whole desktop: x, y, x, y, ..."""

    number: int
    tool: MarkTool | Literal["text"]
    colour: MarkColour
    stay: bool
    points: tuple[int, ...]
    text: str = ""

    @property
    def stays(self) -> bool:
        """Say whether it is there until somebody takes it away; a dimmed screen always brightens by itself."""
        return self.stay and self.tool is not MarkTool.SPOTLIGHT


class Drawn(_Model):
    """All that the technician shows on the customer's screen now, for the banner's process."""

    name: str = ""
    """Whose the pointer is."""
    spot: Spot | None = None
    """Where the technician points; None: nowhere."""
    pointed: int = 0
    """How often that was said: it is shown anew for a while each time."""
    marks: tuple[Mark, ...] = ()
    """The oldest first."""
    covered: tuple[Rect, ...] = ()
    """What is hidden from the technician: nothing is drawn there."""


def drawn_line(drawn: Drawn) -> bytes:
    """Write what the technician shows as one line."""
    return drawn.model_dump_json().encode() + b"\n"
