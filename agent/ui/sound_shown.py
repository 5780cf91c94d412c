"""The voice between agent and windows: how it stands, how loud it is, which devices; and what the customer chooses."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.voice_messages import Microphone


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SoundShown(_Word):
    """The voice as it stands. Levels from 0 to 8; devices by name, and an empty name where none is used."""

    microphone: Microphone
    mine: int
    theirs: int
    microphones: list[str]
    used_microphone: str
    loudspeakers: list[str]
    used_loudspeaker: str


class Mute(_Word):
    """Close the microphone, or open it again."""

    type: Literal["mute"] = "mute"
    on: bool


class UseSound(_Word):
    """Use another microphone or loudspeaker, by its name."""

    type: Literal["use_sound"] = "use_sound"
    kind: Literal["microphone", "loudspeaker"]
    name: Annotated[str, Field(max_length=120)]


SoundAction = Mute | UseSound
