"""What the agent and the terminal's process say to each other: JSON, one object a line, each bounded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.protocol.errors import WireError
from agent.protocol.terminal_messages import MAX_TERMINAL_TEXT, MAX_TYPED, Columns, Rows
from agent.ui.words import Lang

MAX_LINE = 256 * 1024
"""Bytes of one line."""


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Begin(_Word):
    """Open the window, then the shell in it. `who` types."""

    type: Literal["begin"] = "begin"
    lang: Lang
    who: str
    columns: Columns
    rows: Rows


class Typed(_Word):
    """Show what is typed, and give it to the shell."""

    type: Literal["typed"] = "typed"
    text: Annotated[str, Field(min_length=1, max_length=MAX_TYPED)]


class Sized(_Word):
    """Have another size."""

    type: Literal["sized"] = "sized"
    columns: Columns
    rows: Rows


class More(_Word):
    """So many more outputs may come."""

    type: Literal["more"] = "more"
    outputs: Annotated[int, Field(ge=1)]


class Hold(_Word):
    """Stop everything the shell started where it is, or let it go on."""

    type: Literal["hold"] = "hold"
    on: bool


ToShell = Begin | Typed | Sized | More | Hold
"""What the agent says. Its end of file means: end everything."""


class Alive(_Word):
    """The heartbeat of the window's own thread, every second, with what the shell started: pid, and its start time."""

    type: Literal["alive"] = "alive"
    inside: dict[int, float]


class Opened(_Word):
    """The window is on the screen, and the shell runs."""

    type: Literal["opened"] = "opened"


class Output(_Word):
    """What the shell said, made harmless; it is in the window already. `raw`: the bytes that it took."""

    type: Literal["output"] = "output"
    text: Annotated[str, Field(min_length=1, max_length=MAX_TERMINAL_TEXT)]
    raw: int


class Unseen(_Word):
    """The window was minimised, and the shell with it stopped; or both are back."""

    type: Literal["unseen"] = "unseen"
    on: bool


class Ended(_Word):
    """It is over: the shell exited, or the customer closed the window."""

    type: Literal["ended"] = "ended"
    by: Literal["shell", "customer"]


FromShell = Alive | Opened | Output | Unseen | Ended

_TO_SHELL: TypeAdapter[ToShell] = TypeAdapter(Annotated[ToShell, Field(discriminator="type")])
_FROM_SHELL: TypeAdapter[FromShell] = TypeAdapter(Annotated[FromShell, Field(discriminator="type")])


def line(word: ToShell | FromShell) -> bytes:
    """Write one word as a line."""
    return word.model_dump_json().encode() + b"\n"


def read_to_shell(text: bytes) -> ToShell:
    """Parse a line of the agent's. Raise WireError on anything else."""
    try:
        return _TO_SHELL.validate_json(text)
    except ValidationError as error:
        raise WireError(f"no word for the terminal ({error.error_count()} faults)") from None


def read_from_shell(text: bytes) -> FromShell:
    """Parse a line of the terminal's. Raise WireError on anything else."""
    try:
        return _FROM_SHELL.validate_json(text)
    except ValidationError as error:
        raise WireError(f"no word of the terminal's ({error.error_count()} faults)") from None
