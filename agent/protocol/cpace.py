"""CPACE-X25519-SHA512, initiator-responder with explicit confirmation (draft-irtf-cfrg-cpace-21).

Two sides that share six digits agree on a key; somebody between them gets one guess a run and nothing to try offline.
The only arithmetic of ours is the Elligator2 map; X25519 itself is the library's.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from agent.protocol.errors import WireError

SHARE_BYTES = 32
TAG_BYTES = 64

_DSI = b"CPace255"
_HASH_BLOCK = 128
_P = 2**255 - 19
_A = 486662


class CpaceFault(StrEnum):
    """Why a run cannot go on."""

    LENGTH = "length"
    BAD_POINT = "bad_point"
    REFLECTED = "reflected"


class CpaceError(WireError):
    """A share of the other side's cannot be used; `fault` says why."""

    def __init__(self, fault: CpaceFault) -> None:
        super().__init__(f"the key exchange was refused: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class Agreed:
    """What both sides hold after the shares crossed: the session key and the two tags that prove it."""

    isk: bytes = field(repr=False)
    tag_a: bytes = field(repr=False)
    tag_b: bytes = field(repr=False)


class Exchange:
    """One side of one run. The scalar is used for one peer share only."""

    def __init__(self, prs: bytes, ci: bytes, sid: bytes, scalar: bytes | None = None) -> None:
        """Draw a scalar and compute the share. `scalar` is given by the draft's vectors alone."""
        self._sid = sid
        self._scalar = scalar or secrets.token_bytes(SHARE_BYTES)
        self.share = scalar_mult_vfy(self._scalar, generator(prs, ci, sid))

    def agree_as_initiator(self, peer_share: bytes, ad_a: bytes = b"", ad_b: bytes = b"") -> Agreed:
        """Take Yb as A. Raise CpaceError on a share that is of a wrong length, no honest point, or our own."""
        return self._agree((self.share, ad_a), (peer_share, ad_b), peer_share)

    def agree_as_responder(self, peer_share: bytes, ad_a: bytes = b"", ad_b: bytes = b"") -> Agreed:
        """Take Ya as B. Raise CpaceError on a share that is of a wrong length, no honest point, or our own."""
        return self._agree((peer_share, ad_a), (self.share, ad_b), peer_share)

    def _agree(self, a: tuple[bytes, bytes], b: tuple[bytes, bytes], peer_share: bytes) -> Agreed:
        if len(peer_share) != SHARE_BYTES:
            raise CpaceError(CpaceFault.LENGTH)
        if peer_share == self.share:
            raise CpaceError(CpaceFault.REFLECTED)
        key = scalar_mult_vfy(self._scalar, peer_share)
        transcript = lv_cat(*a) + lv_cat(*b)
        isk = hashlib.sha512(lv_cat(_DSI + b"_ISK", self._sid, key) + transcript).digest()
        mac_key = hashlib.sha512(b"CPaceMac" + self._sid + isk).digest()
        return Agreed(isk, _tag(mac_key, a), _tag(mac_key, b))


def lv_cat(*parts: bytes) -> bytes:
    """Concatenate `parts`, each behind its length in LEB128 (draft, appendix A)."""
    return b"".join(_prepend_length(part) for part in parts)


def generator(prs: bytes, ci: bytes, sid: bytes) -> bytes:
    """Compute the generator that only those who know `prs` can compute (draft, section 7)."""
    padding = max(0, _HASH_BLOCK - 1 - len(_prepend_length(prs)) - len(_prepend_length(_DSI)))
    text = lv_cat(_DSI, prs, bytes(padding), ci, sid)
    uniform = int.from_bytes(hashlib.sha512(text).digest()[:SHARE_BYTES], "little")
    return elligator2(uniform & (2**255 - 1)).to_bytes(SHARE_BYTES, "little")


def elligator2(r: int) -> int:
    """Map a field element to the u-coordinate of a point on Curve25519 (RFC 9380, 6.7.1; Z = 2)."""
    v = -_A * pow(1 + 2 * r * r, _P - 2, _P) % _P
    is_square = pow(v * v * v + _A * v * v + v, (_P - 1) // 2, _P) in (0, 1)
    return v if is_square else (-v - _A) % _P


def scalar_mult_vfy(scalar: bytes, point: bytes) -> bytes:
    """Multiply by X25519 (RFC 7748). Raise CpaceError when `point` is of low order or not written as X25519 writes.

    The draft lets the top bit be masked; no honest side sets it, so all of the draft's invalid points are refused here.
    """
    if int.from_bytes(point, "little") >= _P:
        raise CpaceError(CpaceFault.BAD_POINT)
    try:
        product = X25519PrivateKey.from_private_bytes(scalar).exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        raise CpaceError(CpaceFault.BAD_POINT) from None
    if product == bytes(SHARE_BYTES):
        raise CpaceError(CpaceFault.BAD_POINT)
    return product


def _tag(mac_key: bytes, side: tuple[bytes, bytes]) -> bytes:
    return hmac.digest(mac_key, lv_cat(*side), "sha512")


def _prepend_length(data: bytes) -> bytes:
    length, out = len(data), bytearray()
    while length > 0x7F:
        out.append(length & 0x7F | 0x80)
        length >>= 7
    out.append(length)
    return bytes(out) + data
