"""What a link tells the agent's one loop, and why a link can fail. Nothing here does anything."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from agent.protocol.codes import Code
from agent.protocol.signalling import Technician

Channel = Literal["control", "input", "picture", "pointer"]
"""The data channels by label; their stream ids are `agent.protocol.messages.CHANNELS`."""


class Problem(StrEnum):
    """Why a link failed, in as many words as the customer needs different sentences."""

    UNREACHABLE = "unreachable"
    """The server cannot be reached: no network, wrong address, refused, proxy, or it was lost before the link stood."""
    TLS = "tls"
    """The server's certificate cannot be trusted."""
    CLOCK = "clock"
    """By this computer's date, the server's certificate is not good yet, or not any more."""
    PROXY = "proxy"
    """The network's proxy asks for a name and a password, which this program has not."""
    OTHER_SERVER = "other_server"
    """The server has none of the keys that this build knows: it is not the operator's, whoever vouches for it."""
    VERSION = "version"
    """This program and the server (or the console) speak different versions."""
    CODE = "code"
    """The server knows no such code: unknown, used, expired and taken answer alike."""
    WRONG_CODE = "wrong_code"
    """The secret digits differ; the code is burned."""
    EXPIRED = "expired"
    """The code that was shown ran out before anybody used it."""
    RATE = "rate"
    """Too many tries; wait."""
    BUSY = "busy"
    """The server has no free code."""
    TAMPERED = "tampered"
    """Somebody between the two altered something. Nothing was shared."""
    TIMEOUT = "timeout"
    """The other side did not answer in time."""
    NO_ROUTE = "no_route"
    """No direct or relayed way to the other side was found."""
    PEER_GONE = "peer_gone"
    """The other side left."""
    LOST = "lost"
    """The line was silent for longer than a session may wait."""
    FAULT = "fault"
    """This program erred; `detail` names the error."""


@dataclass(frozen=True)
class LastQuestion:
    """Said last. `answered` is given what then comes on `control`, and says whether it is the answer."""

    text: str
    answered: Callable[[str], bool]


@dataclass(frozen=True)
class CodeReady:
    """The code to show, and for how many seconds it may be used. Only after `issue`."""

    code: Code
    expires_in: int


@dataclass(frozen=True)
class PeerPaired:
    """The other side knew the code; `technician` is bound into the pairing and the same on both sides."""

    technician: Technician


@dataclass(frozen=True)
class Opened:
    """The channels stand and are bound to the pairing: `send` works from now on."""


@dataclass(frozen=True)
class Received:
    """One message, unread: text on `control` and `input`; never larger than MAX_MESSAGE bytes."""

    channel: Channel
    data: str | bytes


@dataclass(frozen=True)
class Lost:
    """Nothing was heard for 2.5 s."""


@dataclass(frozen=True)
class Back:
    """Something was heard again after `Lost`."""


@dataclass(frozen=True)
class Failed:
    """The end, said once; nothing comes after it. `detail` is for the log, in English, without secrets."""

    problem: Problem
    detail: str = ""


LinkEvent = CodeReady | PeerPaired | Opened | Received | Lost | Back | Failed
