"""What the two sides tell each other about which part of the desktop is shown, and how large.

Every coordinate of the console's is a pixel of the whole desktop, whatever part is shown and however reduced.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.message import FromAgent, FromConsole
from agent.protocol.permissions import Permission

LARGEST_SIDE = 32767
"""Pixels of a side, at most: as far as a coordinate reaches."""

MOST_MONITORS = 64
"""Monitors that are told of, and their highest number."""

Side = Annotated[int, Field(ge=1, le=LARGEST_SIDE)]
Offset = Annotated[int, Field(ge=0, le=LARGEST_SIDE)]
MonitorNumber = Annotated[int, Field(ge=1, le=MOST_MONITORS)]


class ChooseMonitor(FromConsole, needs=Permission.VIEW, journal="picture.monitor"):
    """Show that monitor alone, or all (null). `view/monitors` answers; a monitor that is gone changes nothing."""

    type: Literal["view/monitor"] = "view/monitor"
    monitor: MonitorNumber | None


class FitPicture(FromConsole, needs=None, journal=None):
    """The room into which the picture is fitted now, in pixels of the technician's screen.

    No more is sent than fills it (`divisor`); 32767 a side: it is shown pixel by pixel. Said when the channel opens,
    and at each change.
    """

    type: Literal["view/size"] = "view/size"
    width: Side
    height: Side


class Geometry(FromAgent):
    """The part of the desktop that the stream shows (its pixels), and how much it is reduced.

    One pixel of the stream is the mean of `divisor` by `divisor` of the desktop. Before the first frame and at each
    change; `view` is in every frame that shows it.
    """

    type: Literal["view/geometry"] = "view/geometry"
    x: Offset
    y: Offset
    width: Side
    height: Side
    divisor: Annotated[int, Field(ge=1, le=4)]
    view: Annotated[int, Field(ge=0, le=255)]


class Monitor(BaseModel):
    """One monitor: `id` stays its own while the agent runs, and is how people name it; where it lies on the desktop."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: MonitorNumber
    x: Offset
    y: Offset
    width: Side
    height: Side
    primary: bool


class Monitors(FromAgent):
    """The customer's monitors from left to right, none where the system does not say, and which is shown (null: all).

    Before the first frame and at each change. A chosen one that goes away is no longer chosen: all are shown.
    """

    type: Literal["view/monitors"] = "view/monitors"
    monitors: Annotated[list[Monitor], Field(max_length=MOST_MONITORS)]
    chosen: MonitorNumber | None
