"""The technician's hand: all that travels on the data channel `input`, and nothing of it elsewhere."""

from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import FromConsole
from agent.protocol.permissions import Permission

HELD_BEAT_SECONDS = 0.2
"""How often the console says that keys or buttons are still held."""

Coordinate = Annotated[int, Field(ge=0, le=32767)]
"""Pixels of the stream (its own size, origin top left)."""


class MovePointer(FromConsole, needs=Permission.CONTROL, journal="input.used"):
    """Move the pointer."""

    type: Literal["input/move"] = "input/move"
    x: Coordinate
    y: Coordinate


class PressButton(FromConsole, needs=Permission.CONTROL, journal="input.used"):
    """Press or release a button at a place; `button` as in MouseEvent.button (0 left, 1 middle, 2 right)."""

    type: Literal["input/button"] = "input/button"
    x: Coordinate
    y: Coordinate
    button: Annotated[int, Field(ge=0, le=4)]
    down: bool


class Scroll(FromConsole, needs=Permission.CONTROL, journal="input.used"):
    """Turn the wheel by whole notches (positive: right, down)."""

    type: Literal["input/scroll"] = "input/scroll"
    x: Coordinate
    y: Coordinate
    dx: Annotated[int, Field(ge=-20, le=20)]
    dy: Annotated[int, Field(ge=-20, le=20)]


class PressKey(FromConsole, needs=Permission.CONTROL, journal="input.used"):
    """Press or release a key: `code` is KeyboardEvent.code (physical), `key` KeyboardEvent.key (the character)."""

    type: Literal["input/key"] = "input/key"
    code: Annotated[str, Field(max_length=32, pattern=r"^[A-Za-z0-9]*$")]
    key: Annotated[str, Field(max_length=32)]
    down: bool


class TypeText(FromConsole, needs=Permission.CONTROL, journal="input.used"):
    """Type text by character, whatever the layouts (composed or pasted as keystrokes)."""

    type: Literal["input/text"] = "input/text"
    text: Annotated[str, Field(min_length=1, max_length=500)]


class StillHolding(FromConsole, needs=None, journal=None):
    """Keys or buttons are still held, said every HELD_BEAT_SECONDS while they are: without it they are released."""

    type: Literal["input/held"] = "input/held"


class ReleaseInput(FromConsole, needs=None, journal=None):
    """The console lost focus: release every key and button it holds."""

    type: Literal["input/release"] = "input/release"


InputAct = MovePointer | PressButton | Scroll | PressKey | TypeText
"""What acts on the customer's desktop."""

INPUT_TYPES: tuple[type[FromConsole], ...] = (
    MovePointer,
    PressButton,
    Scroll,
    PressKey,
    TypeText,
    StillHolding,
    ReleaseInput,
)
"""The only types allowed on the channel `input`, and allowed nowhere else."""
