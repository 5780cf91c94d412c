"""The pairing, sans-I/O: four messages between joiner (A) and issuer (B), at whose end both hold the same keys or none.

Decides when a code is burned. Who carries the messages, and how long to wait for them, is agent/transport's business.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent.protocol import VERSION
from agent.protocol.cpace import SHARE_BYTES, TAG_BYTES, Agreed, CpaceError, CpaceFault, Exchange, lv_cat
from agent.protocol.errors import WireError
from agent.protocol.signalling import Technician

MAX_RUNS = 3
"""Runs after which the issuer burns its code, however they ended."""


class Body(IntEnum):
    """The first byte of a relayed body."""

    SHARE_A = 1
    SHARE_B = 2
    TAG_A = 3
    TAG_B = 4
    SEALED = 5
    NONCE = 6
    """Opens a meeting (agent/protocol/resume.py)."""


class PairingFault(StrEnum):
    """Why a pairing failed."""

    MALFORMED = "malformed"
    BAD_POINT = "bad_point"
    REFLECTED = "reflected"
    WRONG_TAG = "wrong_tag"
    """The secret digits differ, or the server told the two sides different things."""
    BURNED = "burned"


class PairingError(WireError):
    """The pairing is over without keys; `fault` says why."""

    def __init__(self, fault: PairingFault) -> None:
        super().__init__(f"the pairing failed: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class PairingContext:
    """What both sides must have been told alike, or their tags differ."""

    origin: str
    """The server's origin as this side knows it ("https://help.example")."""
    nameplate: str
    issuer_nonce: str
    joiner_nonce: str
    technician: Technician

    @property
    def sid(self) -> bytes:
        """Give CPace's session id, made of both nonces."""
        return hashlib.sha256(_lv("handrail-sid/1") + lv_cat(*map(bytes.fromhex, self._nonces))).digest()

    @property
    def ci(self) -> bytes:
        """Give CPace's channel identifier: version, server and who asks."""
        who = self.technician
        return _lv(VERSION, self.origin, self.nameplate, who.organisation, who.id, who.name)

    @property
    def _nonces(self) -> tuple[str, str]:
        return self.issuer_nonce, self.joiner_nonce


@dataclass(frozen=True)
class SessionKeys:
    """What the pairing yields. The names say who seals with which key."""

    joiner_seals: bytes = field(repr=False)
    issuer_seals: bytes = field(repr=False)
    bind: bytes = field(repr=False)
    resume: bytes = field(repr=False)


@dataclass(frozen=True)
class Step:
    """What to do after a message: relay `send`, and with `keys` the pairing is done."""

    send: bytes | None = None
    keys: SessionKeys | None = None


class Joiner:
    """A: was told the code."""

    def __init__(self, secret: str, context: PairingContext) -> None:
        self._sid = context.sid
        self._exchange: Exchange | None = Exchange(secret.encode(), context.ci, self._sid)
        self._agreed: Agreed | None = None

    def start(self) -> bytes:
        """Give the first message, Ya."""
        if self._exchange is None:
            raise PairingError(PairingFault.MALFORMED)
        return bytes([Body.SHARE_A]) + self._exchange.share

    def receive(self, body: bytes) -> Step:
        """Take Yb, then Tb. Raise PairingError at anything else; the run is dead then."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            share = _payload(body, Body.SHARE_B, SHARE_BYTES)
            self._agreed = _agree(exchange.agree_as_initiator, share)
            return Step(send=bytes([Body.TAG_A]) + self._agreed.tag_a)
        agreed, self._agreed = self._agreed, None
        if agreed is None:
            raise PairingError(PairingFault.MALFORMED)
        _verify(_payload(body, Body.TAG_B, TAG_BYTES), expected=agreed.tag_b, own=agreed.tag_a)
        return Step(keys=derive_keys(agreed.isk, self._sid))


class Issuer:
    """B: shows the code. Burns it at the first wrong step, at success, and after MAX_RUNS unfinished runs."""

    def __init__(self, secret: str) -> None:
        self._secret: str | None = secret
        self._runs = 0
        self._sid = b""
        self._exchange: Exchange | None = None
        self._agreed: Agreed | None = None

    @property
    def burned(self) -> bool:
        """Say whether this code will never pair again."""
        return self._secret is None

    def begin(self, context: PairingContext) -> None:
        """Start a run; an unfinished one before it counts. Raise PairingError when the code is burned."""
        self._runs += 1
        if self._runs > MAX_RUNS:
            self._burn()
        if self._secret is None:
            raise PairingError(PairingFault.BURNED)
        self._agreed, self._sid = None, context.sid
        self._exchange = Exchange(self._secret.encode(), context.ci, self._sid)

    def receive(self, body: bytes) -> Step:
        """Take Ya, then Ta. Raise PairingError at anything else; the code is burned then."""
        try:
            return self._step(body)
        except PairingError:
            self._burn()
            raise

    def _step(self, body: bytes) -> Step:
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            share = _payload(body, Body.SHARE_A, SHARE_BYTES)
            self._agreed = _agree(exchange.agree_as_responder, share)
            return Step(send=bytes([Body.SHARE_B]) + exchange.share)
        agreed = self._agreed
        if agreed is None:
            raise PairingError(PairingFault.MALFORMED)
        _verify(_payload(body, Body.TAG_A, TAG_BYTES), expected=agreed.tag_a, own=agreed.tag_b)
        self._burn()
        return Step(send=bytes([Body.TAG_B]) + agreed.tag_b, keys=derive_keys(agreed.isk, self._sid))

    def _burn(self) -> None:
        self._secret = self._exchange = self._agreed = None


def derive_keys(isk: bytes, sid: bytes) -> SessionKeys:
    """Derive the four keys from CPace's session key (HKDF-SHA-256, RFC 5869; salt = sid)."""
    names = ("joiner seals", "issuer seals", "bind", "resume")
    return SessionKeys(*(HKDF(SHA256(), 32, sid, f"handrail/1 {name}".encode()).derive(isk) for name in names))


_FAULTS = {
    CpaceFault.LENGTH: PairingFault.MALFORMED,
    CpaceFault.BAD_POINT: PairingFault.BAD_POINT,
    CpaceFault.REFLECTED: PairingFault.REFLECTED,
}


def _agree(agree: Callable[[bytes], Agreed], share: bytes) -> Agreed:
    try:
        return agree(share)
    except CpaceError as error:
        raise PairingError(_FAULTS[error.fault]) from None


def _verify(tag: bytes, *, expected: bytes, own: bytes) -> None:
    if hmac.compare_digest(tag, own):
        raise PairingError(PairingFault.REFLECTED)
    if not hmac.compare_digest(tag, expected):
        raise PairingError(PairingFault.WRONG_TAG)


def _payload(body: bytes, kind: Body, length: int) -> bytes:
    if len(body) != 1 + length or body[0] != kind:
        raise PairingError(PairingFault.MALFORMED)
    return body[1:]


def _lv(*texts: str) -> bytes:
    return lv_cat(*(text.encode() for text in texts))
