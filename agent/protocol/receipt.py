"""The receipt that both sides sign: so many entries, and the hash of the last. Cutting the tail contradicts it.

Ed25519 (RFC 8032) under keys made for one session. Each signature covers both keys and who signs, so that neither half
can be put beside another. docs/protocol.md is the specification; the console's twin is src/receipt.
"""

from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.protocol.errors import WireError

Signer = Literal["agent", "console"]

SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
PublicKey = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=1, le=10_000_000)]

MAX_FILE = 16 * 1024
"""Bytes of a receipt file."""


class Receipt(BaseModel):
    """So many entries, the last one with that hash; `final` when no entry follows. Empty: nobody countersigns."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    session: SessionId
    count: Count
    head: Hash
    final: bool
    agent_key: PublicKey
    console_key: PublicKey | Literal[""] = ""
    agent_signature: Signature | Literal[""] = ""
    console_signature: Signature | Literal[""] = ""

    def text(self, signer: Signer) -> bytes:
        """Return the bytes that `signer` signs."""
        last = "final" if self.final else "so far"
        parts = (signer, self.session, str(self.count), self.head, last, self.agent_key, self.console_key)
        return "\n".join(("handrail-receipt/1", *parts)).encode()

    def signed_by(self, signer: Signer) -> bool:
        """Say whether `signer`'s signature is there and right."""
        if signer == "agent":
            return verify(self.agent_key, self.agent_signature, self.text(signer))
        return verify(self.console_key, self.console_signature, self.text(signer))


class ReceiptFile(BaseModel):
    """What either side keeps: its newest receipt, and the newest one that both signed where that is another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["handrail-receipt/1"] = "handrail-receipt/1"
    receipts: Annotated[tuple[Receipt, ...], Field(strict=False, max_length=2)] = ()


def read_receipts(data: bytes) -> tuple[Receipt, ...]:
    """Read a receipt file. Raise WireError when it is none."""
    if len(data) > MAX_FILE:
        raise WireError("the receipt is too long")
    try:
        return ReceiptFile.model_validate_json(data).receipts
    except ValidationError as error:
        raise WireError(f"not a receipt ({error.error_count()} faults)") from None


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return the public key in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def verify(key: str, signature: str, text: bytes) -> bool:
    """Say whether a signature in hexadecimal is that key's over `text`; an absent one is not."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True
