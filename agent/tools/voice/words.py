"""What the agent and the voice process say to each other: JSON, one object a line, each bounded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.protocol.errors import WireError
from agent.protocol.sdp import MAX_SDP, CandidateLine
from agent.protocol.signalling import IceServer
from agent.protocol.voice_messages import Microphone

MAX_LINE = 64 * 1024
"""Bytes of one line."""

LEVELS = 8
"""How many steps a level has."""

MAX_DEVICES = 20
MAX_NAME = 120

Level = Annotated[int, Field(ge=0, le=LEVELS)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Names = Annotated[list[Name], Field(max_length=MAX_DEVICES)]
Kind = Literal["microphone", "loudspeaker"]


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Begin(_Word):
    """Answer this offer, by these servers (their credentials with them)."""

    type: Literal["begin"] = "begin"
    offer: Annotated[str, Field(max_length=MAX_SDP)]
    ice_servers: list[IceServer]


class Candidate(_Word):
    """One of the console's candidates."""

    type: Literal["candidate"] = "candidate"
    candidate: CandidateLine


class Mute(_Word):
    """Close the microphone, or open it again."""

    type: Literal["mute"] = "mute"
    on: bool


class Use(_Word):
    """Use another device, by its name."""

    type: Literal["use"] = "use"
    kind: Kind
    name: Name


ToVoice = Begin | Candidate | Mute | Use
"""What the agent says. Its end of file means: close everything."""


class Answered(_Word):
    """The answer to the offer."""

    type: Literal["answered"] = "answered"
    sdp: Annotated[str, Field(max_length=MAX_SDP)]


class Standing(_Word):
    """The connection stands: the devices there are, and those in use; an empty name: none."""

    type: Literal["standing"] = "standing"
    microphone: Microphone
    microphones: Names
    used_microphone: Name
    loudspeakers: Names
    used_loudspeaker: Name


class Levels(_Word):
    """How loud it was lately: what the microphone heard, and what the technician sent."""

    type: Literal["levels"] = "levels"
    mine: Level
    theirs: Level


FromVoice = Answered | Standing | Levels
"""What the process says. Its end of file means: it is over."""

_TO_VOICE: TypeAdapter[ToVoice] = TypeAdapter(Annotated[ToVoice, Field(discriminator="type")])
_FROM_VOICE: TypeAdapter[FromVoice] = TypeAdapter(Annotated[FromVoice, Field(discriminator="type")])


def line(word: ToVoice | FromVoice) -> bytes:
    """Write one word as a line."""
    return word.model_dump_json().encode() + b"\n"


def read_to_voice(text: bytes) -> ToVoice:
    """Parse a line of the agent's. Raise WireError on anything else."""
    try:
        return _TO_VOICE.validate_json(text)
    except ValidationError as error:
        raise WireError(f"no word for the voice process ({error.error_count()} faults)") from None


def read_from_voice(text: bytes) -> FromVoice:
    """Parse a line of the process's. Raise WireError on anything else."""
    try:
        return _FROM_VOICE.validate_json(text)
    except ValidationError as error:
        raise WireError(f"no word of the voice process's ({error.error_count()} faults)") from None
