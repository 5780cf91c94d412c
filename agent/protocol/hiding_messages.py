"""What the technician may propose to hide; there is no message that shows what is hidden."""

from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.input_messages import Coordinate
from agent.protocol.message import FromConsole
from agent.protocol.permissions import Permission


class HideWindow(FromConsole, needs=Permission.VIEW, journal="hiding.proposed"):
    """Hide the window at a place of the picture, at once."""

    type: Literal["hide/window"] = "hide/window"
    x: Coordinate
    y: Coordinate


class HideApplication(FromConsole, needs=Permission.VIEW, journal="hiding.proposed"):
    """Hide every window of the program whose window is at a place of the picture, at once."""

    type: Literal["hide/application"] = "hide/application"
    x: Coordinate
    y: Coordinate


class HideArea(FromConsole, needs=Permission.VIEW, journal="hiding.proposed"):
    """Hide a piece of the picture, at once."""

    type: Literal["hide/area"] = "hide/area"
    x: Coordinate
    y: Coordinate
    width: Annotated[int, Field(ge=1, le=32767)]
    height: Annotated[int, Field(ge=1, le=32767)]


class HideFolder(FromConsole, needs=None, journal="hiding.proposed"):
    """Hide the customer's folders of that name (as told on the phone); the answer never says whether there are any."""

    type: Literal["hide/folder"] = "hide/folder"
    name: Annotated[str, Field(min_length=1, max_length=255)]
