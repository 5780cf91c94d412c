"""What the technician shows on the customer's screen without touching anything: a pointer, marks, a few words.

Places are pixels of the whole desktop. Marks have numbers of the console's; what draws them is the customer's screen
itself, so that the picture shows them once, as the customer sees them.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from agent.protocol.input_messages import Coordinate
from agent.protocol.message import FromAgent, FromConsole
from agent.protocol.permissions import Permission

BATCH_POINTS = 64
"""Points of one message, at most."""

MARK_POINTS = 1000
"""Points of one stroke, at most; a longer one goes on under another number."""

ALL_POINTS = 4000
"""Points of all marks, at most: the oldest marks go."""

MOST_MARKS = 40
"""Marks at a time, at most: the oldest go."""

MARK_TEXT = 120
"""Characters of a mark that is words, at most."""

FADE_SECONDS = 8.0
"""How long a mark is shown after it last changed, where it does not stay."""


class MarkTool(StrEnum):
    """What can be drawn."""

    PEN = "pen"
    """A stroke through all its points."""
    ARROW = "arrow"
    """From the first point to the second."""
    BOX = "box"
    """Between two corners."""
    SPOTLIGHT = "spotlight"
    """All is dimmed but an ellipse between two corners; it never stays."""


class MarkColour(StrEnum):
    """What a mark's colour can be; each is drawn with an edge that stands out from any ground."""

    RED = "red"
    BLUE = "blue"
    YELLOW = "yellow"
    BLACK = "black"


MarkNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Chosen by the console, another for each mark."""

Points = Annotated[list[Coordinate], Field(min_length=2, max_length=2 * BATCH_POINTS)]
"""x, y, x, y, ..."""


class PointAt(FromConsole, needs=Permission.ANNOTATE, journal="annotation.used"):
    """Show the technician's pointer on the customer's screen; it presses nothing."""

    type: Literal["annotate/point"] = "annotate/point"
    x: Coordinate
    y: Coordinate


class PointAway(FromConsole, needs=None, journal=None):
    """Take the technician's pointer off the customer's screen."""

    type: Literal["annotate/away"] = "annotate/away"


class DrawMark(FromConsole, needs=Permission.ANNOTATE, journal="annotation.drawn"):
    """Draw on the customer's screen: a pen's points go on where that mark ended, other tools' two take its place."""

    type: Literal["annotate/draw"] = "annotate/draw"
    mark: MarkNumber
    tool: MarkTool
    colour: MarkColour
    stay: bool
    points: Points

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse half a point, and what is drawn between two points with more or fewer."""
        if len(self.points) % 2 or (self.tool is not MarkTool.PEN and len(self.points) != 4):
            raise ValueError("not the points of this tool")
        return self


class WriteMark(FromConsole, needs=Permission.ANNOTATE, journal="annotation.written"):
    """Write a few words on the customer's screen, their box's upper left corner at a place."""

    type: Literal["annotate/write"] = "annotate/write"
    mark: MarkNumber
    colour: MarkColour
    stay: bool
    x: Coordinate
    y: Coordinate
    text: Annotated[str, Field(min_length=1, max_length=MARK_TEXT)]


class ClearMarks(FromConsole, needs=None, journal=None):
    """Take everything of the technician's off the customer's screen."""

    type: Literal["annotate/clear"] = "annotate/clear"


class MarksCleared(FromAgent):
    """The customer took everything of the technician's off the screen; more may be drawn."""

    type: Literal["annotate/cleared"] = "annotate/cleared"


Annotation = PointAt | DrawMark | WriteMark
"""What shows something; the rest takes it away."""
