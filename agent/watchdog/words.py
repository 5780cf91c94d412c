"""What the watchdog is told, a JSON line each: what is so by the agent, and by the windows that Pause was pressed."""

from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from agent.comeback.comeback import Stage

MAX_LINE: Final = 64 * 1024


class Hello(BaseModel):
    """The agent's first line: who it is, which folder is its own, which display it works on."""

    agent: int
    private: Path
    display: str | None


class Beat(BaseModel):
    """What is so now: the processes it started (by pid, with their start times), whether it holds something."""

    children: dict[int, float]
    holding: bool


class Pressing(BaseModel):
    """Said before something is held down, and once nothing is any more: a beat might come too late."""

    pressing: bool


class Acting(BaseModel):
    """The agent's loop has come to this press (a window's, by its number) or panic key (by the screen's time)."""

    acting: int
    by: Literal["window", "key"]


class Returning(BaseModel):
    """Where the way back over a restart stands (agent/comeback): in a dead agent's stead, what is laid is forgotten.

    `seconds`: how long what was laid may stay.
    """

    returning: Stage
    seconds: float


class Bye(BaseModel):
    """All is in order."""

    bye: Literal[True]


class Pressed(BaseModel):
    """A window's line: the customer pressed Pause, Stop or its cross, and the agent was told by this number."""

    pressed: int


AgentLine = Hello | Beat | Pressing | Acting | Returning | Bye

_AGENT: Final[TypeAdapter[AgentLine]] = TypeAdapter(AgentLine)


def write(line: BaseModel) -> bytes:
    """Write one line."""
    return line.model_dump_json().encode() + b"\n"


def read_agent(line: bytes) -> AgentLine | None:
    """Read one line of the agent's; None where it is none."""
    try:
        return _AGENT.validate_json(line)
    except ValidationError:
        return None


def read_window(line: bytes) -> Pressed | None:
    """Read one line of a window's; None where it is none."""
    try:
        return Pressed.model_validate_json(line)
    except ValidationError:
        return None


class Lines:
    """Cuts what comes through a pipe into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def cut(self, data: bytes) -> list[bytes]:
        """Take in some bytes; return the lines that are whole now. A line beyond MAX_LINE is forgotten."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest if len(rest) <= MAX_LINE else b""
        return lines
