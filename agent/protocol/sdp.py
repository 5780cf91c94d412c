"""What a session description may hold, judged before any WebRTC stack reads it; and the proof that binds it.

Deny by default: one data section, one SHA-256 fingerprint, plain ASCII lines, bounded size.
"""

import hmac
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.protocol.cpace import lv_cat
from agent.protocol.errors import WireError

MAX_SDP = 16 * 1024
MAX_CANDIDATES = 64
"""Candidates of one negotiation."""

MEDIA = ("application",)
"""The kinds of the link's m-lines, in order, all of them."""

Role = Literal["console", "agent"]

_FINGERPRINT = re.compile(r"a=fingerprint:sha-256 ((?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})")
_LINE = re.compile(r"[a-z]=[\x20-\x7e]*")
_CANDIDATE = r"^(candidate:[\x21-\x7e]+( [\x21-\x7e]+){7,30})?$"

CandidateLine = Annotated[str, Field(max_length=512, pattern=_CANDIDATE)]
"""An RFC 8839 candidate-attribute; empty: there are no more."""


class SdpError(WireError):
    """A description breaks the rule; the text says which part of it."""


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(_Frame):
    """Console -> agent, once."""

    type: Literal["offer"] = "offer"
    sdp: Annotated[str, Field(max_length=MAX_SDP)]


class Answer(_Frame):
    """Agent -> console, once, with all the agent's candidates in it."""

    type: Literal["answer"] = "answer"
    sdp: Annotated[str, Field(max_length=MAX_SDP)]


class Candidate(_Frame):
    """Console -> agent, as they are found (RFC 8839 candidate-attribute); an empty one is the last."""

    type: Literal["candidate"] = "candidate"
    candidate: CandidateLine


class End(_Frame):
    """Both ways, in a meeting: this side ended the session while the line was lost."""

    type: Literal["end"] = "end"


Negotiation = Offer | Answer | Candidate | End

_NEGOTIATION: TypeAdapter[Negotiation] = TypeAdapter(Annotated[Negotiation, Field(discriminator="type")])


def parse_negotiation(plaintext: bytes) -> Negotiation:
    """Parse what a sealed frame held. Raise WireError on anything else."""
    try:
        return _NEGOTIATION.validate_json(plaintext)
    except ValidationError as error:
        raise WireError(f"not a negotiation ({error.error_count()} faults)") from None


def fingerprint(sdp: str, media: tuple[str, ...] = MEDIA) -> bytes:
    """Check `sdp` against the rule and give its one fingerprint, 32 bytes. Raise SdpError where it breaks the rule."""
    if len(sdp) > MAX_SDP:
        raise SdpError("the description is too long")
    lines = sdp.removesuffix("\n").removesuffix("\r").replace("\r\n", "\n").split("\n")
    if not all(_LINE.fullmatch(line) for line in lines):
        raise SdpError("the description holds something that is not a line of it")
    kinds = tuple(line[2:].split(" ", 1)[0] for line in lines if line.startswith("m="))
    if kinds != media:
        raise SdpError("the description has other media than agreed")
    return _only_fingerprint(lines)


def keep_sha256(sdp: str) -> str:
    """Drop the fingerprints of other hashes that aiortc adds to its own descriptions."""
    lines = sdp.splitlines(keepends=True)
    return "".join(line for line in lines if not _other_fingerprint(line))


def bind_proof(key: bytes, role: Role, console: bytes, agent: bytes) -> str:
    """Prove, as `role`, which two certificates this side sees: hexadecimal HMAC-SHA-256 under the key `bind`."""
    text = lv_cat(b"handrail-bind/1", role.encode(), console, agent)
    return hmac.digest(key, text, "sha256").hex()


def _only_fingerprint(lines: list[str]) -> bytes:
    found = [line for line in lines if "fingerprint" in line.lower()]
    match = _FINGERPRINT.fullmatch(found[0]) if len(found) == 1 else None
    if match is None:
        raise SdpError("the description must hold exactly one fingerprint, sha-256")
    return bytes.fromhex(match[1].replace(":", ""))


def _other_fingerprint(line: str) -> bool:
    return line.startswith("a=fingerprint:") and not line.startswith("a=fingerprint:sha-256 ")
