"""The operator's keys: Ed25519 for manifests, the server's key as a pin, and a throw-away certificate for trying."""

import base64
import datetime
import hashlib
import os
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installer.errors import InstallerError

TRIAL_DAYS = 30
"""How long a throw-away certificate is good for."""


def make_key(path: Path, password: str) -> str:
    """Make a key for manifests in a new file, readable by its owner alone; return the public half in base64."""
    key = Ed25519PrivateKey.generate()
    _write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())))
    return public_text(key)


def load_key(path: Path, password: str) -> Ed25519PrivateKey:
    """Open a key for manifests. Raise InstallerError for a wrong password or another kind of file."""
    try:
        key = load_pem_private_key(path.read_bytes(), password.encode())
    except OSError as error:
        raise InstallerError(f"the key {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InstallerError(f"the key {path} cannot be opened: a wrong password, or not a key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InstallerError(f"{path} is no Ed25519 key: make one with `handrail-installer key {path}`")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public half as the brand file writes it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def pin(certificate: Path) -> str:
    """Return the pin of a server's PEM certificate: the SHA-256 of its public key (SubjectPublicKeyInfo, RFC 7469)."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except OSError as error:
        raise InstallerError(f"the certificate {certificate} cannot be read: {error.strerror}") from None
    except ValueError:
        raise InstallerError(f"{certificate} is no certificate in PEM") from None
    public = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"sha256/{base64.b64encode(hashlib.sha256(public).digest()).decode()}"


def make_trial_certificate(path: Path, name: str, password: str) -> None:
    """Make a self-signed code-signing certificate with its key, as a PFX: for trying, no computer trusts it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} (for trying only)"[:64])])
    now = datetime.datetime.now(datetime.UTC)
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=TRIAL_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(password.encode())
    _write_new(path, pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, encryption))


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, and that was not there."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise InstallerError(f"{path} is there already; it is left as it is") from None
    except OSError as error:
        raise InstallerError(f"{path} cannot be written: {error.strerror}") from None
