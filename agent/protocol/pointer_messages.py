"""The customer's mouse pointer as the console draws it: where it is, and what it looks like.

Never told of what is hidden: over something hidden there is no pointer, and no shape is told that was made for it.
"""

from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.input_messages import Coordinate
from agent.protocol.message import FromAgent

POINTER_SHAPES = 64
"""Shapes that the console keeps; a shape told again under the same number replaces the one before."""

MAX_POINTER_SIDE = 128
"""Pixels of a shape's picture, at most, in either direction."""

MAX_POINTER_IMAGE = 48 * 1024
"""Characters of a shape's picture in base64, at most."""

Side = Annotated[int, Field(ge=1, le=1024)]
HotSpot = Annotated[int, Field(ge=0, le=1023)]


class PointerPlace(FromAgent):
    """Where the customer's pointer is, in pixels of the whole desktop; `shape` 0: a plain arrow.

    Not `shown`: it lies on something hidden or beside what is shown; the rest is zero then.
    """

    type: Literal["view/pointer"] = "view/pointer"
    x: Coordinate
    y: Coordinate
    shown: bool
    shape: Annotated[int, Field(ge=0, le=POINTER_SHAPES)]


class PointerPicture(FromAgent):
    """What pointer shape `id` looks like: size and hot spot in desktop pixels, a PNG (maybe coarser) in base64."""

    type: Literal["view/pointer_shape"] = "view/pointer_shape"
    id: Annotated[int, Field(ge=1, le=POINTER_SHAPES)]
    width: Side
    height: Side
    hot_x: HotSpot
    hot_y: HotSpot
    image: Annotated[str, Field(max_length=MAX_POINTER_IMAGE, pattern=r"^[A-Za-z0-9+/]+={0,2}$")]
