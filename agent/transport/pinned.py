"""Holds the TLS connection to the public keys that the brand names: another server is left before a word is said to it.

The system's certificate authorities are asked as well: a pin (RFC 7469, 2.4) only narrows.
"""

import base64
import hashlib
import ssl
from collections.abc import Collection

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate


class WrongServer(ssl.SSLError):
    """The server has a certificate that the system trusts, and none of the keys that this build knows."""


def pinned_context(pins: Collection[str]) -> ssl.SSLContext:
    """Return the system's usual TLS settings, narrowed to servers with one of these keys."""
    known = frozenset(pins)

    class Pinned(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            if pin_of(self.getpeercert(binary_form=True) or b"") not in known:
                raise WrongServer("the server's key is none of those that this build knows")

    context = ssl.create_default_context()
    context.sslobject_class = Pinned
    return context


def pin_of(certificate: bytes) -> str:
    """Return the pin of a certificate in DER; empty for what is none."""
    try:
        key = load_der_x509_certificate(certificate).public_key()
    except ValueError:
        return ""
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"sha256/{base64.b64encode(hashlib.sha256(public).digest()).decode()}"
