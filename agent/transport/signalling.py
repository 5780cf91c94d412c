"""The WebSocket to the rendezvous: typed frames in and out, and a reason the customer understands when it fails."""

import asyncio
import base64
import contextlib
import ssl
from urllib.parse import urlsplit

from pydantic import BaseModel
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from agent.protocol.errors import HandrailError, WireError
from agent.protocol.signalling import MAX_FRAME, Bye, Relay, ServerFrame, parse_server_frame
from agent.transport.events import Problem

CONNECT_SECONDS = 10
CLOSE_SECONDS = 1

_STATUSES = {429: Problem.RATE, 503: Problem.BUSY}
"""What the server answers instead of opening a WebSocket (docs/protocol.md "The socket")."""
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


async def connect_to(server_url: str, seconds: float = CONNECT_SECONDS) -> Signalling:
    """Connect, through the system's proxy where there is one. Raise LinkFailure with the reason."""
    address = origin_of(server_url).replace("http", "ws", 1) + "/ws/agent"
    try:
        connection = await connect(
            address,
            open_timeout=seconds,
            close_timeout=CLOSE_SECONDS,
            max_size=MAX_FRAME,
            compression=None,
            proxy=True,
        )
    except ssl.SSLError as error:
        raise LinkFailure(Problem.TLS, error.reason or "TLS failed") from None
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
