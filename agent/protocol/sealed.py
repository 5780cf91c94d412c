"""The sealed frames: all signalling after the pairing, one AES-256-GCM key a direction, strictly counted.

The counter is never sent: each side counts for itself, so a frame that is replayed, reordered, dropped or sent back to
its maker does not open. The first frame that does not open ends the run.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.protocol.errors import WireError

MAX_PLAINTEXT = 32 * 1024
"""Bytes; an SDP with its candidates is under 8 KiB."""

_OVERHEAD = 16
_CONTEXT = b"handrail-sealed/1"


class SealError(WireError):
    """A frame did not open: altered, out of turn, or not for us."""


class Sealer:
    """Seals, in order, what this side says."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)
        self._count = 0

    def seal(self, plaintext: bytes) -> bytes:
        """Seal the next frame."""
        nonce, self._count = _nonce(self._count), self._count + 1
        return self._aead.encrypt(nonce, plaintext, _CONTEXT)


class Opener:
    """Opens, in order, what the other side says."""

    def __init__(self, key: bytes) -> None:
        self._aead: AESGCM | None = AESGCM(key)
        self._count = 0

    def open(self, box: bytes) -> bytes:
        """Open the next frame. Raise SealError when it is not exactly that one, and at every frame after."""
        aead, self._aead = self._aead, None
        if aead is None or len(box) > MAX_PLAINTEXT + _OVERHEAD:
            raise SealError("a sealed frame was refused")
        try:
            plaintext = aead.decrypt(_nonce(self._count), box, _CONTEXT)
        except InvalidTag:
            raise SealError("a sealed frame did not open") from None
        self._aead, self._count = aead, self._count + 1
        return plaintext


def _nonce(count: int) -> bytes:
    return count.to_bytes(12, "big")
