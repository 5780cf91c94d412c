"""A TLS server on loopback whose certificate this process trusts, and that notes who asks it for anything."""

import datetime
import ipaddress
import os
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from agent.transport.pinned import pin_of


@dataclass
class Trusted:
    """Where it is, the pin of its key, and the paths it was asked for."""

    url: str
    pin: str
    heard: list[str] = field(default_factory=list)


@asynccontextmanager
async def trusted_server() -> AsyncIterator[Trusted]:
    """Run one; for as long, the certificate authorities of this process are its certificate alone."""
    before = os.environ.get("SSL_CERT_FILE")
    with tempfile.TemporaryDirectory() as folder:
        certificate, key, pin = make_certificate(Path(folder))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = Trusted("", pin)

        def note(_: ServerConnection, request: Request) -> Response | None:
            server.heard.append(request.path)
            return None

        os.environ["SSL_CERT_FILE"] = str(certificate)
        try:
            async with serve(_wait, "127.0.0.1", 0, ssl=context, process_request=note) as listening:
                server.url = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
                yield server
        finally:
            del os.environ["SSL_CERT_FILE"]
            os.environ.update({"SSL_CERT_FILE": before} if before else {})


async def _wait(connection: ServerConnection) -> None:
    await connection.wait_closed()


def make_certificate(folder: Path) -> tuple[Path, Path, str]:
    """Make a certificate for 127.0.0.1; return its file, its key's, and its pin."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    return folder / "certificate.pem", folder / "key.pem", pin_of(made.public_bytes(serialization.Encoding.DER))
