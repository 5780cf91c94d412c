import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from agent.protocol.signalling import MAX_FRAME, Bye, PeerGone
from agent.transport.events import Problem
from agent.transport.signalling import LinkFailure, connect_to, origin_of
from scripts.rigs.relay import Relay


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://help.example", "https://help.example"),
        ("https://Help.Example:443/", "https://help.example"),
        ("https://help.example:8443/x?y", "https://help.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("ws://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("wss://help.example", "https://help.example"),
        ("https://aide.société.example", "https://aide.xn--socit-esab.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "address", ["", "help.example", "ftp://help.example", "https://", "https://x:99999", "http://[::1"]
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(LinkFailure) as caught:
        origin_of(address)
    assert caught.value.problem is Problem.UNREACHABLE


async def problem_at(address: str) -> Problem:
    with pytest.raises(LinkFailure) as caught:
        await connect_to(address)
    return caught.value.problem


async def test_a_server_that_does_not_listen_is_told() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    assert await problem_at(f"http://127.0.0.1:{port}") is Problem.UNREACHABLE


async def test_a_server_without_a_name_is_told() -> None:
    assert await problem_at("https://nowhere.invalid") is Problem.UNREACHABLE


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (HTTPStatus.FORBIDDEN, Problem.UNREACHABLE),
        (HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, Problem.PROXY),
        (HTTPStatus.TOO_MANY_REQUESTS, Problem.RATE),
        (HTTPStatus.SERVICE_UNAVAILABLE, Problem.BUSY),
    ],
)
async def test_a_server_that_will_not_have_us_is_told(status: HTTPStatus, problem: Problem) -> None:
    def refuse(connection: ServerConnection, _: Request) -> Response:
        return connection.respond(status, "")

    async with serve(idle, "127.0.0.1", 0, process_request=refuse) as server:
        assert await problem_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") is problem


async def test_a_certificate_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    async with serve(idle, "127.0.0.1", 0, ssl=self_signed(tmp_path)) as server:
        assert await problem_at(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}") is Problem.TLS


@pytest.mark.parametrize("days", [-3, 3])
async def test_a_certificate_of_another_day_than_this_computer_has_is_told_as_a_wrong_clock(
    days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = self_signed(tmp_path, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
    async with serve(idle, "127.0.0.1", 0, ssl=context) as server:
        assert await problem_at(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}") is Problem.CLOCK


async def test_a_frame_of_no_wire_is_told() -> None:
    for frame in ("{}", "no json", "x" * (MAX_FRAME - 1)):
        async with saying(frame) as address:
            signalling = await connect_to(address)
            with pytest.raises(LinkFailure) as caught:
                await signalling.receive()
            assert caught.value.problem is Problem.TAMPERED
            await signalling.close()


@pytest.mark.parametrize("frame", ["x" * (MAX_FRAME + 1), b"\xff\xfe"])
async def test_a_frame_too_long_or_not_text_ends_the_connection(frame: str | bytes) -> None:
    async with saying(frame) as address:
        signalling = await connect_to(address)
        with pytest.raises(LinkFailure) as caught:
            await signalling.receive()
        assert caught.value.problem is Problem.UNREACHABLE
        await signalling.close()


@pytest.mark.parametrize(
    ("code", "problem"), [(1000, Problem.UNREACHABLE), (4408, Problem.EXPIRED), (4429, Problem.RATE)]
)
async def test_why_the_server_closed_is_told(code: int, problem: Problem) -> None:
    async def close(connection: ServerConnection) -> None:
        await connection.close(code)

    async with serve(close, "127.0.0.1", 0) as server:
        signalling = await connect_to(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises(LinkFailure) as caught:
            await signalling.receive()
        assert caught.value.problem is problem


async def test_sending_to_a_server_that_is_gone_is_told(server: Relay) -> None:
    signalling = await connect_to(server.url)
    await signalling.close()
    with pytest.raises(LinkFailure):
        await signalling.send(Bye())


@pytest.mark.parametrize(
    ("answer", "problem"),
    [("502 no", Problem.UNREACHABLE), ("407 Proxy Authentication Required", Problem.PROXY)],
)
async def test_a_proxy_of_the_system_is_used_and_what_it_asks_for_is_told(
    answer: str, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n"))
        writer.write(f"HTTP/1.1 {answer}\r\n\r\n".encode())
        writer.close()

    running = await asyncio.start_server(proxy, "127.0.0.1", 0)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}")
    monkeypatch.setenv("no_proxy", "")
    assert await problem_at("https://help.example") is problem
    assert asked == [b"CONNECT help.example:443 HTTP/1.1\r\n"]
    running.close()


async def test_frames_arrive_as_what_they_are() -> None:
    async with saying('{"type":"peer_gone"}') as address:
        signalling = await connect_to(address)
        assert await signalling.receive() == PeerGone()
        await signalling.close()


async def idle(connection: ServerConnection) -> None:
    await connection.wait_closed()


@asynccontextmanager
async def saying(frame: str | bytes) -> AsyncIterator[str]:
    async def say(connection: ServerConnection) -> None:
        await connection.send(frame)
        await connection.wait_closed()

    async with serve(say, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def self_signed(folder: Path, days: int = 0) -> ssl.SSLContext:
    """Make a certificate that is good for one day, `days` from now on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = builder.add_extension(address, critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context
