"""A client of the real signalling, over a real WebSocket, for tests and proofs."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import BaseModel
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from agent.protocol import VERSION
from agent.protocol.signalling import Claim, Register, Registered, ServerFrame, parse_server_frame
from scripts.rigs.rendezvous import Rendezvous

PATIENCE = 20


class Client:
    """One end: sends frames, reads frames, knows how it was closed."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, frame: BaseModel) -> None:
        await self.socket.send(frame.model_dump_json())

    async def text(self) -> str:
        text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(text, str)
        return text

    async def read(self) -> ServerFrame:
        return parse_server_frame(await self.text())

    async def register(self) -> Registered:
        await self.send(Register(version=VERSION, nonce=secrets.token_hex(16)))
        answer = await self.read()
        assert isinstance(answer, Registered), answer
        return answer

    async def claim(self, nameplate: str) -> ServerFrame:
        await self.send(Claim(version=VERSION, nameplate=nameplate, nonce=secrets.token_hex(16)))
        return await self.read()

    async def closed(self) -> int | None:
        """Wait until the server closed the connection; return the close code."""
        await asyncio.wait_for(self.socket.wait_closed(), PATIENCE)
        return self.socket.close_code


@asynccontextmanager
async def agent(server: Rendezvous) -> AsyncIterator[Client]:
    async with connect(f"{server.ws_url}/ws/agent", compression=None) as socket:
        yield Client(socket)


@asynccontextmanager
async def console(server: Rendezvous, cookie: str) -> AsyncIterator[Client]:
    headers = {"Cookie": cookie}
    url = f"{server.ws_url}/ws/console"
    async with connect(url, additional_headers=headers, origin=Origin(server.url), compression=None) as socket:
        yield Client(socket)
