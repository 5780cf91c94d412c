"""What a client and the rendezvous say over the WebSocket: JSON text frames, one object each, told apart by `type`.

The agent connects to `/ws/agent`, the logged-in console to `/ws/console`; both speak the same messages. The server
relays `relay` bodies unread. docs/protocol.md is the specification.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.protocol.errors import WireError

T = TypeVar("T")

MAX_FRAME = 64 * 1024
"""Bytes of one WebSocket frame, either way; a longer one ends the connection."""

MAX_BODY = 60 * 1024
"""Characters of a relayed body (base64)."""

CODE_SECONDS = 600
"""How long a code is shown and may be claimed, by the monotonic clock."""

Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""16 random bytes, lower-case hexadecimal."""

Tag = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""32 bytes that only the two sides of one session can name, in lower-case hexadecimal."""

Nameplate = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
"""The public part of a code, allocated by the server."""

ShortText = Annotated[str, Field(min_length=1, max_length=120)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Technician(_Frame):
    """Who asks: set by the administrator, attested by the server, bound into the pairing (CI)."""

    id: ShortText
    name: ShortText
    organisation: ShortText


class IceServer(_Frame):
    """An RTCIceServer (W3C WebRTC 4.2.4)."""

    urls: Annotated[list[str], Field(max_length=8)]
    username: str | None = None
    credential: str | None = None


class Register(_Frame):
    """Client -> server: I show a code; give me a nameplate."""

    type: Literal["register"] = "register"
    version: ShortText
    nonce: Nonce


class Claim(_Frame):
    """Client -> server: I was told a code; this is its public part."""

    type: Literal["claim"] = "claim"
    version: ShortText
    nameplate: Nameplate
    nonce: Nonce


class Meet(_Frame):
    """Client -> server: I lost the line to whoever else names this tag; bring us together."""

    type: Literal["meet"] = "meet"
    version: ShortText
    tag: Tag


class Relay(_Frame):
    """Both ways: an opaque body (base64) for the other client."""

    type: Literal["relay"] = "relay"
    body: Annotated[str, Field(max_length=MAX_BODY, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Bye(_Frame):
    """Client -> server: I am done; forget the code and the pair."""

    type: Literal["bye"] = "bye"


class Registered(_Frame):
    """Server -> issuer."""

    type: Literal["registered"] = "registered"
    nameplate: Nameplate
    expires_in: int
    technician: Technician | None = None
    """The issuer's own identity when it is a console (technician-first), else none until paired."""


class Paired(_Frame):
    """Server -> both, once, when a code was claimed. The joiner is CPace's initiator A."""

    type: Literal["paired"] = "paired"
    role: Literal["issuer", "joiner"]
    nameplate: Nameplate
    issuer_nonce: Nonce
    joiner_nonce: Nonce
    technician: Technician
    ice_servers: Annotated[list[IceServer], Field(max_length=8)] = []


class Met(_Frame):
    """Server -> both, once: one agent and one console named the same tag; what they relay goes to one another."""

    type: Literal["met"] = "met"
    ice_servers: Annotated[list[IceServer], Field(max_length=8)] = []


class Refused(_Frame):
    """Server -> client. `code` is the one answer to unknown, used, expired and taken codes alike."""

    type: Literal["refused"] = "refused"
    reason: Literal["code", "rate", "version", "busy", "malformed"]
    retry_after: int | None = None


class PeerGone(_Frame):
    """Server -> client: the other client left or was lost. The code stays burned."""

    type: Literal["peer_gone"] = "peer_gone"


ClientFrame = Register | Claim | Meet | Relay | Bye
ServerFrame = Registered | Paired | Met | Relay | Refused | PeerGone

_CLIENT: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])
_SERVER: TypeAdapter[ServerFrame] = TypeAdapter(Annotated[ServerFrame, Field(discriminator="type")])


def parse_client_frame(text: str) -> ClientFrame:
    """Parse what a client sent. Raise WireError on anything else; the text itself is not quoted."""
    return _parse(_CLIENT, text)


def parse_server_frame(text: str) -> ServerFrame:
    """Parse what the server sent. Raise WireError on anything else; the text itself is not quoted."""
    return _parse(_SERVER, text)


def _parse(adapter: TypeAdapter[T], text: str) -> T:
    if len(text) > MAX_FRAME:
        raise WireError("the frame is too long")
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise WireError(f"not a frame of this wire ({error.error_count()} faults)") from None
