"""A rendezvous of a few lines that introduces and relays; honest unless a rig tells it what to alter.

For tests and proofs of the link alone; the product's rendezvous lives in rendezvous/.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

NAMEPLATE = "12345"
TECHNICIAN = {"id": "t1", "name": "Camille D.", "organisation": "Exemple Assistance"}

Frame = dict[str, Any]
Meddle = Callable[[Frame, str], Iterable[Frame]]
"""Takes a frame and whom it goes to ("issuer", "joiner"; in a meeting "agent", "console"); gives what goes instead."""

_OTHER = {"issuer": "joiner", "joiner": "issuer", "agent": "console", "console": "agent"}

_PAGE = b"<!doctype html><meta charset=utf-8><title>link</title><script src=/link_page.js></script>"


def honest(frame: Frame, _: str) -> Iterable[Frame]:
    """Alter nothing."""
    return [frame]


@dataclass
class Relay:
    """The relay's state: one registration at a time."""

    meddle: Meddle = honest
    files: dict[str, bytes] = field(default_factory=dict)
    sides: dict[str, ServerConnection] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    """Of all who came to meet."""
    deaf: bool = False
    """Whether nobody is let in."""
    url: str = ""

    def cut(self, deaf: bool = True) -> None:
        """Drop every connection without a word, and let nobody in, until it hears again."""
        self.deaf = deaf
        for connection in list(self.sides.values()):
            connection.transport.abort()

    async def say(self, role: str, frame: Frame) -> None:
        """Say `frame` to `role`, altered by `meddle`."""
        for altered in self.meddle(frame, role):
            await self.say_plainly(role, altered)

    async def say_plainly(self, role: str, frame: Frame) -> None:
        """Say `frame` as it is."""
        if connection := self.sides.get(role):
            try:
                await connection.send(json.dumps(frame))
            except ConnectionClosed:
                return

    async def handle(self, connection: ServerConnection) -> None:
        """Serve one client until it leaves."""
        role = ""
        try:
            async for text in connection:
                role = await self._take(connection, role, json.loads(text)) or role
        except ConnectionClosed:
            pass
        finally:
            await self._leave(connection, role)

    async def _take(self, connection: ServerConnection, role: str, frame: Frame) -> str | None:
        match frame["type"]:
            case "register":
                return await self._register(connection, frame)
            case "claim":
                return await self._claim(connection, frame)
            case "meet":
                return await self._meet(connection, frame)
            case "relay":
                await self.say(_OTHER[role], frame)
            case "bye":
                await connection.close()
        return None

    async def _register(self, connection: ServerConnection, frame: Frame) -> str:
        self.sides, self.nonces = {"issuer": connection}, {"issuer": frame["nonce"]}
        technician = TECHNICIAN if connection.request and connection.request.path == "/ws/console" else None
        answer = {"type": "registered", "nameplate": NAMEPLATE, "expires_in": 600, "technician": technician}
        await self.say("issuer", answer)
        return "issuer"

    async def _meet(self, connection: ServerConnection, frame: Frame) -> str:
        self.tags.append(frame["tag"])
        role = "console" if connection.request and connection.request.path == "/ws/console" else "agent"
        if {"agent", "console"} <= set(self.sides):  # those met before, and have lost one another again
            del self.sides["agent"], self.sides["console"]
        self.sides[role] = connection
        if _OTHER[role] in self.sides and len(set(self.tags)) == 1:
            await asyncio.gather(*(self.say(side, {"type": "met", "ice_servers": []}) for side in ("agent", "console")))
        return role

    async def _claim(self, connection: ServerConnection, frame: Frame) -> str | None:
        if "issuer" not in self.sides or "joiner" in self.sides or frame["nameplate"] != NAMEPLATE:
            await connection.send(json.dumps({"type": "refused", "reason": "code"}))
            return None
        self.sides["joiner"], self.nonces["joiner"] = connection, frame["nonce"]
        await asyncio.gather(*(self.say(role, self.paired(role)) for role in ("issuer", "joiner")))
        return "joiner"

    def paired(self, role: str) -> Frame:
        """Make the frame that introduces the two."""
        return {
            "type": "paired",
            "role": role,
            "nameplate": NAMEPLATE,
            "issuer_nonce": self.nonces["issuer"],
            "joiner_nonce": self.nonces["joiner"],
            "technician": TECHNICIAN,
            "ice_servers": [],
        }

    async def _leave(self, connection: ServerConnection, role: str) -> None:
        if role and self.sides.get(role) is connection:
            del self.sides[role]
            await self.say(_OTHER[role], {"type": "peer_gone"})

    def answer(self, _: ServerConnection, request: Request) -> Response | None:
        """Serve the page beside the WebSockets."""
        if request.path.startswith("/ws/"):
            return Response(HTTPStatus.SERVICE_UNAVAILABLE, "deaf", Headers()) if self.deaf else None
        body = _PAGE if request.path == "/" else self.files.get(request.path)
        kind = "text/html" if request.path == "/" else "text/javascript"
        status = HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK
        headers = Headers({"Content-Type": kind, "Content-Length": str(len(body or b"")), "Connection": "close"})
        return Response(status, status.phrase, headers, body or b"")


@asynccontextmanager
async def relay(meddle: Meddle = honest, files: dict[str, bytes] | None = None) -> AsyncIterator[Relay]:
    """Run a relay on a free loopback port; `relay.url` is its address."""
    state = Relay(meddle, files or {})
    server: Server
    async with serve(state.handle, "127.0.0.1", 0, process_request=state.answer) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        state.url = f"http://127.0.0.1:{port}"
        yield state
