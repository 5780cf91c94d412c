"""The manifest that says which files are an operator's plug-in, signed with the operator's own Ed25519 key (RFC 8032).

The installer writes and checks it, the rendezvous offers it for download beside the file; the signature is the 64 bytes
over the manifest as it stands, so that `openssl pkeyutl -verify -rawin` checks it as well.
"""

import base64
import binascii
from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.protocol.errors import WireError

MANIFEST_SUFFIX = ".manifest.json"
SIGNATURE_SUFFIX = ".manifest.sig"
"""What the names end with that stand beside a plug-in's."""
MAX_MANIFEST = 64 * 1024
"""Bytes."""

_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ListedFile(_Part):
    """One file: its name as it was made, its size in bytes, its SHA-256."""

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9._-]+$")]
    size: Annotated[int, Field(ge=1)]
    sha256: _Sha256


class Manifest(_Part):
    """What belongs to one plug-in. `brand` is the SHA-256 of the packed brand that it carries."""

    format: Literal["handrail-manifest/1"] = "handrail-manifest/1"
    operator: Annotated[str, Field(max_length=60)]
    server: Annotated[str, Field(max_length=300)]
    version: Annotated[str, Field(max_length=40)]
    platform: Literal["linux", "windows", "macos"]
    brand: _Sha256
    plugin: ListedFile
    papers: Annotated[tuple[ListedFile, ...], Field(strict=False, max_length=8)]

    def written(self) -> bytes:
        """Return the manifest as it is signed and served."""
        return self.model_dump_json(indent=2).encode() + b"\n"


def read_manifest(raw: bytes) -> Manifest:
    """Read a manifest, in the one form in which it is written. Raise WireError for anything else."""
    if len(raw) > MAX_MANIFEST:
        raise WireError("the manifest is too long")
    try:
        manifest = Manifest.model_validate_json(raw)
    except ValidationError as error:
        raise WireError(f"not a manifest ({error.error_count()} faults)") from None
    if manifest.written() != raw:
        raise WireError("the manifest is not written as one is")
    return manifest


def is_signed(raw: bytes, signature: bytes, public_key: str) -> bool:
    """Say whether `signature` is over `raw` by that key (base64 of the raw 32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True)).verify(signature, raw)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
