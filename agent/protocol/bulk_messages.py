"""How a peer connection for bulk is negotiated: inside the proved link, by the same rule as the link's own.

What goes over it needs no further proof: both certificates' fingerprints came through the link.
"""

from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import FromAgent, FromConsole
from agent.protocol.permissions import Permission
from agent.protocol.sdp import MAX_SDP, CandidateLine

FILES = (Permission.FILES_READ, Permission.FILES_WRITE)
"""What needs more bytes than may go beside the picture: any of these opens the way."""

Description = Annotated[str, Field(max_length=MAX_SDP)]


class OfferBulk(FromConsole, needs=FILES, journal="bulk.opened"):
    """Offer a connection for bulk, in place of one that stands; answered with `bulk/answer`, or `bulk/closed`."""

    type: Literal["bulk/offer"] = "bulk/offer"
    sdp: Description


class BulkCandidate(FromConsole, needs=FILES, journal=None):
    """A candidate of the last offer's, as it is found; an empty one is the last."""

    type: Literal["bulk/candidate"] = "bulk/candidate"
    candidate: CandidateLine


class AnswerBulk(FromAgent):
    """The answer to `bulk/offer`, with all of the agent's candidates in it."""

    type: Literal["bulk/answer"] = "bulk/answer"
    sdp: Description


class BulkClosed(FromAgent):
    """The connection for bulk is gone: it failed, or what it needs is not granted any more. Offer anew when needed."""

    type: Literal["bulk/closed"] = "bulk/closed"
