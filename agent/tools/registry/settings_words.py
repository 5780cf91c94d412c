"""What the agent asks of the process that has GSettings, and what that answers: a line of JSON each."""

from enum import StrEnum, auto

from pydantic import BaseModel, ConfigDict

from agent.protocol.registry_messages import RegistryFault
from agent.tools.registry.source import Detail, Value

MAX_LINE = 32 * 1024 * 1024
"""Bytes of one line."""

_LINE = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Deed(StrEnum):
    """What can be asked for."""

    ROOTS = auto()
    OPEN = auto()
    """Where a key lies."""
    KEYS = auto()
    VALUES = auto()
    VALUE = auto()
    DETAIL = auto()
    PUT = auto()


class Asked(BaseModel):
    """A question. `names`: which key, `name`: which value (both as the wire writes them); the rest: what to put."""

    model_config = _LINE
    do: Deed
    names: tuple[str, ...] = ()
    name: str = ""
    data: bytes = b""
    stored: bool = False


class Told(BaseModel):
    """An answer: what was asked for, or why it was not done."""

    model_config = _LINE
    fault: RegistryFault | None = None
    names: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    detail: Detail = Detail()


def line(word: Asked | Told) -> bytes:
    """Write a word."""
    return word.model_dump_json().encode() + b"\n"
