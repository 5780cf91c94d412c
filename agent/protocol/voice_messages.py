"""Voice: a peer connection of its own for sound both ways, negotiated inside the proved link by the same rule.

What goes over it needs no further proof: both certificates' fingerprints came through the link. Nothing of it stands
before the customer's yes, and a pause, a lost line or the permission's end closes it; it is offered anew afterwards.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission
from agent.protocol.sdp import MAX_SDP, CandidateLine

VOICE_MEDIA = ("audio",)
"""The kinds of its m-lines, in order, all of them."""

Description = Annotated[str, Field(max_length=MAX_SDP)]


class Microphone(StrEnum):
    """What becomes of what the customer's microphone hears."""

    OPEN = "open"
    MUTED = "muted"
    """The customer closed it; they alone open it again."""
    MISSING = "missing"
    """There is none, or it cannot be opened."""


class VoiceEnd(StrEnum):
    """Why there is no voice any more."""

    TECHNICIAN = "technician"
    NOT_ALLOWED = "not_allowed"
    """The permission is over, or there is a pause."""
    FAILED = "failed"
    """It could not be connected, or the connection was lost."""


class OfferVoice(ForTool, needs=Permission.VOICE, journal="voice.begun"):
    """Offer a connection for voice, in place of one that stands; answered with `voice/answer`, or `voice/ended`."""

    type: Literal["voice/offer"] = "voice/offer"
    sdp: Description


class VoiceCandidate(ForTool, needs=Permission.VOICE, journal=None):
    """A candidate of the last offer's, as it is found; an empty one is the last."""

    type: Literal["voice/candidate"] = "voice/candidate"
    candidate: CandidateLine


class EndVoice(ForTool, needs=Permission.VOICE, journal="voice.ended"):
    """Close it, and the microphone with it."""

    type: Literal["voice/end"] = "voice/end"


class VoiceAnswer(FromAgent):
    """The answer to `voice/offer`, with all of the agent's candidates in it."""

    type: Literal["voice/answer"] = "voice/answer"
    sdp: Description


class VoiceStanding(FromAgent):
    """It stands: whether the customer's microphone is open, and whether they can hear anything."""

    type: Literal["voice/standing"] = "voice/standing"
    microphone: Microphone
    loudspeaker: bool


class VoiceEnded(FromAgent):
    """There is no voice any more, and the microphone is closed."""

    type: Literal["voice/ended"] = "voice/ended"
    end: VoiceEnd


VoiceFromConsole = OfferVoice | VoiceCandidate | EndVoice
VoiceFromAgent = VoiceAnswer | VoiceStanding | VoiceEnded
