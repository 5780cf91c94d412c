"""The process: TLS, warnings, and a stop that leaves nobody waiting."""

import datetime
import ipaddress
import signal
import socket
import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.client import connect

from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.signalling_client import agent


async def test_a_stop_tells_every_websocket_and_ends_with_0() -> None:
    with rendezvous(logins=()) as server:
        async with agent(server) as waiting, agent(server) as silent:
            await waiting.register()
            server.process.send_signal(signal.SIGTERM)
            assert await waiting.closed() == 1012
            assert await silent.closed() == 1012
        assert server.process.wait(10) == 0


def test_an_interrupt_at_the_terminal_ends_with_0() -> None:
    with rendezvous(logins=()) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0


def test_plain_http_for_other_machines_warns_loudly(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with rendezvous(logins=(), insecure_plain_http=True, log=log):
        assert "WARNING: plain HTTP" in log.read_text()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "cert.pem", tmp_path / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


async def test_over_tls_the_cookie_is_bound_to_the_host_and_browsers_are_told_to_stay(
    certificate: tuple[Path, Path],
) -> None:
    cert, key = certificate
    settings = f'certificate = "{cert}"\nkey = "{key}"\n'
    context = ssl.create_default_context(cafile=str(cert))
    with rendezvous(settings=settings) as server:
        assert server.url.startswith("https://127.0.0.1:")
        body = {"login": server.account.login, "password": server.account.password, "totp": server.account.totp()}
        answer = httpx.post(f"{server.url}/api/login", json=body, headers={"Origin": server.url}, verify=context)
        assert answer.status_code == 200
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-handrail=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "max-age=63072000" in answer.headers["strict-transport-security"]
        async with connect(f"{server.ws_url}/ws/agent", ssl=context):
            pass


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_client_that_speaks_only_old_tls_is_refused(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    context = ssl.create_default_context(cafile=str(cert))
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with (
        rendezvous(settings=f'certificate = "{cert}"\nkey = "{key}"\n', logins=()) as server,
        pytest.raises(httpx.ConnectError),
    ):
        httpx.get(server.url, verify=context)


def test_behind_a_proxy_the_forwarded_address_is_counted_and_metrics_stay_closed() -> None:
    settings = (
        'trusted_proxies = ["127.0.0.1"]\npublic_origin = "https://assistance.example"\n'
        "[limits]\nlogin_failures_per_address_in_15_minutes = 1\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with rendezvous(port=port, settings=settings, logins=()) as server:
        assert server.url == "https://assistance.example"
        assert [_fail(port, address) for address in ("203.0.113.1", "203.0.113.1", "203.0.113.2")] == [401, 429, 401]
        told = httpx.get(f"http://127.0.0.1:{port}/metrics", headers={"X-Forwarded-For": "203.0.113.1"})
        assert told.status_code == 404


def _fail(port: int, address: str) -> int:
    headers = {"Host": "assistance.example", "Origin": "https://assistance.example", "X-Forwarded-For": address}
    body = {"login": "nobody", "password": "guess", "totp": "000000"}
    return httpx.post(f"http://127.0.0.1:{port}/api/login", json=body, headers=headers).status_code
