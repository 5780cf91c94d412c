"""Answers a console's offer by the rule, and reads its candidates: common to all kinds of peer connection."""

from collections.abc import Sequence

from aiortc import RTCConfiguration, RTCIceCandidate, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidStateError, OperationError
from aiortc.sdp import candidate_from_sdp

from agent.protocol.errors import WireError
from agent.protocol.sdp import MEDIA, SdpError, fingerprint, keep_sha256
from agent.protocol.signalling import IceServer

UNREADABLE = (ValueError, AssertionError, LookupError, TypeError, AttributeError, StopIteration)
"""What aiortc's parser raises at descriptions that are none; it checks little of what it reads."""

UNANSWERABLE = (*UNREADABLE, RuntimeError, InvalidStateError, OperationError)
"""What it raises where it works by them: in a coroutine StopIteration is RuntimeError (PEP 479)."""


def configuration(servers: Sequence[IceServer]) -> RTCConfiguration:
    """Return what aiortc takes. Raise ValueError, there or when it is used, when an address is malformed."""
    return RTCConfiguration(
        iceServers=[RTCIceServer(urls=s.urls, username=s.username, credential=s.credential) for s in servers]
    )


async def answer(connection: RTCPeerConnection, offer: str, media: tuple[str, ...] = MEDIA) -> str:
    """Answer, with all of this side's candidates in the answer. Raise SdpError when a description breaks the rule."""
    fingerprint(offer, media)
    try:
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
    except UNANSWERABLE as error:
        raise SdpError(f"the offer cannot be answered: {type(error).__name__}") from None
    answered = keep_sha256(connection.localDescription.sdp)
    fingerprint(answered, media)
    return answered


def candidate(text: str) -> RTCIceCandidate:
    """Read an RFC 8839 candidate line. Raise WireError when it is malformed."""
    try:
        read = candidate_from_sdp(text.removeprefix("candidate:"))
    except (ValueError, AssertionError, IndexError):
        raise WireError("a malformed candidate") from None
    read.sdpMLineIndex = 0
    return read
