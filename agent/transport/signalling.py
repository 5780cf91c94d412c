"""The WebSocket to the rendezvous: typed frames in and out, and a reason the customer understands when it fails."""

import ssl
from urllib.parse import urlsplit

from pydantic import BaseModel
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from agent.protocol.errors import HandrailError, WireError
from agent.protocol.signalling import MAX_FRAME, ServerFrame, parse_server_frame
from agent.transport.events import Problem

CONNECT_SECONDS = 10
CLOSE_SECONDS = 1

_SCHEMES = {"https": ("wss", 443), "http": ("ws", 80), "wss": ("wss", 443), "ws": ("ws", 80)}


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

    async def receive(self) -> ServerFrame:
        """Wait for the next frame. Raise LinkFailure when the server is gone or says something else."""
        try:
            return parse_server_frame(await self._connection.recv(decode=True))
        except ConnectionClosed as closed:
            raise _lost(closed) from None
        except WireError as error:
            raise LinkFailure(Problem.TAMPERED, str(error)) from None

    async def close(self) -> None:
        """Close the connection; takes CLOSE_SECONDS at most."""
        await self._connection.close()

    def abort(self) -> None:
        """Drop the connection at once, without a word."""
        self._connection.transport.abort()


def origin_of(server_url: str) -> str:
    """Write the server's origin as a browser does: scheme, host in lower case (punycode), port unless default."""
    parts = urlsplit(server_url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise LinkFailure(Problem.UNREACHABLE, "the server's address is not an http(s) URL")
    scheme, usual = _SCHEMES[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{scheme.replace('ws', 'http')}://{_host(parts.hostname)}{port}"


async def connect_to(server_url: str) -> Signalling:
    """Connect, through the system's proxy where there is one. Raise LinkFailure with the reason."""
    address = origin_of(server_url).replace("http", "ws", 1) + "/ws/agent"
    try:
        connection = await connect(
            address,
            open_timeout=CONNECT_SECONDS,
            close_timeout=CLOSE_SECONDS,
            max_size=MAX_FRAME,
            compression=None,
            proxy=True,
        )
    except ssl.SSLError as error:
        raise LinkFailure(Problem.TLS, error.reason or "TLS failed") from None
    except (OSError, InvalidHandshake, InvalidURI) as error:
        raise LinkFailure(Problem.UNREACHABLE, type(error).__name__) from None
    return Signalling(connection)


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        raise LinkFailure(Problem.UNREACHABLE, "the server's address is not a host name") from None


def _lost(closed: ConnectionClosed) -> LinkFailure:
    code = closed.rcvd.code if closed.rcvd else "none"
    return LinkFailure(Problem.UNREACHABLE, f"the server closed the connection ({code})")
