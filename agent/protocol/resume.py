"""Taking a lost line up again, sans-I/O: the tag by which two sides find one another, and the keys of each meeting.

Both come from the pairing's `resume` alone. Erased, it gives nothing any more: no meeting can follow.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent.protocol.errors import HandrailError

NONCE_BYTES = 16
_KEYS = ("console seals", "agent seals", "bind")


class ResumeError(HandrailError):
    """The key is erased: this line is not taken up again."""


@dataclass(frozen=True)
class MeetingKeys:
    """The keys of one meeting. The names say who seals with which key."""

    console_seals: bytes = field(repr=False)
    agent_seals: bytes = field(repr=False)
    bind: bytes = field(repr=False)


class Resume:
    """The pairing's `resume`, until it is erased."""

    def __init__(self, key: bytes) -> None:
        self._key: bytes | None = key

    @property
    def erased(self) -> bool:
        """Say whether no meeting can follow."""
        return self._key is None

    @property
    def tag(self) -> str:
        """Give the 32 bytes, in hexadecimal, by which the server brings both sides together. Raise ResumeError."""
        return self._derive(b"", "meet tag").hex()

    def keys(self, console_nonce: bytes, agent_nonce: bytes) -> MeetingKeys:
        """Derive one meeting's keys: others for other nonces. Raise ResumeError when the key is erased."""
        return MeetingKeys(*(self._derive(console_nonce + agent_nonce, f"meet {name}") for name in _KEYS))

    def erase(self) -> None:
        """Make any later meeting impossible."""
        self._key = None

    def _derive(self, salt: bytes, name: str) -> bytes:
        if self._key is None:
            raise ResumeError("the line was given up")
        return HKDF(SHA256(), 32, salt, f"handrail/1 {name}".encode()).derive(self._key)
