"""What the agent and its bulk process say to each other over the process's standard input and output.

A word is its kind, the length of what follows (u32, big-endian), and that. Both ends always read; how much may be on
its way is counted: chunks are answered by `ROOM` or `TAKEN`, so no pipe ever holds more than there is room for.
"""

import asyncio
import struct
from enum import IntEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.errors import WireError
from agent.protocol.sdp import MAX_SDP
from agent.protocol.signalling import IceServer
from agent.transport.bulk_wire import MOST_CHUNK

_HEAD = struct.Struct(">BI")
MOST_WORD = MOST_CHUNK
"""Bytes of what a word holds."""


class Word(IntEnum):
    """To the process START, CANDIDATE, TAKEN; from it ANSWER, OPENED, ROOM, CLOSED; both ways CHUNK."""

    START = 1
    CANDIDATE = 2
    CHUNK = 3
    TAKEN = 4
    ANSWER = 5
    OPENED = 6
    ROOM = 7
    CLOSED = 8


class Start(BaseModel):
    """The first word: what to answer, and by which servers it may be reached (their credentials with them)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    offer: Annotated[str, Field(max_length=MAX_SDP)]
    ice_servers: list[IceServer]


def word(kind: Word, content: bytes = b"") -> bytes:
    """Write a word."""
    return _HEAD.pack(kind, len(content)) + content


def count(kind: Word, size: int) -> bytes:
    """Write a word that counts bytes."""
    return word(kind, size.to_bytes(8, "big"))


async def read_word(reader: asyncio.StreamReader) -> tuple[Word, bytes] | None:
    """Read a word; None at the end. Raise WireError on anything else."""
    try:
        kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
        if length > MOST_WORD:
            raise WireError("a word of the bulk process is too long")
        return Word(kind), await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except ValueError:
        raise WireError("the bulk process said no word") from None
