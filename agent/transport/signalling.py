"""The WebSocket to the rendezvous: typed frames in and out, and a reason the customer understands when it fails."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidProxyStatus, InvalidStatus, WebSocketException

from agent.protocol.errors import HandrailError, WireError
from agent.protocol.signalling import MAX_FRAME, Bye, Relay, ServerFrame, parse_server_frame
from agent.transport.events import Problem
from agent.transport.pinned import WrongServer, pinned_context

CONNECT_SECONDS = 10
CLOSE_SECONDS = 1

_STATUSES = {407: Problem.PROXY, 429: Problem.RATE, 503: Problem.BUSY}
"""What the server answers instead of opening a WebSocket (docs/protocol.md "The socket"), or a proxy in its place."""
_OUT_OF_DATE = frozenset({9, 10})
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (openssl/x509_vfy.h)."""
_CLOSES = {4408: Problem.EXPIRED, 4429: Problem.RATE}
"""Why the server closes one."""
_SCHEMES = {"https": ("https", 443), "http": ("http", 80), "wss": ("https", 443), "ws": ("http", 80)}


class LinkFailure(HandrailError):
    """The link cannot go on; `problem` names the sentence for the customer, the text is for the log."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(detail or problem)
        self.problem = problem
        self.detail = detail


class Signalling:
    """An open connection to the rendezvous."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: BaseModel) -> None:
        """Send one frame. Raise LinkFailure when the server is gone."""
        try:
            await self._connection.send(frame.model_dump_json())
        except ConnectionClosed as closed:
            raise _lost(closed) from None

    async def relay(self, body: bytes) -> None:
        """Send `body` to the other side. Raise LinkFailure when the server is gone."""
        await self.send(Relay(body=base64.b64encode(body).decode()))

    async def receive(self) -> ServerFrame:
        """Wait for the next frame. Raise LinkFailure when the server is gone or says something else."""
        try:
            return parse_server_frame(await self._connection.recv(decode=True))
        except ConnectionClosed as closed:
            raise _lost(closed) from None
        except WireError:
            raise LinkFailure(Problem.TAMPERED, "the server said something that is not of this wire") from None

    async def close(self) -> None:
        """Say goodbye, so that the server forgets the code and tells the other side, and close, in 2 s at most."""
        with contextlib.suppress(LinkFailure, TimeoutError):
            await asyncio.wait_for(self.send(Bye()), CLOSE_SECONDS)
        await self._connection.close()


def origin_of(server_url: str) -> str:
    """Write the server's origin as a browser does: scheme, host in lower case (punycode), port unless default."""
    try:
        parts = urlsplit(server_url)
        scheme, usual = _SCHEMES[parts.scheme]
        port = "" if parts.port in (None, usual) else f":{parts.port}"
        return f"{scheme}://{_host(parts.hostname or '')}{port}"
    except (KeyError, ValueError):
        raise LinkFailure(Problem.UNREACHABLE, "the server's address is not an http(s) URL") from None


async def connect_to(server_url: str, seconds: float = CONNECT_SECONDS, *, pins: Sequence[str] = ()) -> Signalling:
    """Connect, through the system's proxy where there is one, to a server that has one of the keys `pins`, if any.

    Raise LinkFailure with the reason.
    """
    address = origin_of(server_url).replace("http", "ws", 1) + "/ws/agent"
    tls: dict[str, Any] = {"ssl": pinned_context(pins)} if pins and address.startswith("wss:") else {}
    try:
        connection = await connect(
            address,
            **tls,
            open_timeout=seconds,
            close_timeout=CLOSE_SECONDS,
            max_size=MAX_FRAME,
            compression=None,
            proxy=True,
        )
    except WrongServer as error:
        raise LinkFailure(Problem.OTHER_SERVER, str(error)) from None
    except ssl.SSLCertVerificationError as error:
        problem = Problem.CLOCK if error.verify_code in _OUT_OF_DATE else Problem.TLS
        raise LinkFailure(problem, error.verify_message) from None
    except ssl.SSLError as error:
        raise LinkFailure(Problem.TLS, error.reason or "TLS failed") from None
    except InvalidProxyStatus as error:
        status = error.response.status_code
        problem = Problem.PROXY if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED else Problem.UNREACHABLE
        raise LinkFailure(problem, f"the proxy answered {status}") from None
    except InvalidStatus as error:
        status = error.response.status_code
        raise LinkFailure(_STATUSES.get(status, Problem.UNREACHABLE), f"the server answered {status}") from None
    except (OSError, WebSocketException) as error:
        raise LinkFailure(Problem.UNREACHABLE, type(error).__name__) from None
    return Signalling(connection)


def _host(name: str) -> str:
    if not name:
        raise ValueError
    return f"[{name}]" if ":" in name else name.encode("idna").decode()


def _lost(closed: ConnectionClosed) -> LinkFailure:
    code = closed.rcvd.code if closed.rcvd else 0
    return LinkFailure(_CLOSES.get(code, Problem.UNREACHABLE), f"the server closed the connection ({code or 'lost'})")
